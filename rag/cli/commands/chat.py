"""``rag chat``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand

from rag.cli import completion, history, options, output
from rag.cli.groups import Answering, Chosen, grouped
from rag.errors import SessionError, SessionNotFoundError, SettingsError

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

    from index.filters import Filters
    from rag.cli.chat_backend import CommandLineBackend
    from rag.sessions import Session, SessionStore
    from rag.settings import Effective, Settings
    from rag.terminal.input.lines import Dialogue

_RESUME = "--resume"
_OFFERED = 9
"""Sessions that ``--resume`` lets one choose from."""


class _ResumingCommand(TyperCommand):
    """A command whose ``--resume`` may stand without an id, which typer's options cannot."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put an empty id where none stands."""
        given = []
        for word, following in zip_longest(args, args[1:]):
            given.append(word)
            if word == _RESUME and (following is None or following.startswith("-")):
                given.append("")
        return super().parse_args(ctx, given)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "chat",
        cls=_ResumingCommand,
        epilog=options.examples(
            "rag chat --samples",
            "rag chat How many soldiers does KFOR have",
            "rag chat --source koha --since 2025",
            "rag chat --continue",
            "rag chat --resume 3f2a",
            "rag chat < questions.txt > transcript.txt",
        ),
    )(_chat)


@grouped
def _chat(
    question: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUESTION", show_default=False, help="The first question, in quotes or not."
        ),
    ] = None,
    *,
    asked: Answering,
    only: Chosen,
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
    from rag.cli.chat_backend import open_backend

    effective = asked.settings(
        screen="plain" if plain else None,
        history=False if no_history else None,
    )
    chosen = only.filters()
    dialogue = _dialogue(effective.settings)
    session = _session_to_resume(effective.settings, resume, last=go_on, dialogue=dialogue)
    with open_backend(effective, dialogue, samples=asked.samples, strict=asked.strict) as backend:
        first = " ".join(question or ())
        _converse(effective, backend, chosen, session, first, interactive=dialogue is not None)


def _dialogue(settings: Settings) -> Dialogue | None:
    """Return what asks the user, if there is one at the terminal."""
    from rag.terminal.input.lines import Dialogue

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    return Dialogue(sys.stdin, output.out(settings), plain_screen=settings.screen == "plain")


def _session_to_resume(
    settings: Settings, prefix: str | None, *, last: bool, dialogue: Dialogue | None
) -> Session | None:
    """Return the session to go on with, if any is asked for.

    ``prefix`` is the beginning of an id, empty where the user is to choose in ``dialogue``, which
    is ``None`` where nobody is at the terminal.

    Raises SessionError in its kinds, SettingsError, and typer.Exit where the user leaves.
    """
    if last and prefix is not None:
        raise SettingsError("--resume and --continue exclude each other", hint="Leave out one.")
    if last:
        from rag.sessions import Kind

        return history.last_session(settings, Kind.CHAT)
    if prefix is None:
        return None
    store = history.session_store(settings)
    if prefix:
        return store.load(store.find(prefix))
    if dialogue is None:
        raise SettingsError(
            "--resume needs an id where nobody can choose",
            hint="rag sessions list, or rag chat --continue",
        )
    return store.load(_chosen(store, dialogue))


def _chosen(store: SessionStore, dialogue: Dialogue) -> str:
    from rag.terminal.chat.commands.help import leaves
    from rag.terminal.layout import show
    from rag.terminal.render.messages import error, sentence
    from rag.terminal.render.sessions import session_list

    found = store.summaries()[:_OFFERED]
    if not found:
        raise SessionNotFoundError("there is no conversation to resume", hint="rag chat")
    show(dialogue.console, session_list(found, now=datetime.now(UTC), numbered=True))
    numbers = {str(number): one.id for number, one in enumerate(found, start=1)}
    question = (
        "Which one? Type its number or the beginning of its id, Enter for the first, or exit."
    )
    while True:
        show(dialogue.console, sentence(question))
        typed = dialogue.ask()
        if typed is None or leaves(typed):
            raise typer.Exit
        try:
            return numbers.get(typed) or (store.find(typed) if typed else found[0].id)
        except SessionNotFoundError as exc:
            show(dialogue.console, error(exc.message, exc.hint))


def _converse(
    effective: Effective,
    backend: CommandLineBackend,
    filters: Filters,
    session: Session | None,
    first: str,
    *,
    interactive: bool,
) -> None:
    """Hold the conversation, from where ``session`` stopped if there is one.

    ``first`` is said before what is read; it may be empty.
    """
    from rag.sessions import Kind
    from rag.terminal.chat import ChatState, chat
    from rag.terminal.chat.commands.sessions import resume
    from rag.terminal.input.lines import is_drawn, lines_for
    from rag.terminal.input.modes import restored_terminal

    settings = effective.settings
    plain_screen = settings.screen == "plain"
    state = ChatState(
        backend,
        console=output.out(settings),
        filters=filters,
        recorder=history.recorder(effective, Kind.CHAT, about=backend.about, resumed=session),
        interactive=interactive,
    )
    if session:
        resume(state, session)
    lines = lines_for(
        sys.stdin,
        state,
        history_file=history.typed_lines(settings),
        keys=settings.keys,
        plain_screen=plain_screen,
    )
    with restored_terminal(sys.stdin, sys.stdout, drawn=is_drawn(plain_screen=plain_screen)):
        chat(state, lines, first=first, welcome=_welcome(settings, backend, session))


def _is_first(settings: Settings) -> bool:
    """Whether nobody has chatted before."""
    from rag.sessions import Kind

    try:
        return history.session_store(settings).latest(Kind.CHAT) is None
    except SessionError:
        return False


def _welcome(settings: Settings, backend: CommandLineBackend, session: Session | None) -> Group:
    """Return what the chat opens with: what it is about, and the session it goes on with.

    Who has no session yet is shown what one can do.
    """
    from rich.console import Group

    from rag.terminal.layout import BLANK
    from rag.terminal.render.messages import first_steps, note, welcome
    from rag.terminal.render.sessions import resumed

    articles, _ = backend.pipeline.library.counts()
    parts: list[RenderableType] = [
        welcome(collection=backend.collection, articles=articles, model=backend.pipeline.model)
    ]
    if session is None and settings.history and _is_first(settings):
        parts += [BLANK, first_steps()]
    if session:
        parts += [BLANK, *resumed(session, now=datetime.now(UTC))]
        before, now = session.summary.library, backend.about
        if before != now:
            parts += [BLANK, note(f"it was held about {before}, and goes on about {now}")]
    return Group(*parts)
