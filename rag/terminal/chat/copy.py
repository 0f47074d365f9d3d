"""``/copy``: the last answer, or one of its quotes, on the clipboard."""

from __future__ import annotations

import io

from rag.answers import Answer
from rag.terminal import render
from rag.terminal.chat.command import ChatCommand, Next
from rag.terminal.chat.sources import chosen_sources, source_numbers
from rag.terminal.chat.state import ChatState
from rag.terminal.clipboard import copy_through_terminal, copy_with_program
from rag.terminal.layout import show
from rag.terminal.text import plain
from rag.terminal.theme import make_console

_UNWRAPPED = 10_000
"""Columns: what is pasted elsewhere is wrapped there."""


def _copy(state: ChatState, number: str) -> Next:
    if state.last is None:
        state.remark("There is no answer to copy yet.")
        return None
    if number:
        chosen = chosen_sources(state, number.strip("[]"))
        text = plain(chosen[0].quote) if chosen else ""
    else:
        text = _as_text(state.last.answer)
    if text:
        _put(state, text, "The quote" if number else "The answer")
    return None


def _put(state: ChatState, text: str, what: str) -> None:
    if program := copy_with_program(text):
        state.remark(f"{what} is on the clipboard ({program}).")
    elif copy_through_terminal(text, state.console):
        state.remark(
            f"{what} was sent to the terminal (OSC 52), which copies it if it is set to; "
            "it does not say so."
        )
    else:
        state.complain("There is no clipboard to copy to.", "/save FILE keeps the conversation.")


def _as_text(answer: Answer) -> str:
    stream = io.StringIO()
    console = make_console(stream, width=_UNWRAPPED, environ={})
    show(console, render.whole_answer(answer))
    return stream.getvalue()


COMMANDS = (
    ChatCommand(
        name="copy",
        usage="/copy [n]",
        does="copy the last answer with its sources, or quote n, to the clipboard",
        run=_copy,
        complete=source_numbers,
    ),
)
