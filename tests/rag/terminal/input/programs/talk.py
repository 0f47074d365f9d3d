"""Holds a conversation with an answerer that takes as long as its question says.

Arguments: the file of what was typed, ``full`` or ``plain``, and the seconds that loading takes.
"""

from __future__ import annotations

import contextlib
import sys
import termios
import time
from pathlib import Path

from index.filters import Filters
from rag.answers import Answer, Asked, Searched, Statement, StatementReady
from rag.requests.request import Request
from rag.sessions import NullRecorder
from rag.terminal.chat import ChatState, chat
from rag.terminal.input.lines import is_drawn, lines_for
from rag.terminal.input.modes import restored_terminal
from rag.terminal.theme import make_console

HISTORY, SCREEN, SECONDS = sys.argv[1:]


class Shelf:
    revision = 1

    def counts(self):
        return 5, 9


class Slow:
    model, library = "extractive", Shelf()

    def load(self):
        time.sleep(float(SECONDS))

    def suggestions(self, refused):
        return iter((str(refused),))

    def stream(self, question, *, history, filters, on_words):
        yield Searched(
            asked=Asked(question=question, standalone=question, request=Request.for_fact(question)),
            hits=(),
        )
        text = f"Heard after {len(history)} turns, {filters or 'unfiltered'}."
        yield StatementReady(statement=Statement(text=text, markers=()), citations=())
        on_words("Nothing is checked yet.")
        if question == "slow":
            # In short naps: a signal that comes just before a sleep begins does not cut it short.
            for _ in range(600):
                time.sleep(0.1)
        if question == "broken":
            raise ZeroDivisionError
        yield Answer(
            question=question,
            standalone_question=question,
            answered=True,
            text="Heard.",
            confidence=1,
            model="double",
        )


class Backend:
    collection, pipeline, note = "news", Slow(), ""

    def loading_quietly(self):
        return contextlib.nullcontext()


before = termios.tcgetattr(0)
plain = SCREEN == "plain"
state = ChatState(
    Backend(),
    console=make_console(sys.stdout, plain=plain),
    filters=Filters(),
    recorder=NullRecorder(),
    interactive=True,
)
try:
    with restored_terminal(sys.stdin, sys.stdout, drawn=is_drawn(plain_screen=plain)):
        lines = lines_for(
            sys.stdin, state, history_file=Path(HISTORY), keys="emacs", plain_screen=plain
        )
        chat(state, lines)
finally:
    print("left", "restored" if termios.tcgetattr(0) == before else "changed", flush=True)
