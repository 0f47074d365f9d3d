"""Commands that look into the last answer: ``/sources``, ``/passages``, ``/why``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answers import Citation, Hit
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.layout import BLANK
from rag.terminal.render import search
from rag.terminal.render.answers import quote_in_context


def chosen_sources(state: ChatState, number: str) -> Sequence[Citation]:
    """Return the last answer's citations, or those with this number; say so where there is none."""
    citations = state.last.answer.every_citation if state.last else ()
    chosen = [cited for cited in citations if number in {"", str(cited.marker)}]
    if state.last is None:
        state.remark("There are no sources: nothing was asked yet.")
    elif not citations:
        state.remark("There are no sources: the last answer cites none.")
    elif not chosen:
        numbers = ", ".join(dict.fromkeys(str(cited.marker) for cited in citations))
        state.complain(f"There is no source {number!r}.", f"The last answer has {numbers}.")
    return chosen


def source_numbers(state: ChatState, _typed: str) -> Iterable[str]:
    """Yield the numbers of the last answer's sources."""
    citations = state.last.answer.every_citation if state.last else ()
    return [str(cited.marker) for cited in citations]


def _sources(state: ChatState, number: str) -> Next:
    passages = state.last.answer.passages if state.last else ()
    for position, cited in enumerate(chosen_sources(state, number.strip("[]"))):
        state.say(*([BLANK] if position else []), quote_in_context(cited, passages))
    return None


def _passages(state: ChatState, number: str) -> Next:
    found = state.last.answer.passages if state.last else ()
    chosen = [hit for hit in found if number in {"", str(hit.rank)}]
    if not found:
        state.remark("There are no passages: nothing was asked, or nothing was found.")
    elif not chosen:
        state.complain(f"There is no passage {number!r}.", f"There are {len(found)}.")
    elif number:
        state.say(search.whole_passage(chosen[0]))
    else:
        state.say(search.hits(chosen))
    return None


def _passage_numbers(state: ChatState, _typed: str) -> Iterable[str]:
    found: Sequence[Hit] = state.last.answer.passages if state.last else ()
    return [str(hit.rank) for hit in found]


def _why(state: ChatState, _argument: str) -> Next:
    if state.last is None:
        state.remark("Nothing was asked yet.")
    else:
        state.say(search.reasons(state.last.answer))
    return None


COMMANDS = (
    ChatCommand(
        name="sources",
        usage="/sources [n]",
        does="show each quote, or quote n, in its passage",
        topic=Topic.ANSWER,
        run=_sources,
        complete=source_numbers,
    ),
    ChatCommand(
        name="passages",
        usage="/passages [n]",
        does="list the passages found, or show passage n whole",
        topic=Topic.ANSWER,
        run=_passages,
        complete=_passage_numbers,
    ),
    ChatCommand(
        name="why",
        usage="/why",
        does="show what was searched for, found, used, left out",
        topic=Topic.ANSWER,
        run=_why,
    ),
)
