"""Calls: one call of a chat model, streamed, and repeated after a failure that may pass."""

from __future__ import annotations

import contextlib
import contextvars
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, Queue
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

SECONDS = 120.0
"""How long the next word of an answer may take, unless the user allows more or less."""

_MOST_CHARACTERS = 200_000
"""Of an answer, what the model thinks included: a hundred pages, where it was asked for a few
sentences."""

_AHEAD = 1_000
"""Pieces that are read before the one that is being looked at."""

_CUT_SHORT = frozenset({"length", "max_tokens", "MAX_TOKENS"})
_REPORTS_ITS_END = frozenset(
    {"ChatOpenAI", "ChatAnthropic", "ChatOllama", "ChatGoogleGenerativeAI"}
)


def answer_pieces(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    *,
    name: str,
    seconds: float = SECONDS,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[str]:
    """Yield an answer as it is written.

    The next piece may take so many ``seconds``. After a failure that may pass, the call is
    repeated, but not once a piece was shown. Raises ModelError, of which ContextOverflowError is
    one.
    """
    for attempt in range(1, TRIES + 1):
        shown = False
        try:
            for piece in _in_time(_chain(model, name).stream(list(messages)), seconds):
                shown = shown or bool(piece.strip())
                if piece:
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
        if wait > LONGEST_WAIT:
            raise error from failure
        sleep(wait)


def _chain(model: BaseChatModel, name: str) -> Runnable[list[BaseMessage], str]:
    """Return ``model | parser``: messages in, pieces of the answer out.

    A piece is empty where the model thinks: it is a sign of life.
    """
    from langchain_core.runnables import RunnableGenerator

    def _parse(chunks: Iterator[AIMessage]) -> Iterator[str]:
        thinking = Thinking()
        ending, length = None, 0
        for chunk in chunks:
            metadata = chunk.response_metadata
            ending = (
                metadata.get("finish_reason")
                or metadata.get("stop_reason")
                or metadata.get("done_reason", ending)
            )
            length += len(chunk.text)
            if length > _MOST_CHARACTERS:
                raise ModelError(
                    f"{name!r} does not come to an end", hint="ask again, or try another model"
                )
            yield thinking.visible(chunk.text)
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


def _in_time(pieces: Iterator[str], seconds: float) -> Iterator[str]:
    """Yield the pieces; raise TimeoutError where the next takes longer than ``seconds``.

    Providers' libraries limit the silence between two bytes, and what keeps a connection alive is
    no word. So the pieces are read in a thread, which can be left to itself.
    """
    read: Queue[str | BaseException | None] = Queue(_AHEAD)
    left = threading.Event()

    def run() -> None:
        try:
            for piece in pieces:
                read.put(piece)
                if left.is_set():
                    return
            read.put(None)
        except BaseException as exc:  # noqa: BLE001 - raised again where it is waited for
            read.put(exc)

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), daemon=True).start()
    try:
        while (piece := read.get(timeout=seconds)) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    except Empty:
        raise TimeoutError(f"no word within {seconds:g} seconds") from None
    finally:
        left.set()
        with contextlib.suppress(Empty):  # who waits for room goes on, and finds that nobody reads
            while True:
                read.get_nowait()


def _empty(name: str) -> ModelError:
    return ModelError(
        f"{name!r} returned an empty answer",
        hint="ask again, or try another model with --model",
    )
