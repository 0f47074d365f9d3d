"""The loop of the conversation: reads a line, answers it or obeys it, until somebody leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from rich.console import RenderableType

from index.errors import LibraryError
from rag.errors import RagError
from rag.terminal.chat.answers import answer
from rag.terminal.chat.command import Ask, Leave, Next
from rag.terminal.chat.parsing import Order, Question, UnknownCommand, parse
from rag.terminal.chat.registry import COMMANDS
from rag.terminal.chat.state import ChatState
from rag.terminal.layout import BLANK


class InputSource(Protocol):
    """Where the lines of a conversation come from; its end ends the chat."""

    def __iter__(self) -> Iterator[str]:
        """Yield the lines as they are entered."""


def chat(state: ChatState, source: InputSource, *, welcome: RenderableType | None = None) -> None:
    """Hold the conversation until the input ends or ``/exit``."""
    if not state.interactive:
        _hold(state, source)
        return
    if welcome is not None:
        state.say(welcome, BLANK)
    with state.begin_loading():
        _hold(state, source)


def _hold(state: ChatState, source: InputSource) -> None:
    for line in source:
        try:
            if isinstance(_take(state, line), Leave):
                return
        except KeyboardInterrupt:
            if not state.interactive:
                raise
            state.say(BLANK)


def _take(state: ChatState, line: str) -> Next:
    """Answer or obey one line; return what comes after it."""
    match parse(line, COMMANDS):
        case None:
            return None
        case Question(text=text):
            following: Next = Ask(question=text)
        case UnknownCommand(name=name, nearest=nearest):
            hint = f"Did you mean /{nearest}?" if nearest else "/help lists the commands."
            state.complain(f"There is no command /{name}.", hint)
            following = None
        case Order() as order:
            following = _obey(state, order)
    if isinstance(following, Leave):
        return following
    if isinstance(following, Ask):
        answer(state, following.question)
    state.say(BLANK)
    return None


def _obey(state: ChatState, order: Order) -> Next:
    try:
        return order.command.run(state, order.argument)
    except (RagError, LibraryError) as exc:
        state.complain(exc.message, exc.hint)
        return None
