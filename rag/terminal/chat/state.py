"""The state of a conversation, which every command may look at and change."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from rich.console import Console, RenderableType
from rich.text import Text

from index.filters import Filters
from index.library import Library
from index.sync.report import BuildReport
from rag.answers import Answer, Searched, StatementReady, Turn
from rag.sessions import Recorder
from rag.terminal import render
from rag.terminal.chat.warm_up import Loading
from rag.terminal.layout import PROMPT, Block, show
from rag.terminal.text import one_line, plain

TESTSET = Path("testset.jsonl")
"""In the working folder, as that of ``rag eval new``."""


class Answering(Protocol):
    """The part of a pipeline that the chat needs."""

    @property
    def library(self) -> Library:
        """What is answered from."""

    @property
    def model(self) -> str:
        """What answers: a language model's name, or ``extractive``."""

    def load(self) -> None:
        """Open what the first question needs."""

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = ...
    ) -> Iterator[Searched | StatementReady | Answer]:
        """Yield what was found, each statement when it is finished and, at last, the answer."""

    def suggestions(self, refused: Answer, *, filters: Filters = ...) -> Iterator[str]:
        """Yield questions near to a refused one that are answered."""


class Desk(Protocol):
    """What a conversation is held with; whoever puts the program together provides it."""

    @property
    def collection(self) -> str:
        """The name of the articles spoken of."""

    @property
    def pipeline(self) -> Answering:
        """What answers now."""

    def switch_model(self, name: str) -> None:
        """Let ``provider:name``, or ``extractive``, answer from now on.

        Raises RagError; then the model stays as it is.
        """

    def index(self, path: Path, console: Console) -> BuildReport:
        """Read files into the library, showing how far it is. Raises LibraryError, RagError."""


class ChatState:
    """The turns so far, what they are answered from, and where they are shown."""

    def __init__(
        self,
        desk: Desk,
        *,
        console: Console,
        filters: Filters,
        recorder: Recorder,
        earlier: Sequence[Turn] = (),
        interactive: bool = False,
    ) -> None:
        """``earlier`` are the turns of a resumed session.

        ``interactive`` says that somebody sits there who can stop an answer and choose.
        """
        self.desk = desk
        self.console = console
        self.filters = filters
        self.recorder = recorder
        self.turns = list(earlier)
        self.interactive = interactive
        self.suggestions: list[str] = []
        """Questions that are answered, named after the last refusal."""
        self._loading: Loading | None = None
        self.question = self.turns[-1].question if self.turns else ""
        """What was last asked, whether or not it could be answered."""
        self.testset = TESTSET
        """Where answers that are judged are added."""

    @property
    def last(self) -> Turn | None:
        """The last turn, if there is one."""
        return self.turns[-1] if self.turns else None

    @property
    def history(self) -> tuple[Turn, ...]:
        """What the next question may lean on."""
        return tuple(self.turns)

    def keep(self, turn: Turn) -> None:
        """Remember a turn, and have it recorded."""
        self.turns.append(turn)
        self.recorder.record(turn)

    def replace(self, turns: Sequence[Turn]) -> None:
        """Go on from other turns, of a resumed session or of none."""
        self.turns = list(turns)

    def begin_loading(self) -> Loading:
        """Open what the first question needs while it is being typed."""
        self._loading = Loading(self.desk.pipeline.load)
        return self._loading

    def finish_loading(self) -> None:
        """Wait until that is done."""
        if self._loading and self._loading.running:
            with self.waiting("Loading the models…"):
                self._loading.wait()

    def waiting(self, text: str) -> AbstractContextManager[object]:
        """Show that something takes its time, where somebody watches; nothing of it stays."""
        if not (self.interactive and self.console.is_terminal):
            return contextlib.nullcontext()
        utf8 = self.console.encoding.startswith("utf")
        return self.console.status(one_line(text), spinner="dots" if utf8 else "line")

    def say(self, *parts: RenderableType) -> None:
        """Show the parts one below the other."""
        show(self.console, *parts)

    def echo(self, line: str) -> None:
        """Show a line as if it had been typed."""
        self.say(Block(Text(plain(line)), lead=PROMPT))

    def remark(self, text: str) -> None:
        """Say something about the conversation itself."""
        self.say(Block(Text(one_line(text), style="note")))

    def complain(self, message: str, hint: str | None = None) -> None:
        """Say what went wrong and what mends it; the conversation goes on."""
        self.say(render.error(message, hint))
