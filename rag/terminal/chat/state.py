"""The state of a conversation, which every command may look at and change."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.console import Console, RenderableType
from rich.text import Text

from index.articles import Article
from index.errors import LibraryError
from index.filters import Filters
from index.library import Library
from index.sync.report import BuildReport
from rag.answers import Answer, Citation, OnWords, Searched, StatementReady, Turn
from rag.errors import RagError
from rag.sessions import Recorder
from rag.terminal.layout import PROMPT, Block, show
from rag.terminal.render import messages
from rag.terminal.text import one_line, plain

if TYPE_CHECKING:
    from rag.drafts import DraftChecker
    from rag.evaluation import Case

TESTSET = Path("testset.jsonl")
"""In the working folder, as that of ``rag eval new``."""


_IN_CHAT = {
    "rag check DRAFT takes a file, or - for stdin": "/check DRAFT takes a file",
    "rag index PATH...": "/index PATH",
    "rag index": "/index",
    "rag sessions list": "/sessions",
    "rag articles list": "/articles",
    ", or pipe its text in: rag check -": "",
    "rag doctor shows": "rag doctor, outside of the chat, shows",
    "rag doctor --repair": "outside of the chat, rag doctor --repair",
    "a lower --top-k": "rag chat with a lower --top-k",
    "name a server of your own with --base-url": "name a server of your own: /model NAME ADDRESS",
    "add --model openai:NAME, as": "say /model openai:NAME ADDRESS, as",
    "--model": "/model",
    "--source": "/filter source=NAME",
    "--since": "/filter since=DATE",
    "--until": "/filter until=DATE",
    "--base-url": "the server's address",
}
"""What hints of the command line name, and what does the same within the chat."""


_WHOLE = 8
"""Turns that keep the passages that were found for them."""


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
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = ...,
        on_words: OnWords = ...,
    ) -> Iterator[Searched | StatementReady | Answer]:
        """Yield what was found, each statement when it is finished and, at last, the answer."""

    def suggestions(self, refused: Answer) -> Iterator[str]:
        """Yield questions like a refused one which the articles do answer."""


class ChatBackend(Protocol):
    """What a chat works with: the command line opens it."""

    @property
    def collection(self) -> str:
        """The name of the collection that is asked."""

    @property
    def pipeline(self) -> Answering:
        """What answers now."""

    def draft_checker(self, filters: Filters) -> DraftChecker:
        """Return what checks drafts against the articles that pass the filters."""

    @property
    def note(self) -> str:
        """What a long step that loads in the background says of itself; mostly empty."""

    def loading_quietly(self) -> AbstractContextManager[None]:
        """Keep what loading says for ``note``: a prompt is on the screen."""

    def switch_model(self, name: str, base_url: str | None = None) -> None:
        """Let ``provider:name``, or ``extractive``, answer from now on.

        ``base_url`` is the address of the server that it is on, ``None`` for that of the settings.

        Raises RagError; then the model stays as it is.
        """

    def index(self, path: Path | str, console: Console) -> BuildReport:
        """Read files into the library, showing how far it is. Raises LibraryError, RagError."""


class Loading:
    """Opens what the first question needs while it is typed, in a thread of its own.

    An error of ours is left to the first use.
    """

    def __init__(self, load: Callable[[], None]) -> None:
        self._load = load
        self._thread = threading.Thread(target=self._run, name="loading", daemon=True)

    def __enter__(self) -> Loading:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait, since what is being opened cannot be closed."""
        self.wait()

    @property
    def running(self) -> bool:
        """Whether it is still going on."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Return when it is done; Ctrl-C interrupts the waiting, not the loading."""
        self._thread.join()

    def _run(self) -> None:
        with contextlib.suppress(RagError, LibraryError):
            self._load()


class ChatState:
    """The turns so far, what they are answered from, and where they are shown."""

    def __init__(
        self,
        backend: ChatBackend,
        *,
        console: Console,
        filters: Filters,
        recorder: Recorder,
        earlier: Sequence[Turn] = (),
        interactive: bool = False,
    ) -> None:
        """``earlier`` are the turns of a resumed session.

        ``interactive`` says that a person is at the terminal, who can stop an answer and choose.
        """
        self.backend = backend
        self.console = console
        self.filters = filters
        self.recorder = recorder
        self.turns = list(earlier)
        self._articles: dict[str, Article] = {}
        self.interactive = interactive
        self.suggestions: list[str] = []
        """Questions that are answered, named after the last refusal."""
        self._loading: Loading | None = None
        self.question = self.turns[-1].question if self.turns else ""
        """What was last asked, whether or not it could be answered."""
        self.testset = TESTSET
        """Where answers that are judged are added."""
        self.judged: dict[str, Case] = {}
        """The cases that this conversation added there, by id: those it may correct."""

    @property
    def last(self) -> Turn | None:
        """The last turn, if there is one."""
        return self.turns[-1] if self.turns else None

    @property
    def history(self) -> tuple[Turn, ...]:
        """What the next question may lean on."""
        return tuple(self.turns)

    def keep(self, turn: Turn) -> None:
        """Remember a turn, and have it recorded.

        Of an earlier one only what it said and cited stays: the passages that were found for each
        of a thousand questions would fill the memory.
        """
        self.recorder.record(turn)
        self.turns.append(turn)
        for place in range(len(self.turns) - _WHOLE)[-1:]:
            self.turns[place] = without_passages(self.turns[place], self._articles)

    def remember(self, turn: Turn) -> None:
        """Let the next question lean on a turn that is not recorded: one that was not answered."""
        self.turns.append(turn)

    def replace(self, turns: Sequence[Turn]) -> None:
        """Go on from other turns, of a resumed session or of none."""
        self.turns = list(turns)
        self._articles.clear()

    def begin_loading(self) -> Loading:
        """Open what the first question needs while it is being typed."""
        self._loading = Loading(self._load)
        return self._loading

    def _load(self) -> None:
        with self.backend.loading_quietly():
            self.backend.pipeline.load()

    def finish_loading(self) -> None:
        """Wait until that is done."""
        if self._loading and self._loading.running:
            with self.waiting(self.loading_note or "Loading the models…"):
                self._loading.wait()

    @property
    def is_loading(self) -> bool:
        """Whether something is still being opened."""
        return self._loading is not None and self._loading.running

    @property
    def loading_note(self) -> str:
        """What is being opened, where that takes long; empty once it is open."""
        return self.backend.note if self.is_loading else ""

    def waiting(self, text: str) -> AbstractContextManager[object]:
        """Show that something takes time, where a person is watching; nothing of it stays."""
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
        self.say(messages.remark(text))

    def complain(self, message: str, hint: str | None = None) -> None:
        """Say what went wrong and what mends it; the conversation goes on."""
        self.say(messages.error(message, in_chat(hint) if hint else None))


def without_passages(turn: Turn, articles: dict[str, Article]) -> Turn:
    """Return the turn without the passages that were found; its articles are those in ``articles``.

    Each question reads its articles anew; ``articles`` gains those that it does not have.
    """

    def shared(cited: Citation) -> Citation:
        known = articles.setdefault(cited.article.id, cited.article)
        return replace(cited, article=known) if known == cited.article else cited

    answer = turn.answer
    candidates = (
        replace(one, citations=tuple(map(shared, one.citations))) for one in answer.candidates
    )
    slim = replace(
        answer,
        passages=(),
        citations=tuple(map(shared, answer.citations)),
        candidates=tuple(candidates),
    )
    return replace(turn, answer=slim)


def in_chat(hint: str) -> str:
    """Return a hint with what the command line would do in the words of the chat."""
    for of_command_line, of_chat in _IN_CHAT.items():
        hint = hint.replace(of_command_line, of_chat)
    return hint
