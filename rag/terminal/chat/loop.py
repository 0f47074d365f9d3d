"""The loop of the conversation: reads a line, answers it or runs it, until somebody leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import chain
from typing import Protocol

from rich.console import RenderableType

from index.errors import LibraryError
from rag.errors import RagError
from rag.interrupts import Interrupts
from rag.terminal.chat.answers import answer
from rag.terminal.chat.command import Ask, Invocation, Leave, Next, Question, UnknownCommand, parse
from rag.terminal.chat.commands import all_commands
from rag.terminal.chat.state import ChatState
from rag.terminal.layout import BLANK


class InputSource(Protocol):
    """Where the lines of a conversation come from; its end ends the chat."""

    def __iter__(self) -> Iterator[str]:
        """Yield the lines as they are entered."""


def chat(
    state: ChatState,
    source: InputSource,
    *,
    first: str = "",
    welcome: RenderableType | None = None,
) -> None:
    """Hold the conversation until the input ends or ``/exit``.

    ``first`` is a line that is taken as if it had been typed before the others.
    """
    lines = chain(_echoed(state, first), source)
    if not state.interactive:
        _converse(state, lines)
        return
    if welcome is not None:
        state.say(welcome, BLANK)
    with state.begin_loading():
        _converse(state, lines)


def _echoed(state: ChatState, line: str) -> Iterator[str]:
    if line.strip():
        state.echo(line)
        yield line


def _converse(state: ChatState, lines: Iterable[str]) -> None:
    with Interrupts() if state.interactive else nullcontext() as interrupts:
        for line in lines:
            try:
                with interrupts.stoppable() if interrupts else nullcontext():
                    following = _handle(state, line)
            except KeyboardInterrupt:
                if not interrupts:
                    raise
                state.say(BLANK)
                continue
            if isinstance(following, Leave):
                return


def _handle(state: ChatState, line: str) -> Next:
    """Answer a question or run a command; return what comes after it."""
    match parse(line, all_commands()):
        case None:
            return None
        case Question(text=text):
            following: Next = Ask(question=text)
        case UnknownCommand(name=name, nearest=nearest):
            hint = f"Did you mean /{nearest}?" if nearest else "/help lists the commands."
            state.complain(f"There is no command /{name}.", hint)
            following = None
        case Invocation() as invocation:
            following = _run(state, invocation)
    if isinstance(following, Leave):
        return following
    if isinstance(following, Ask):
        answer(state, following.question, alone=following.alone)
    state.say(BLANK)
    return None


def _run(state: ChatState, invocation: Invocation) -> Next:
    try:
        return invocation.command.run(state, invocation.argument)
    except (RagError, LibraryError) as exc:
        state.complain(exc.message, exc.hint)
        return None
