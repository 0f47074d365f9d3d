"""``/timeline``: what happened when."""

from __future__ import annotations

from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.render import timeline
from rag.timeline import find_timeline

_EVENTS = 20


def _timeline(state: ChatState, argument: str) -> Next:
    topic = argument.strip("\"' ")
    if not topic:
        state.complain("/timeline needs a subject", "/timeline the north of Kosovo")
        return None
    library = state.backend.pipeline.library
    with state.waiting("Reading what happened when…"):
        found = find_timeline(library, topic, filters=state.filters, limit=_EVENTS)
    state.say(timeline.timeline(found, more="/timeline with more words narrows it down"))
    return None


COMMANDS = (
    ChatCommand(
        name="timeline",
        usage="/timeline TOPIC",
        does="show the dated events on a subject in order",
        topic=Topic.ARTICLES,
        run=_timeline,
    ),
)
