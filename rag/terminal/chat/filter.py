"""``/filter``: which articles the answers come from, by publisher and date."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.filters import Filters
from rag.settings.filtering import filters_of
from rag.terminal.chat.command import ChatCommand, Next
from rag.terminal.chat.state import ChatState
from rag.terminal.counting import counted
from rag.terminal.render import filters_in_words

_KEYS = ("source", "since", "until")
_PART = re.compile(r"""(?P<key>[A-Za-z]+)=(?P<value>"[^"]*"|'[^']*'|.*?)\s*(?=\s[A-Za-z]+=|$)""")
_OFF = frozenset({"off", "none", "clear"})


def _filter(state: ChatState, argument: str) -> Next:
    if argument.lower() in _OFF:
        state.filters = Filters()
    elif argument:
        given = _parts(argument)
        if given is None:
            state.complain(
                f"{argument!r} is not a filter.",
                "/filter source=NAME since=2025-01-13 until=2025-02, or /filter off",
            )
            return None
        changed = _changed(state.filters, given)
        if _knows_sources(state, changed):
            state.filters = changed
        else:
            return None
    _tell(state)
    return None


def _parts(argument: str) -> list[tuple[str, str]] | None:
    """Return the keys and values; ``None`` where something is neither."""
    if _PART.sub("", argument).strip():
        return None
    found = [(part["key"].lower(), part["value"].strip("\"'")) for part in _PART.finditer(argument)]
    return found if all(key in _KEYS for key, _ in found) else None


def _changed(before: Filters, given: list[tuple[str, str]]) -> Filters:
    """Return the filters with what is given in place of what was; an empty value clears.

    Raises SettingsError.
    """
    named = {key for key, _ in given}
    sources = [value for key, value in given if key == "source" and value]
    values = {key: value for key, value in given if key != "source"}
    since = values.get("since", before.since.isoformat() if before.since else "")
    until = values.get("until", before.until.isoformat() if before.until else "")
    kept = sources if "source" in named else before.sources
    return filters_of(kept, since or None, until or None, prefix="")


def _knows_sources(state: ChatState, changed: Filters) -> bool:
    """Whether every publisher has an article; says which has none."""
    library = state.desk.pipeline.library
    for name in changed.sources:
        if library.selection(Filters(sources=(name,))).sources == ():
            near = library.nearest_sources(name)
            hint = f"Did you mean {near[0]!r}?" if near else _all_sources(state)
            state.complain(f"No article is by a publisher {name!r}.", hint)
            return False
    return True


def _all_sources(state: ChatState) -> str:
    known = state.desk.pipeline.library.catalog.articles.sources()
    return f"The publishers are {', '.join(known[:8])}." if known else "No article names one."


def _tell(state: ChatState) -> None:
    library = state.desk.pipeline.library
    every = library.counts()[0]
    if not state.filters:
        state.remark(f"No filter: the answers come from all {counted(every, 'article')}.")
        return
    chosen = sum(1 for _ in library.entries(state.filters))
    said = f"The answers come from {chosen:,} of {counted(every, 'article')}"
    state.remark(f"{said}: {filters_in_words(state.filters)}.")


def _complete(state: ChatState, typed: str) -> Iterable[str]:
    before, _, part = typed.rpartition(" ")
    lead = f"{before} " if before else ""
    # A publisher's name may have spaces: everything behind the last key is the value.
    key = typed.rfind("source=")
    if key >= 0 and "=" not in typed[key + len("source=") :]:
        for name in state.desk.pipeline.library.catalog.articles.sources():
            yield f"{typed[:key]}source={name}"
    if "=" not in part:
        yield from (f"{lead}{name}=" for name in _KEYS)
        if not before:
            yield "off"


COMMANDS = (
    ChatCommand(
        name="filter",
        usage="/filter [key=value]",
        does="answer from some articles only: source=NAME, since=2025-01, until=2025-02-28; "
        "alone it tells from which, off ends it",
        run=_filter,
        complete=_complete,
    ),
)
