"""The kept conversations, as the commands need them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rag.cli import output
from rag.errors import SessionNotFoundError

if TYPE_CHECKING:
    from rag.sessions import Kind, Recorder, Session, SessionStore
    from rag.settings import Effective, Settings


SAMPLES = "the samples"
"""What a conversation about them says it is about."""


def session_store(settings: Settings) -> SessionStore:
    """Return the user's sessions."""
    from rag.sessions import SessionStore
    from rag.settings import data_folder

    return SessionStore(
        data_folder() / "sessions",
        most_bytes=settings.history_bytes,
        notify=lambda text: output.notify(settings, text),
    )


def recorder(
    effective: Effective, kind: Kind, *, about: str, resumed: Session | None = None
) -> Recorder:
    """Return what keeps a conversation ``about`` a library, in a session or in a new one.

    Where the settings want no history, nothing is kept.
    """
    from rag.sessions import NullRecorder, SessionRecorder

    settings = effective.settings
    if not settings.history:
        return NullRecorder()
    return SessionRecorder(
        session_store(settings),
        kind=kind,
        library=about,
        notify=lambda text: output.notify(settings, text),
        session_id=resumed.summary.id if resumed else None,
    )


def typed_lines(settings: Settings) -> Path:
    """Return the file that keeps what is typed in the chat."""
    from rag.settings import data_folder

    return data_folder() / "history" if settings.history else Path(os.devnull)


def last_session(settings: Settings, kind: Kind) -> Session:
    """Return the session of a kind that was used last. Raises SessionError in its kinds."""
    store = session_store(settings)
    session_id = store.latest(kind)
    if session_id is None:
        raise SessionNotFoundError(
            f"there is nothing to go on with: no session of rag {kind} is kept",
            hint=f"rag {kind}, without --continue, begins one",
        )
    return store.load(session_id)
