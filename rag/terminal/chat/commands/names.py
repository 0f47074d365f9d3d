"""``/names``: who and what the articles name."""

from __future__ import annotations

from collections.abc import Iterable

from rag.directory import Directory, Kind, chosen_entries, reading_names
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.render.names import name_list

_SHOWN = 30


def _names(state: ChatState, argument: str) -> Next:
    first, _, rest = argument.partition(" ")
    kind = _kind(first.lower())
    words = rest if kind else argument
    directory = Directory()
    with state.waiting("Reading the names…"):
        for _ in reading_names(directory, state.backend.pipeline.library, state.filters):
            pass
        entries = chosen_entries(directory.entries(), words=words, kind=kind)
    left_out = max(0, len(entries) - _SHOWN)
    state.say(name_list(entries[:_SHOWN], left_out=left_out, more="/names WORDS narrows it down"))
    return None


_KINDS = {
    "people": Kind.PERSON,
    "organisations": Kind.ORGANISATION,
    "places": Kind.PLACE,
}
_ALSO = {"persons": Kind.PERSON, "organizations": Kind.ORGANISATION}
_SHORTEST = 3
"""Letters that a kind may be cut to: "org"."""


def _kind(word: str) -> Kind | None:
    """Return the kind that a word names, whole or by its beginning."""
    meant = (kind for name, kind in (_KINDS | _ALSO).items() if name.startswith(word))
    return next(meant, None) if len(word) >= _SHORTEST else None


def _kinds(_state: ChatState, typed: str) -> Iterable[str]:
    return (kind for kind in _KINDS if kind.startswith(typed.lower()))


COMMANDS = (
    ChatCommand(
        name="names",
        usage="/names [kind] [words]",
        does="people, organisations or places that are named, how often",
        topic=Topic.ARTICLES,
        run=_names,
        complete=_kinds,
    ),
)
