"""Which conversation ``rag chat --resume`` and ``--continue`` go on with."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

import typer
from rich.text import Text
from typer.core import TyperCommand

from rag.cli import history
from rag.errors import SessionNotFoundError, SettingsError
from rag.terminal import render
from rag.terminal.layout import Block, show

if TYPE_CHECKING:
    from rag.sessions import Session, SessionStore
    from rag.settings import Settings
    from rag.terminal.dialogue import Dialogue

_RESUME = "--resume"
_OFFERED = 9


class ResumingCommand(TyperCommand):
    """A command whose ``--resume`` may stand without an id, which typer's options cannot."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put an empty id where none stands."""
        given = []
        for word, following in zip_longest(args, args[1:]):
            given.append(word)
            if word == _RESUME and (following is None or following.startswith("-")):
                given.append("")
        return super().parse_args(ctx, given)


def resumed_session(
    settings: Settings, prefix: str | None, *, last: bool, dialogue: Dialogue | None
) -> Session | None:
    """Return the session to go on with, if any is asked for.

    ``prefix`` is the beginning of an id, empty where the user is to choose in ``dialogue``, which
    is ``None`` where nobody sits there. Raises SessionError in its kinds, SettingsError, and
    typer.Exit where the user leaves.
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
    from rag.terminal import sessions as kept

    found = store.summaries()[:_OFFERED]
    if not found:
        raise SessionNotFoundError("there is no conversation to resume", hint="rag chat")
    show(dialogue.console, kept.table(found, now=datetime.now(UTC)))
    while True:
        show(dialogue.console, Block(Text("Which one? The beginning of its id; Enter, the first.")))
        typed = dialogue.ask()
        if typed is None:
            raise typer.Exit
        try:
            return store.find(typed) if typed else found[0].id
        except SessionNotFoundError as exc:
            show(dialogue.console, render.error(exc.message, exc.hint))
