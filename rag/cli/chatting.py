"""``rag chat``."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from rag.cli import options, wiring

if TYPE_CHECKING:
    from index.build import BuildReport
    from rag.pipeline import Pipeline
    from rag.settings import Effective


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "chat",
        epilog=options.examples(
            "rag chat --samples",
            "rag chat --source koha --since 2025",
            "rag chat --continue",
            "rag chat --resume 3f2a",
            "rag chat < questions.txt > transcript.txt",
        ),
    )(_chat)


def _chat(
    library: options.LibraryDir = None,
    collection: options.Collection = None,
    chroma: options.Chroma = None,
    samples: options.Samples = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    strict: options.Strict = False,
    top_k: options.TopK = None,
    source: options.Source = None,
    since: options.Since = None,
    until: options.Until = None,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Plain lines only: no status bar, nothing redrawn."),
    ] = False,
) -> None:
    """Hold a conversation; a question may lean on those before it."""
    from rag.settings import data_folder
    from rag.terminal import render
    from rag.terminal.chat import ChatState, Unrecorded, chat
    from rag.terminal.prompting import lines_for
    from rag.terminal.restoring import restored_terminal

    effective = wiring.settings_of(
        library=library,
        collection=collection,
        chroma=chroma,
        model=model,
        base_url=base_url,
        top_k=top_k,
        screen="plain" if plain else None,
    )
    chosen = options.filters(source, since, until)
    with open_desk(effective, samples=samples, strict=strict) as desk:
        console = wiring.out(effective.settings)
        state = ChatState(
            desk,
            console=console,
            filters=chosen,
            recorder=Unrecorded(),
            interactive=sys.stdin.isatty() and sys.stdout.isatty(),
        )
        lines = lines_for(
            sys.stdin,
            state,
            history_file=data_folder() / "history",
            keys=effective.settings.keys,
            plain_screen=effective.settings.screen == "plain",
        )
        welcome = render.welcome(
            collection=desk.collection,
            articles=desk.pipeline.library.counts()[0],
            model=desk.pipeline.model,
        )
        with restored_terminal(sys.stdin, sys.stdout):
            chat(state, lines, welcome=welcome)


@contextlib.contextmanager
def open_desk(effective: Effective, *, samples: bool, strict: bool) -> Iterator[ChatDesk]:
    """Open what a conversation is held with. Raises LibraryError, RagError."""
    with wiring.open_pipeline(effective, samples=samples, strict=strict) as pipeline:
        yield ChatDesk(effective, pipeline, samples=samples, strict=strict)


class ChatDesk:
    """The library, the model and the writer of a conversation, as the settings name them."""

    def __init__(
        self, effective: Effective, pipeline: Pipeline, *, samples: bool, strict: bool
    ) -> None:
        self._effective = effective
        self._samples = samples
        self._strict = strict
        self.pipeline = pipeline

    @property
    def collection(self) -> str:
        """The name of the articles spoken of."""
        return "samples" if self._samples else self._effective.settings.collection

    def switch_model(self, name: str) -> None:
        """Let another model answer from now on. Raises RagError; then it stays as it is."""
        chosen = wiring.settings_of(model=name).settings.model
        settings = self._effective.settings.model_copy(update={"model": chosen})
        self.pipeline = wiring.pipeline_of(settings, self.pipeline.library, strict=self._strict)

    def index(self, path: Path, console: Console) -> BuildReport:
        """Read files into the library. Raises LibraryError, RagError."""
        from index.build import sync
        from index.writing import open_for_writing
        from rag.errors import QuestionError
        from rag.terminal.progress import track

        if self._samples:
            raise QuestionError(
                "the sample articles stay as they are", hint="rag index PATH, then rag chat"
            )
        library = self.pipeline.library
        with open_for_writing(
            self._effective.location(), library.settings, embedder=library.settings_embedder
        ) as writer:
            return track(sync([path], writer), console)
