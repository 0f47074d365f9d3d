"""``/model``: who writes the answers."""

from __future__ import annotations

from collections.abc import Iterable

from rag.settings.declared import EXTRACTIVE
from rag.terminal.chat.command import ChatCommand, Next
from rag.terminal.chat.state import ChatState
from rag.terminal.text import one_line


def _model(state: ChatState, name: str) -> Next:
    if name:
        state.desk.switch_model(name)
    state.remark(f"The answers are by {one_line(state.desk.pipeline.model)}.")
    return None


def _complete(state: ChatState, _typed: str) -> Iterable[str]:
    return dict.fromkeys((EXTRACTIVE, state.desk.pipeline.model))


COMMANDS = (
    ChatCommand(
        name="model",
        usage="/model [provider:name]",
        does="let another language model answer, or extractive; alone it tells which does",
        run=_model,
        complete=_complete,
    ),
)
