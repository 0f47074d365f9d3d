"""Failures: what providers' libraries raise, as one sentence with the step that mends it.

They are told apart by status code, class name and message, so that no provider's library is
imported here. A provider's own words are passed on only where nothing better is known, and without
anything that looks like a key.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from index.secrets import without_secrets
from rag.errors import ModelError

_OVERFLOW = re.compile(
    r"context.{0,20}(?:length|size|window)|maximum context|exceed\w* .{0,40}(?:context|tokens)|"
    r"(?:prompt|input|request) is too (?:long|large)|too many (?:input )?tokens|n_ctx",
    re.IGNORECASE | re.DOTALL,
)
_TRANSIENT_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LONGEST_DETAIL = 160


class ContextOverflowError(ModelError):
    """The prompt is longer than the model reads."""


class TransientModelError(ModelError):
    """The next try may succeed."""

    def __init__(
        self, message: str, *, hint: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after
        """Seconds that the server asked to wait."""


def model_error(failure: Exception, name: str) -> ModelError:
    """Return our error for a ``failure`` of the model ``name``."""
    chain = list(_chain(failure))
    status = next((code for one in chain if (code := _status(one)) is not None), None)
    text = " ".join(map(str, chain))
    if status not in {401, 403, 429} and _OVERFLOW.search(text):
        return ContextOverflowError(
            f"the question and its passages are longer than {name!r} reads",
            hint="a lower --top-k, or a model server started with a larger context",
        )
    return _by_status(status, name) or _by_class(chain, name) or _unknown(failure, name)


def _by_status(status: int | None, name: str) -> ModelError | None:
    if status in {401, 403}:
        return ModelError(
            f"the key for {name!r} was refused ({status})",
            hint=f"set {key_variable(name)} to a valid key",
        )
    if status == 404:
        return ModelError(
            f"the provider does not know the model {name!r} (404)",
            hint="check the model's name and --base-url; rag doctor shows what is reachable",
        )
    if status == 429:
        return TransientModelError(
            f"{name!r} refuses more requests for now (429)",
            hint="wait a minute, or check the provider's quota",
        )
    if status is not None and status in _TRANSIENT_STATUS:
        return TransientModelError(
            f"the server of {name!r} failed ({status})", hint="try again, or look at its log"
        )
    return None


def _by_class(chain: list[BaseException], name: str) -> ModelError | None:
    kinds = " ".join(cls.__name__ for one in chain for cls in type(one).__mro__).lower()
    if "timeout" in kinds and "connecttimeout" not in kinds:  # it gets no faster by a second try
        return ModelError(
            f"{name!r} did not answer in time",
            hint="try a smaller or nearer model; RAG_MODEL_TIMEOUT allows more seconds",
        )
    if "remoteprotocol" in kinds or "readerror" in kinds or "incompleteread" in kinds:
        return ModelError(
            f"the connection to {name!r} broke off in the middle of the answer",
            hint="see whether the model server is still running, then ask again",
        )
    if "connect" in kinds:
        return TransientModelError(
            f"no server answers for {name!r}",
            hint="start the model server, or check --base-url and the network",
        )
    return None


def _unknown(failure: Exception, name: str) -> ModelError:
    detail = " ".join(without_secrets(str(failure)).split())[:_LONGEST_DETAIL]
    return ModelError(
        f"{name!r} failed: {detail or type(failure).__name__}",
        hint="rag doctor shows which models are reachable",
    )


def retry_after(failure: BaseException) -> float | None:
    """Return the seconds that the server asked to wait, if it said so."""
    for one in _chain(failure):
        headers = getattr(getattr(one, "response", None), "headers", None) or {}
        try:
            seconds = float(headers.get("retry-after", ""))
        except ValueError:  # absent, or a date
            continue
        if math.isfinite(seconds) and seconds >= 0:
            return seconds
    return None


def key_variable(name: str) -> str:
    """Return the environment variable that holds the key for ``provider:name``."""
    provider = name.partition(":")[0]
    return {"google_genai": "GOOGLE_API_KEY"}.get(provider, f"{provider.upper()}_API_KEY")


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    while failure is not None:
        yield failure
        failure = failure.__cause__


def _status(failure: BaseException) -> int | None:
    status = getattr(failure, "status_code", None) or getattr(
        getattr(failure, "response", None), "status_code", None
    )
    return status if isinstance(status, int) else None
