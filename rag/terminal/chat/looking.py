"""Commands that look into the last answer: ``/sources``, ``/passages``, ``/why``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answers import Answer, Citation
from rag.terminal import render
from rag.terminal.chat.command import ChatCommand, Next
from rag.terminal.chat.state import ChatState
from rag.terminal.layout import BLANK


def chosen_sources(state: ChatState, number: str) -> Sequence[Citation]:
    """Return the last answer's citations, or those with this number.

    None, after saying so, where there is no such one.
    """
    citations = state.last.answer.citations if state.last else ()
    chosen = [cited for cited in citations if number in {"", str(cited.marker)}]
    if not citations:
        state.remark("There are no sources: the last answer cites none.")
    elif not chosen:
        state.complain(
            f"There is no source {number!r}.", f"The last answer has {_listed(citations)}."
        )
    return chosen


def source_numbers(state: ChatState, _typed: str) -> Iterable[str]:
    """Yield the numbers of the last answer's sources."""
    answer: Answer | None = state.last.answer if state.last else None
    return [str(cited.marker) for cited in answer.citations] if answer else []


def _sources(state: ChatState, number: str) -> Next:
    for position, cited in enumerate(chosen_sources(state, number)):
        assert state.last is not None
        state.say(
            *([BLANK] if position else []),
            render.quote_in_context(cited, state.last.answer.passages),
        )
    return None


def _listed(citations: Sequence[Citation]) -> str:
    return ", ".join(dict.fromkeys(str(cited.marker) for cited in citations))


COMMANDS = (
    ChatCommand(
        name="sources",
        usage="/sources [n]",
        does="show the passage around each quote of the last answer, or around quote n",
        run=_sources,
        complete=source_numbers,
    ),
)
