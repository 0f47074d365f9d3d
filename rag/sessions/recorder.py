"""Keeping a conversation while it is held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rag.answers import Turn
from rag.errors import SessionError, SessionNotFoundError
from rag.sessions.session_file import Json, Kind, answered_line, asked_line
from rag.sessions.store import Session, SessionStore


class Recorder(Protocol):
    """Keeps a conversation beyond the program's end."""

    def asked(self, question: str) -> None:
        """Keep a question that is about to be answered."""

    def record(self, turn: Turn) -> None:
        """Keep what became of it; not called where the answer failed or never began."""

    def renew(self) -> None:
        """Begin a new session: what comes next belongs to no turn before."""


class NullRecorder:
    """Keeps nothing."""

    def asked(self, question: str) -> None:
        """Let it go."""

    def record(self, turn: Turn) -> None:
        """Let it go."""

    def renew(self) -> None:
        """Go on."""


class SessionRecorder:
    """A conversation that is being kept.

    A session begins with its first question, so that a chat that asks nothing leaves nothing. What
    cannot be kept is said once, and never stands in the way of an answer.
    """

    def __init__(
        self,
        store: SessionStore,
        *,
        kind: Kind,
        library: str,
        session_id: str | None = None,
        notify: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Keep a conversation about ``library``, in a new session or in one that is there."""
        self.store = store
        self._kind = kind
        self._library = library
        self._notify = notify
        self._key = ""
        self._question = ""
        self._failed = False
        self.session_id = session_id
        """The session in the store, once there is one."""

    def resume(self, session_id: str) -> Session:
        """Go on with a kept session and return it. Raises SessionNotFoundError, SessionError."""
        session = self.store.load(session_id)
        self.session_id = session.summary.id
        return session

    def renew(self) -> None:
        """Leave the session as it is; the next question begins another one."""
        self.session_id = None

    def asked(self, question: str) -> None:
        """Keep a question before it is answered."""
        self._question = question
        self._key, line = asked_line(question)
        self._keep(line)

    def record(self, turn: Turn) -> None:
        """Keep the answer to the question asked last."""
        self._keep(answered_line(self._key, turn.answer, stopped=turn.stopped))

    def _keep(self, line: Json) -> None:
        if self._failed:
            return
        try:
            try:
                self._append(line)
            except SessionNotFoundError:  # it was removed while the conversation went on
                self.session_id = None
                self._append(line)
        except SessionError as exc:
            self._failed = True
            self._notify(f"this conversation is kept no longer: {exc.message}")

    def _append(self, line: Json) -> None:
        if self.session_id is None:
            self.session_id = self.store.start(
                kind=self._kind, title=self._question, library=self._library
            )
        self.store.append(self.session_id, line)
