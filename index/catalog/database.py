"""A SQLite file: opened, read and written in transactions, its errors turned into ours."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.durable import MAKE_ROOM, lacks_room
from index.errors import LibraryDamagedError, LibraryError, LibraryLockedError

Row = tuple[Any, ...]

REPAIR = "rag doctor --repair"
"""The hint of an error that a repair mends."""
_BUSY_SECONDS = 30
_OF_BYTES = frozenset({"counts", "lengths", "places", "vector", "wording"})
"""The columns that hold bytes."""
_NOT_DAMAGED = {
    sqlite3.SQLITE_FULL: MAKE_ROOM,
    sqlite3.SQLITE_READONLY: "make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "make the file and its folder readable",
}
_LOG_ROOM = 65_536
"""Bytes that SQLite needs on the disk to begin a write-ahead log; without one it does not read."""
_OF_A_FULL_DISK = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
"""What may become of that, besides SQLITE_FULL."""


class Database:
    """One SQLite file; open it once a process and thread.

    Every method raises LibraryDamagedError, or LibraryLockedError when another process holds the
    file for too long.
    """

    def __init__(self, file: Path, *, create: bool) -> None:
        """Open ``file``, or make it where it is missing and ``create`` says so."""
        self._file = file
        with self.translated():
            self._connection = _connect(file, create=create)
            try:
                if _is_writable(file):
                    self._connection.execute("PRAGMA journal_mode = WAL")
                    self._connection.execute("PRAGMA synchronous = NORMAL")
            except BaseException:
                self._connection.close()
                raise

    def make_tables(self, schema: str) -> None:
        """Run the statements of a schema, which leave the tables alone that are there."""
        with self.translated():
            self._connection.executescript(schema)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def is_in_its_file(self) -> bool:
        """Return whether the file holds all that was written, and no log the rest of it."""
        try:
            query = "PRAGMA wal_checkpoint(PASSIVE)"
            busy, logged, copied = self._connection.execute(query).fetchone()
        except sqlite3.Error:
            return False
        return not busy and logged == copied

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is written inside appear at once, or not at all."""
        with self.translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:  # SQLite itself rolls back on a full disk
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything that is read inside be of one moment."""
        with self.translated():
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def run(self, sql: str, *values: object) -> None:
        """Run one statement."""
        with self.translated():
            self._connection.execute(sql, values)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        with self.translated():
            self._connection.executemany(sql, rows)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return all rows of a query."""
        with self.translated():
            cursor = self._connection.execute(sql, values)
            return self._as_written(cursor, cursor.fetchall())

    def row(self, sql: str, *values: object) -> Row | None:
        """Return the first row of a query, ``None`` where there is none."""
        rows = self.rows(sql, *values)
        return rows[0] if rows else None

    def rows_in(self, sql: str, values: Iterable[object], rest: str = "") -> list[Row]:
        """Return the rows of ``sql``, which ends with ``IN``, a list of any length, and ``rest``.

        The list is one JSON parameter, for SQLite limits the number of parameters.
        """
        listed = json.dumps(list(values))
        return self.rows(f"{sql} (SELECT value FROM json_each(?)){rest}", listed)

    def chunks(self, sql: str, *values: object, size: int) -> Iterator[list[Row]]:
        """Yield the rows of a query, ``size`` at a time."""
        with self.translated():
            cursor = self._connection.execute(sql, values)
            while chunk := cursor.fetchmany(size):
                yield self._as_written(cursor, chunk)

    def _as_written(self, cursor: sqlite3.Cursor, rows: list[Row]) -> list[Row]:
        """Return rows; raise LibraryDamagedError where bytes are in the place of a text or number.

        SQLite itself keeps any kind of value in any column.
        """
        names = [str(column[0]) for column in cursor.description or ()]
        plain = [at for at, name in enumerate(names) if name not in _OF_BYTES]
        for at in plain:
            if any(type(row[at]) is bytes for row in rows):
                raise LibraryDamagedError(
                    f"the catalog {str(self._file)!r} is damaged: {names[at]!r} is of another kind",
                    hint=REPAIR,
                )
        return rows

    def of_another_kind(self) -> Iterator[str]:
        """Yield the columns of texts and numbers in which something else stands."""
        query = (
            "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.type IN ('TEXT', 'INTEGER')"
        )
        for table, column, kind in self.rows(query):
            kinds = "'text', 'null'" if kind == "TEXT" else "'integer', 'null'"
            if self.row(f"SELECT 1 FROM {table} WHERE typeof({column}) NOT IN ({kinds}) LIMIT 1"):
                yield f"{table}.{column}"

    def compact(self) -> None:
        """Write the file anew without anything that was deleted, and empty its write-ahead log.

        Raises LibraryLockedError where another process reads it for too long.
        """
        with self.translated():
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute("VACUUM")
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise LibraryLockedError(
                f"another process goes on reading the catalog {str(self._file)!r}",
                hint="end it; the next command that writes to the library does what is left",
            )

    @contextlib.contextmanager
    def decoding(self, what: str) -> Iterator[None]:
        """Turn what goes wrong while values are taken apart into LibraryDamagedError.

        A value that reads as no version of Dateline wrote it was changed by somebody else. ``what``
        names the values, as in "the vectors".
        """
        try:
            yield
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as exc:
            reason = " ".join(str(exc).split())[:120] or type(exc).__name__
            raise LibraryDamagedError(
                f"the catalog {str(self._file)!r} is damaged: {what} cannot be read ({reason})",
                hint=REPAIR,
            ) from exc

    @contextlib.contextmanager
    def translated(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as exc:  # SQLite's own message may be damaged
            raise _our_error(self._file, exc) from exc


def _connect(file: Path, *, create: bool) -> sqlite3.Connection:
    if create:
        file.parent.mkdir(parents=True, exist_ok=True)
    mode = "rwc" if create else "rw"
    if file.is_file() and not _is_writable(file):
        # A write-ahead log cannot be used where none can be made; without one, nobody writes.
        mode = "ro" if _has_log(file) else "ro&immutable=1"
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_SECONDS,
        check_same_thread=False,
    )


def _has_log(file: Path) -> bool:
    """Return whether a write-ahead log holds what the file does not yet."""
    try:
        return Path(f"{file}-wal").stat().st_size > 0
    except OSError:
        return False


def _is_writable(file: Path) -> bool:
    folder = file.parent
    allowed = os.access(file, os.W_OK) and os.access(folder, os.W_OK)
    return allowed and not lacks_room(folder, needed=_LOG_ROOM)


def _our_error(file: Path, exc: sqlite3.Error | UnicodeDecodeError) -> LibraryError:
    message = f"the catalog {str(file)!r} cannot be used: {exc}"
    code = getattr(exc, "sqlite_errorcode", 0) & 0xFF  # the higher bits are details
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryLockedError(message, hint="wait for the other process to end, or stop it")
    hint = _NOT_DAMAGED.get(code, REPAIR)
    if code in _OF_A_FULL_DISK and lacks_room(file.parent, needed=_LOG_ROOM):
        hint = MAKE_ROOM
    return LibraryDamagedError(message, hint=hint)
