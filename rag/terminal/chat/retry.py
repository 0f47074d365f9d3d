"""Asking the last question again: ``/retry`` as it was, ``/edit`` with other words."""

from __future__ import annotations

from rag.terminal import programs
from rag.terminal.chat.command import Ask, ChatCommand, Next
from rag.terminal.chat.state import ChatState


def _retry(state: ChatState, _argument: str) -> Next:
    if not state.question:
        state.remark("Nothing was asked yet.")
        return None
    return _instead(state, state.question)


def _edit(state: ChatState, _argument: str) -> Next:
    if not state.interactive:
        state.complain("There is no terminal to edit on.", "Write the question as a line.")
        return None
    question = programs.edited(state.question)
    if not question or question == state.question:
        state.remark("Nothing is asked: the question is as it was.")
        return None
    return _instead(state, question)


def _instead(state: ChatState, question: str) -> Next:
    """Ask in place of the last question: the new answer does not lean on the old one."""
    if state.last and state.last.question == state.question:
        state.replace(state.turns[:-1])
    state.echo(question)
    return Ask(question=question)


COMMANDS = (
    ChatCommand(name="retry", usage="/retry", does="ask the last question again", run=_retry),
    ChatCommand(
        name="edit", usage="/edit", does="write the last question anew in $EDITOR", run=_edit
    ),
)
