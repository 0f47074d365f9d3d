"""``/quotes``: who is quoted as saying what."""

from __future__ import annotations

import re

from rag.quotes import find_remarks
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.layout import BLANK
from rag.terminal.render import quotes
from rag.terminal.text import counted

_SHOWN = 20
"""Remarks that are shown, the latest."""
_ABOUT = re.compile(r"(?:^|\s)(?:--)?about\s+", re.IGNORECASE)


def _quotes(state: ChatState, argument: str) -> Next:
    speaker, about = _parts(argument)
    library = state.backend.pipeline.library
    with state.waiting("Reading who said what…"):
        found = find_remarks(library, speaker=speaker, about=about, filters=state.filters)
    state.say(quotes.remarks(found[-_SHOWN:], speaker=speaker, about=about))
    if len(found) > _SHOWN:
        more = counted(len(found) - _SHOWN, "earlier remark")
        state.say(BLANK)
        state.remark(f"{more}; /quotes WHO about TOPIC narrows it down, rag quotes shows all.")
    return None


def _parts(argument: str) -> tuple[str | None, str | None]:
    """Return the speaker and the topic of "Rutte about Bosnia"."""
    speaker, *topics = _ABOUT.split(argument.strip(), maxsplit=1)
    topic = topics[0].strip("\"' ") if topics else ""
    return speaker.strip("\"' ") or None, topic or None


COMMANDS = (
    ChatCommand(
        name="quotes",
        usage="/quotes [WHO] [about TOPIC]",
        does="show what somebody is quoted as saying",
        topic=Topic.ARTICLES,
        run=_quotes,
    ),
)
