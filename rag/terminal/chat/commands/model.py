"""``/model``: who writes the answers."""

from __future__ import annotations

from collections.abc import Iterable

from rag.settings.declared import EXTRACTIVE
from rag.terminal.chat.command import ChatCommand, Next, Topic
from rag.terminal.chat.state import ChatState
from rag.terminal.text import one_line


def _model(state: ChatState, argument: str) -> Next:
    words = argument.split()
    address = next((word for word in words if "://" in word), None)
    names = [word for word in words if word != address]
    if address and not names:
        state.complain(
            f"{address} is a server; which of its models shall answer?",
            f"/model openai:NAME {address}",
        )
        return None
    if names:
        with state.waiting(f"Opening {' '.join(names)}…"):  # its library takes seconds to load
            state.backend.switch_model(" ".join(names), address)
    model = one_line(state.backend.pipeline.model)
    by = f"{model}: the articles' own sentences" if model == EXTRACTIVE else model
    state.remark(f"The answers are by {by}{f', at {one_line(address)}' if address else ''}.")
    return None


def _complete(state: ChatState, _typed: str) -> Iterable[str]:
    return dict.fromkeys((EXTRACTIVE, state.backend.pipeline.model))


COMMANDS = (
    ChatCommand(
        name="model",
        usage="/model [name] [server]",
        does="let provider:name answer, or extractive; or show which",
        topic=Topic.ARTICLES,
        run=_model,
        complete=_complete,
    ),
)
