"""What a chat works with: opened as the settings say, or got on the spot at the first run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console, Group
from rich.text import Text

from index.errors import LibraryEmptyError, LibraryError, LibraryMissingError
from rag.assembly import open_pipeline
from rag.cli import history, output
from rag.cli.commands.index import held, synchronise
from rag.cli.errors import ExitCode
from rag.errors import QuestionError
from rag.terminal.input.modes import silent_keys
from rag.terminal.layout import BLANK, Block, show
from rag.terminal.render.library import build_report
from rag.terminal.render.messages import error, remark

if TYPE_CHECKING:
    from index.filters import Filters
    from index.sync.report import BuildReport
    from rag.assembly import Observer
    from rag.drafts import DraftChecker
    from rag.pipeline import Pipeline
    from rag.settings import Effective
    from rag.terminal.input.lines import Dialogue

_SAMPLES = "samples"


@contextmanager
def open_backend(
    effective: Effective, dialogue: Dialogue | None, *, samples: bool, strict: bool
) -> Iterator[CommandLineBackend]:
    """Open what the chat works with; where there is nothing to ask about yet, get that first.

    ``dialogue`` is ``None`` where nobody is there to choose. Raises LibraryError, RagError.
    """
    with ExitStack() as stack:
        try:
            backend = stack.enter_context(_opened(effective, samples=samples, strict=strict))
        except (LibraryMissingError, LibraryEmptyError):
            if dialogue is None:
                raise
            samples = _settle(effective, dialogue)
            backend = stack.enter_context(_opened(effective, samples=samples, strict=strict))
        yield backend


@contextmanager
def _opened(effective: Effective, *, samples: bool, strict: bool) -> Iterator[CommandLineBackend]:
    notes = Notes(output.observer(effective))
    opening = open_pipeline(effective, samples=samples, strict=strict, observer=notes.observer)
    with ExitStack() as stack:
        with silent_keys(sys.stdin):
            pipeline = stack.enter_context(opening)
        yield CommandLineBackend(effective, pipeline, notes, samples=samples, strict=strict)


class Notes:
    """What opening says of its long steps: printed, or kept while a prompt is on the screen."""

    def __init__(self, shown: Observer) -> None:
        self._shown = shown
        self.observer = replace(shown, notify=self._take)
        self.held = False
        self.last = ""

    def _take(self, text: str) -> None:
        if self.held:
            self.last = text
        else:
            self._shown.notify(text)


class CommandLineBackend:
    """The library, the model and the writer that the settings name."""

    def __init__(
        self,
        effective: Effective,
        pipeline: Pipeline,
        notes: Notes,
        *,
        samples: bool,
        strict: bool,
    ) -> None:
        self._effective = effective
        self._notes = notes
        self._samples = samples
        self._strict = strict
        self.pipeline = pipeline

    @property
    def collection(self) -> str:
        """The name of the collection that is asked."""
        return "samples" if self._samples else self._effective.settings.collection

    def draft_checker(self, filters: Filters) -> DraftChecker:
        """Return what checks drafts against the articles that pass the filters."""
        from rag.assembly.checking import draft_checker

        return draft_checker(self._effective.settings, self.pipeline.library, filters=filters)

    @property
    def note(self) -> str:
        """What a step that is loading in the background says of itself."""
        return self._notes.last

    @contextmanager
    def loading_quietly(self) -> Iterator[None]:
        """Keep what loading says for ``note``: a prompt is on the screen."""
        self._notes.held = True
        try:
            yield
        finally:
            self._notes.held, self._notes.last = False, ""

    @property
    def about(self) -> str:
        """The library, as a kept conversation names it."""
        return history.SAMPLES if self._samples else str(self._effective.location())

    def switch_model(self, name: str, base_url: str | None = None) -> None:
        """Let another model answer from now on. Raises RagError; then it stays as it is."""
        from rag.assembly.pipelines import build_pipeline
        from rag.settings import load_settings

        chosen = load_settings({"model": name, "base_url": base_url}).settings
        changed = {"model": chosen.model} | ({"base_url": chosen.base_url} if base_url else {})
        settings = self._effective.settings.model_copy(update=changed)
        self.pipeline = build_pipeline(settings, self.pipeline.library, strict=self._strict)

    def index(self, path: Path | str, console: Console) -> BuildReport:
        """Read a file, a folder or a page into the library. Raises LibraryError, RagError."""
        from index.sync.update import update
        from rag.terminal.progress import track

        if self._samples:
            raise QuestionError(
                "the sample articles stay as they are",
                hint="Leave, index your own in the shell, and start rag chat without --samples.",
            )
        library = self.pipeline.library
        events = update(
            [path],
            self._effective.location(),
            library.settings,
            embedder=library.settings_embedder,
        )
        with closing(events):  # an interrupt may come while the bar is drawn
            return track(events, console)


def _settle(effective: Effective, dialogue: Dialogue) -> bool:
    """Let the user index articles or choose the samples; return whether it is the samples.

    Raises typer.Exit where the user leaves.
    """
    from rag.terminal.chat.commands.help import leaves

    show(dialogue.console, _what_to_do())
    while True:
        typed = dialogue.ask(paths=True)
        if not typed or leaves(typed):
            raise typer.Exit(ExitCode.LIBRARY)
        if typed.strip("\"'").lower().removeprefix("--") == _SAMPLES:
            return True
        if _index(effective, Path(typed.strip("\"'")).expanduser(), dialogue):
            return False


def _what_to_do() -> Group:
    return Group(
        Block(Text("There are no articles to ask about yet.", style="heading")),
        Block(Text("rag index FOLDER, then rag chat"), lead="Your own articles: "),
        Block(Text("rag chat --samples"), lead="Five sample articles: "),
        Block(
            Text(
                "To do it now, type the folder (or the file) to index, or the word samples. "
                "Enter alone leaves."
            )
        ),
    )


def _index(effective: Effective, path: Path, dialogue: Dialogue) -> bool:
    """Index a folder or a file; return whether there is something to ask about now."""
    if not path.exists():
        show(dialogue.console, error(f"There is no {str(path)!r}.", "Tab completes names."))
        return False
    try:
        with silent_keys(sys.stdin):
            report = synchronise(effective, [path])
        articles, _ = held(effective.location())
    except LibraryError as exc:
        show(dialogue.console, error(exc.message, exc.hint))
        return False
    except KeyboardInterrupt:
        show(dialogue.console, remark("Stopped."))
        return False
    show(dialogue.console, build_report(report), BLANK)
    if not articles:
        hint = "Name another folder; .txt, .md, .html, .json and .jsonl are among what is read."
        show(dialogue.console, error(f"No article was found in {str(path)!r}.", hint))
    return bool(articles)
