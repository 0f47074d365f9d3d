"""Any LangChain ``Embeddings``, by the string that ``init_embeddings`` takes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from typing import Any

from index.embedding import Vectors, unit_vectors
from index.errors import EmbeddingModelError
from index.secrets import without_secrets

SECONDS = 120.0
"""How long the vectors of some passages may take, unless the user allows more or less."""
_TRIES = 3
"""Of one request, where a failure may pass."""
_LONGEST_REASON = 160
_MAY_PASS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


class LangChainEmbedder:
    """Embeds through LangChain; ``name`` is ``langchain:provider:model``.

    The text of the passages is sent to that provider, or to the server at ``url``, which may take
    ``seconds`` for each request.
    """

    def __init__(self, name: str, *, url: str | None = None, seconds: float = SECONDS) -> None:
        from langchain.embeddings import init_embeddings

        self.name = name
        options = _options(name, url, seconds)
        try:
            self._model = init_embeddings(name.removeprefix("langchain:"), **options)
        except ImportError as exc:
            raise EmbeddingModelError(
                f"the embedding model {name!r} needs a package that is not installed: {exc}",
                hint="pip install the LangChain package of that provider",
            ) from exc
        except Exception as exc:  # every provider raises its own
            raise self._unanswered(exc) from exc
        self.dimension = _length(self._asked(self._model.embed_query, "dimension"))
        self.fingerprint = f"{name}-{self.dimension}"

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``.

        Raises EmbeddingModelError.
        """
        return self._vectors(self._asked(self._model.embed_documents, list(texts)), len(texts))

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length. Raises EmbeddingModelError."""
        vector: Vectors = self._vectors([self._asked(self._model.embed_query, text)], 1)[0]
        return vector

    def _vectors(self, given: Any, number: int) -> Vectors:
        """Return what a server sent as vectors of unit length, if it is so many of them."""
        import numpy as np

        sound = isinstance(given, list) and {*map(_length, given)} <= {self.dimension or None}
        if sound and len(given) == number:
            with contextlib.suppress(TypeError, ValueError), np.errstate(over="ignore"):
                vectors = np.asarray(given, dtype=np.float32)
                if np.isfinite(vectors).all():
                    return unit_vectors(vectors, dimension=self.dimension)
        raise self._no_vectors()

    def _asked(self, ask: Callable[[Any], Any], content: object) -> Any:
        """Return the answer of the model, which is asked again where a failure may pass."""
        import tenacity

        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_may_pass),
            wait=tenacity.wait_random_exponential(multiplier=0.5, max=10),
            stop=tenacity.stop_after_attempt(_TRIES),
            reraise=True,
        )
        try:
            return retrying(ask, content)
        except (AttributeError, LookupError, RecursionError, TypeError) as exc:
            raise self._no_vectors() from exc  # the library took the answer for one
        except Exception as exc:  # every provider raises its own
            raise self._unanswered(exc) from exc

    def _no_vectors(self) -> EmbeddingModelError:
        return EmbeddingModelError(
            f"the embedding model {self.name!r} does not return a vector of numbers for each text",
            hint="check that its server (RAG_EMBEDDING_URL) runs this model and no other",
        )

    def _unanswered(self, exc: Exception) -> EmbeddingModelError:
        reason = " ".join(without_secrets(str(exc)).split())[:_LONGEST_REASON]
        return EmbeddingModelError(
            f"the embedding model {self.name!r} does not answer: {reason or type(exc).__name__}",
            hint="check the name, the provider's key and its server (RAG_EMBEDDING_URL)",
        )


def _length(vector: Any) -> int:
    return len(vector) if isinstance(vector, list) else 0


def _may_pass(exc: BaseException) -> bool:
    """Return whether it is worth asking again; a server that is too slow gets no faster."""
    response = getattr(exc, "response", None)
    status = getattr(exc, "status_code", None) or getattr(response, "status_code", None)
    return status in _MAY_PASS


def _options(name: str, url: str | None, seconds: float) -> dict[str, Any]:
    address = {} if url is None else {"base_url": url}
    if not name.startswith("langchain:openai:"):
        return address
    from index.http_limits import LimitedClient

    client = LimitedClient(seconds=seconds)
    limits = {"http_client": client, "timeout": client.timeout, "max_retries": 0}
    if url is None:
        return limits
    return {
        **address,
        **limits,
        "api_key": os.environ.get("OPENAI_API_KEY") or "none",
        # Texts, and not the numbers of OpenAI's own tokens, which no other server knows.
        "check_embedding_ctx_length": False,
    }
