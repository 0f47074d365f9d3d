"""Calls: one call of a chat model, streamed, and repeated after a failure that may pass."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rag.answering.chat_model.failures import TransientModelError, model_error, retry_after
from rag.answering.chat_model.output import Thinking
from rag.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.runnables import Runnable

TRIES = 3
"""Calls of a model before its failure is reported."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 20.0
"""Seconds between tries; each wait is twice the one before."""

_CUT_SHORT = frozenset({"length", "max_tokens", "MAX_TOKENS"})
_REPORTS_ITS_END = frozenset(
    {"ChatOpenAI", "ChatAnthropic", "ChatOllama", "ChatGoogleGenerativeAI"}
)


def answer_pieces(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    *,
    name: str,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[str]:
    """Yield an answer as it is written.

    After a failure that may pass, the call is repeated, but not once a piece was shown. Raises
    ModelError, of which ContextOverflowError is one.
    """
    for attempt in range(1, TRIES + 1):
        shown = False
        try:
            for piece in _chain(model, name).stream(list(messages)):
                shown = shown or bool(piece.strip())
                yield piece
        except ModelError as exc:
            failure: Exception = exc
            error = exc
        except Exception as exc:  # noqa: BLE001 - every provider's library raises its own
            failure = exc
            error = model_error(exc, name)
        else:
            if not shown:
                raise _empty(name)
            return
        if shown or attempt == TRIES or not isinstance(error, TransientModelError):
            raise error from failure
        wait = retry_after(failure) or FIRST_WAIT * 2 ** (attempt - 1)
        sleep(min(wait, LONGEST_WAIT))


def _chain(model: BaseChatModel, name: str) -> Runnable[list[BaseMessage], str]:
    """Return ``model | parser``: messages in, pieces of the answer out."""
    from langchain_core.runnables import RunnableGenerator

    def _parse(chunks: Iterator[AIMessage]) -> Iterator[str]:
        thinking = Thinking()
        ending = None
        for chunk in chunks:
            metadata = chunk.response_metadata
            ending = (
                metadata.get("finish_reason")
                or metadata.get("stop_reason")
                or metadata.get("done_reason", ending)
            )
            if piece := thinking.visible(chunk.text):
                yield piece
        if rest := thinking.rest():
            yield rest
        if ending in _CUT_SHORT:
            raise ModelError(
                f"the answer of {name!r} was cut off at its length limit",
                hint="ask for less at once, or use a model with a longer context",
            )
        if ending is None and type(model).__name__ in _REPORTS_ITS_END:
            raise ModelError(
                f"the connection to {name!r} broke off in the middle of the answer",
                hint="see whether the model server is still running, then ask again",
            )

    chain: Runnable[list[BaseMessage], str] = model | RunnableGenerator(_parse)
    return chain


def _empty(name: str) -> ModelError:
    return ModelError(
        f"{name!r} returned an empty answer",
        hint="ask again, or try another model with --model",
    )
