"""``rag chat``."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, Group, RenderableType

from rag.assembly import open_pipeline
from rag.cli import completion, history, options, output
from rag.cli.resuming import ResumingCommand, resumed_session

if TYPE_CHECKING:
    from index.filters import Filters
    from index.sync.report import BuildReport
    from rag.pipeline import Pipeline
    from rag.sessions import Session
    from rag.settings import Effective, Settings
    from rag.terminal.dialogue import Dialogue


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "chat",
        cls=ResumingCommand,
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
    resume: Annotated[
        str | None,
        typer.Option(
            metavar="[ID]",
            help="Go on with a kept conversation; without an id, choose one.",
            autocompletion=completion.session_ids,
        ),
    ] = None,
    go_on: Annotated[
        bool, typer.Option("--continue", "-c", help="Go on with the last conversation.")
    ] = False,
    no_history: options.NoHistory = False,
) -> None:
    """Hold a conversation; a question may lean on those before it."""
    effective = options.settings_of(
        library=library,
        collection=collection,
        chroma=chroma,
        model=model,
        base_url=base_url,
        top_k=top_k,
        screen="plain" if plain else None,
        history=False if no_history else None,
    )
    chosen = options.filters(source, since, until)
    dialogue = _dialogue(effective.settings)
    session = resumed_session(effective.settings, resume, last=go_on, dialogue=dialogue)
    with _desk_at_first_run(effective, dialogue, samples=samples, strict=strict) as desk:
        _hold(effective, desk, chosen, session, interactive=dialogue is not None)


def _dialogue(settings: Settings) -> Dialogue | None:
    """Return what asks the user, if there is one who sits at a terminal."""
    from rag.terminal.dialogue import Dialogue

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    return Dialogue(sys.stdin, output.out(settings), plain_screen=settings.screen == "plain")


def _hold(
    effective: Effective,
    desk: ChatDesk,
    filters: Filters,
    session: Session | None,
    *,
    interactive: bool,
) -> None:
    """Hold the conversation, from where ``session`` stopped if there is one."""
    from rag.sessions import Kind
    from rag.terminal.chat import ChatState, chat
    from rag.terminal.chat.sessions import take_up
    from rag.terminal.prompting import is_drawn, lines_for
    from rag.terminal.restoring import restored_terminal

    settings = effective.settings
    plain_screen = settings.screen == "plain"
    state = ChatState(
        desk,
        console=output.out(settings),
        filters=filters,
        recorder=history.recorder(effective, Kind.CHAT, about=desk.about, resumed=session),
        interactive=interactive,
    )
    if session:
        take_up(state, session)
    lines = lines_for(
        sys.stdin,
        state,
        history_file=history.typed_lines(settings),
        keys=settings.keys,
        plain_screen=plain_screen,
    )
    drawn = is_drawn(plain_screen=plain_screen)
    with restored_terminal(sys.stdin, sys.stdout, drawn=drawn):
        chat(state, lines, welcome=_welcome(desk, session))


def _welcome(desk: ChatDesk, session: Session | None) -> Group:
    """Return what the chat opens with: what it is about, and how the conversation stands."""
    from datetime import UTC, datetime

    from rag.terminal import render
    from rag.terminal import sessions as kept
    from rag.terminal.layout import BLANK

    parts: list[RenderableType] = [
        render.welcome(
            collection=desk.collection,
            articles=desk.pipeline.library.counts()[0],
            model=desk.pipeline.model,
        )
    ]
    if session:
        parts += [BLANK, *kept.taken_up(session, now=datetime.now(UTC))]
        if session.summary.library != desk.about:
            told = f"it was held about {session.summary.library}, and goes on about {desk.about}"
            parts += [BLANK, render.note(told)]
    return Group(*parts)


@contextlib.contextmanager
def _desk_at_first_run(
    effective: Effective, dialogue: Dialogue | None, *, samples: bool, strict: bool
) -> Iterator[ChatDesk]:
    """Open the desk; where there is nothing to ask about yet, see to that first.

    Raises LibraryError, RagError.
    """
    from index.errors import LibraryEmptyError, LibraryMissingError

    with contextlib.ExitStack() as stack:
        try:
            desk = stack.enter_context(open_desk(effective, samples=samples, strict=strict))
        except (LibraryMissingError, LibraryEmptyError):
            if dialogue is None:
                raise
            from rag.cli import first_run

            samples = first_run.settle(effective, dialogue)
            desk = stack.enter_context(open_desk(effective, samples=samples, strict=strict))
        yield desk


@contextlib.contextmanager
def open_desk(effective: Effective, *, samples: bool, strict: bool) -> Iterator[ChatDesk]:
    """Open what a conversation is held with. Raises LibraryError, RagError."""
    with open_pipeline(
        effective, samples=samples, strict=strict, observer=output.observer(effective)
    ) as pipeline:
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

    @property
    def about(self) -> str:
        """The library spoken of, as a kept conversation names it."""
        return history.SAMPLES if self._samples else str(self._effective.location())

    def switch_model(self, name: str) -> None:
        """Let another model answer from now on. Raises RagError; then it stays as it is."""
        from rag.assembly.pipelines import build_pipeline
        from rag.settings import load_settings

        chosen = load_settings({"model": name}).settings.model
        settings = self._effective.settings.model_copy(update={"model": chosen})
        self.pipeline = build_pipeline(settings, self.pipeline.library, strict=self._strict)

    def index(self, path: Path, console: Console) -> BuildReport:
        """Read files into the library. Raises LibraryError, RagError."""
        from index.sync.update import update
        from rag.errors import QuestionError
        from rag.terminal.progress import track

        if self._samples:
            raise QuestionError(
                "the sample articles stay as they are", hint="rag index PATH, then rag chat"
            )
        library = self.pipeline.library
        events = update(
            [path],
            self._effective.location(),
            library.settings,
            embedder=library.settings_embedder,
        )
        with contextlib.closing(events):  # an interrupt may come while the bar is drawn
            return track(events, console)
