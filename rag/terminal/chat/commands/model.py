"""``/model``: who writes the answers."""

from __future__ import annotations

from collections.abc import Iterable

from rag.settings.declared import EXTRACTIVE
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.text import one_line


def _model(state: ChatState, name: str) -> Next:
    if name:
        state.backend.switch_model(name)
    state.remark(f"The answers are by {one_line(state.backend.pipeline.model)}.")
    return None


def _complete(state: ChatState, _typed: str) -> Iterable[str]:
    return dict.fromkeys((EXTRACTIVE, state.backend.pipeline.model))


COMMANDS = (
    ChatCommand(
        name="model",
        usage="/model [provider:name]",
        does="let another model answer, or extractive; or show which",
        topic=Topic.ARTICLES,
        run=_model,
        complete=_complete,
    ),
)
