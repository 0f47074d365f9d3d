"""The folder of sessions: start one, add to it, find it again, remove it, keep within bounds."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.durable import OWNER_ONLY_FOLDER
from rag.answers import Turn
from rag.errors import SessionError, SessionNotFoundError
from rag.sessions import session_file
from rag.sessions.session_file import ANSWERED_START, Head, Json, Kind, Unanswered, head_of

_SUFFIX = ".jsonl"
_LOCK_SECONDS = 5.0
"""Nobody holds the lock for longer than one line takes to reach the disk."""


@dataclass(frozen=True, kw_only=True)
class SessionSummary:
    """A session as a list shows it."""

    id: str
    """Eight hexadecimal digits."""
    kind: Kind
    title: str
    """Its first question."""
    library: str
    """The library it was held about, as its user would name it."""
    started: datetime
    changed: datetime
    answers: int
    size: int
    """Bytes."""

    def as_json(self) -> dict[str, Any]:
        """Return the object of ``rag sessions list --json``."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "title": self.title,
            "library": self.library,
            "started": self.started.isoformat(),
            "changed": self.changed.isoformat(),
            "answers": self.answers,
            "bytes": self.size,
        }


@dataclass(frozen=True, kw_only=True)
class Session:
    """A whole session."""

    summary: SessionSummary
    turns: tuple[Turn | Unanswered, ...]

    @property
    def answered(self) -> list[Turn]:
        """The turns whose questions were answered, which those after them may lean on."""
        return [turn for turn in self.turns if isinstance(turn, Turn)]

    def as_json(self) -> dict[str, Any]:
        """Return the object of ``rag sessions show --json``."""
        turns = [turn.as_json() for turn in self.turns]
        return {**self.summary.as_json(), "exchanges": turns}


class SessionStore:
    """One user's sessions, a file each."""

    def __init__(
        self, folder: Path, *, most_bytes: int, notify: Callable[[str], None] = lambda _: None
    ) -> None:
        """Keep sessions in ``folder``, which need not be there yet.

        Beyond ``most_bytes`` the oldest are removed: those of ``rag ask`` first, then the chats.
        ``notify`` is told of a damaged session.
        """
        self._folder = folder
        self._most_bytes = most_bytes
        self._notify = notify

    # Writing.

    def start(self, *, kind: Kind, title: str, library: str) -> str:
        """Begin a session and return its id. Raises SessionError."""
        head = Head(kind=kind, title=title, library=library, started=datetime.now(UTC))
        with self._writing():
            while (path := self._path(secrets.token_hex(4))).exists():
                continue
            session_file.write_lines(path, [session_file.head_line(head)])
        return path.stem

    def append(self, session_id: str, line: Json) -> None:
        """Add a line to a session; it is on the disk when this returns.

        Raises SessionNotFoundError where the session has been removed, SessionError.
        """
        with self._writing():
            try:
                session_file.append_line(self._path(session_id), line)
            except FileNotFoundError:
                raise _not_found(session_id) from None
            self._keep_within_bounds(session_id)

    def remove(self, ids: Iterable[str]) -> list[str]:
        """Remove sessions and return the ids of those that were there. Raises SessionError."""
        removed = []
        with self._writing():
            for session_id in ids:
                with contextlib.suppress(FileNotFoundError):
                    self._path(session_id).unlink()
                    removed.append(session_id)
        return removed

    def remove_all(self) -> list[str]:
        """Remove every session, and the damaged ones that were set aside. Raises SessionError."""
        removed = self.remove(path.stem for path in self._paths())
        with self._writing():
            for aside in session_file.files_set_aside(self._folder):
                aside.unlink(missing_ok=True)
        return removed

    def forget_articles(self, ids: Iterable[str]) -> int:
        """Take out every question whose answer shows one of these articles; return how many.

        A session that is damaged and names one of them is deleted. Raises SessionError.
        """
        wanted, forgotten = [article_id.encode() for article_id in ids], 0
        with self._writing():
            for path in (*self._paths(), *session_file.files_set_aside(self._folder)):
                with contextlib.suppress(FileNotFoundError):
                    if any(article_id in path.read_bytes() for article_id in wanted):
                        forgotten += session_file.forget_lines(path, wanted)
        return forgotten

    # Reading.

    def summaries(self) -> list[SessionSummary]:
        """Return every session that can be read, the last used first. Raises SessionError."""
        found = []
        for path in self._paths():
            try:
                found.append(self._summary(path))
            except SessionNotFoundError:
                continue  # it was removed meanwhile, or nothing of it can be read
            except SessionError as exc:
                self._notify(exc.message)
        return found

    def latest(self, kind: Kind) -> str | None:
        """Return the id of the session of a kind that was used last. Raises SessionError."""
        for path in self._paths():
            with _told(path):
                head = head_of(_first_line(path))
            if head and head.kind == kind:
                return path.stem
        return None

    def find(self, prefix: str) -> str:
        """Return the id that begins so. Raises SessionNotFoundError, SessionError."""
        ids = [path.stem for path in self._paths() if path.stem.startswith(prefix.lower())]
        if len(ids) == 1:
            return ids[0]
        if ids and prefix:
            raise SessionNotFoundError(
                f"{prefix!r} begins the ids of {len(ids)} sessions: {', '.join(ids[:5])}",
                hint="give more of the id",
            )
        raise _not_found(prefix)

    def load(self, session_id: str) -> Session:
        """Return a session; what can be read of it, where it is damaged.

        Raises SessionNotFoundError, SessionError.
        """
        path = self._path(session_id)
        with _told(path):
            contents = session_file.read_session(path)
        if not contents.whole:
            self._mend(path)
        return Session(summary=self._summary(path), turns=contents.turns)

    # Files.

    def _path(self, session_id: str) -> Path:
        return self._folder / f"{session_id}{_SUFFIX}"

    def _paths(self) -> list[Path]:
        """Return the files, the last changed first."""
        try:
            paths = [path for path in self._folder.iterdir() if path.suffix == _SUFFIX]
        except FileNotFoundError:
            return []
        except OSError as exc:
            raise _unusable(self._folder, exc) from exc
        return sorted(paths, key=_changed, reverse=True)

    def _summary(self, path: Path) -> SessionSummary:
        with _told(path):
            data, changed = path.read_bytes(), path.stat().st_mtime
        first = session_file.decoded(data.partition(b"\n")[0])
        session_file.check_version(path.stem, first)
        head = head_of(first)
        if head is None:
            self._mend(path)
            return self._summary(path)
        return SessionSummary(
            id=path.stem,
            kind=head.kind,
            title=head.title,
            library=head.library,
            started=head.started,
            changed=datetime.fromtimestamp(changed, UTC),
            answers=data.count(b"\n" + ANSWERED_START),
            size=len(data),
        )

    def _mend(self, path: Path) -> None:
        """Mend a damaged file, unless another process has just done so. Raises SessionError."""
        with self._writing(), _told(path):
            contents = session_file.read_session(path)
            if not contents.whole:
                self._notify(session_file.mend(path, contents))

    def _keep_within_bounds(self, current: str) -> None:
        sizes = {path: path.stat().st_size for path in self._paths()}
        excess = sum(sizes.values()) - self._most_bytes
        if excess <= 0:
            return
        others = [path for path in reversed(sizes) if path.stem != current]
        for path in sorted(others, key=_is_chat):
            if excess <= 0:
                return
            path.unlink(missing_ok=True)
            excess -= sizes[path]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep every other process of ours from writing. Raises SessionError."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
            lock = FileLock(self._folder / "lock", timeout=_LOCK_SECONDS)
            lock.acquire()
        except Timeout:
            raise SessionError(
                f"another process keeps the sessions in {str(self._folder)!r} locked",
                hint="wait for it to end, or stop it",
            ) from None
        except OSError as exc:
            raise _unusable(self._folder, exc) from exc
        try:
            yield
        except OSError as exc:
            raise _unusable(self._folder, exc) from exc
        finally:
            lock.release()


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise _not_found(path.stem) from None
    except OSError as exc:
        raise _unusable(path, exc) from exc


def _first_line(path: Path) -> Json | None:
    with path.open("rb") as file:
        return session_file.decoded(file.readline())


def _is_chat(path: Path) -> bool:
    head = head_of(_first_line(path))
    return head is None or head.kind == Kind.CHAT


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _not_found(session_id: str) -> SessionNotFoundError:
    return SessionNotFoundError(f"no session has the id {session_id!r}", hint="rag sessions list")


def _unusable(path: Path, exc: OSError) -> SessionError:
    return SessionError(
        f"the sessions cannot be kept in {str(path)!r}: {exc.strerror or exc}",
        hint="make the folder writable, or keep none with --no-history",
    )
