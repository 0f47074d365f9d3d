"""A SQLite file: opened, read and written in transactions, its errors turned into ours."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.errors import LibraryDamagedError, LibraryError, LibraryLockedError

_BUSY_SECONDS = 30
_NOT_DAMAGED = {
    sqlite3.SQLITE_FULL: "make room on the disk",
    sqlite3.SQLITE_READONLY: "make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "make the file and its folder readable",
}


class Database:
    """One SQLite file; open it once a process and thread."""

    def __init__(self, file: Path, *, schema: str | None = None) -> None:
        """Open ``file``; with a ``schema``, make it and its tables where they are missing.

        Raises LibraryDamagedError.
        """
        self._file = file
        with self._translated():
            self._db = _connect(file, create=schema is not None)
            try:
                if _is_writable(file):
                    self._db.execute("PRAGMA journal_mode = WAL")
                    self._db.execute("PRAGMA synchronous = NORMAL")
                if schema:
                    self._db.executescript(schema)
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is written inside appear at once, or not at all."""
        with self._translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:  # SQLite itself takes back what fills the disk
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything that is read inside be of one moment."""
        with self._translated():
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def _run(self, sql: str, *values: object) -> None:
        with self._translated():
            self._db.execute(sql, values)

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._translated():
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._all(sql, *values)
        return rows[0] if rows else None

    def _in(self, sql: str, values: list[str], rest: str = "") -> list[tuple[Any, ...]]:
        """Run ``sql`` followed by a list of values, as one JSON parameter of any length."""
        return self._all(f"{sql} (SELECT value FROM json_each(?)){rest}", json.dumps(values))

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            raise _our_error(self._file, exc) from exc


def _connect(file: Path, *, create: bool) -> sqlite3.Connection:
    if create:
        file.parent.mkdir(parents=True, exist_ok=True)
    mode = "rwc" if create else "rw"
    if file.is_file() and not _is_writable(file):
        # A write-ahead log cannot be used where none can be made; without one, nobody writes.
        mode = "ro" if Path(f"{file}-wal").exists() else "ro&immutable=1"
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
    )


def _is_writable(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _our_error(file: Path, exc: sqlite3.Error) -> LibraryError:
    message = f"the catalog {str(file)!r} cannot be used: {exc}"
    code = getattr(exc, "sqlite_errorcode", 0) & 0xFF  # the rest of it are details
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryLockedError(message, hint="wait for the other process to end, or stop it")
    return LibraryDamagedError(message, hint=_NOT_DAMAGED.get(code, "rag doctor --repair"))
