"""File stamps: how a file was when it was read, by which an unchanged one is told."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from index.catalog.database import Database

_RACY = 2_000_000_000
"""Nanoseconds. A file that changed less than this before it was read may change again without its
time of change showing it."""


@dataclass(frozen=True, kw_only=True)
class FileStamp:
    """A file at one moment: its size in bytes, and times in nanoseconds since the epoch."""

    size: int
    modified: int
    read: int
    lacks: str = ""
    """The module that would have read more of it, and was not installed."""

    @classmethod
    def of(cls, path: Path) -> FileStamp | None:
        """Return how a file is now, ``None`` where it cannot be looked at."""
        try:
            stat = path.stat()
        except OSError:
            return None  # reading it will say why
        return cls(size=stat.st_size, modified=stat.st_mtime_ns, read=time.time_ns())

    def proves_unchanged(self, now: FileStamp) -> bool:
        """Whether a file that had this stamp, and now has the other, holds what it held.

        That is, it certainly did not change, and no more of it can be read than then.
        """
        if self.lacks and find_spec(self.lacks):
            return False
        same = (self.size, self.modified) == (now.size, now.modified)
        return same and self.read - self.modified > _RACY


class FileStamps:
    """The table of file stamps, by the path under which the library knows a file."""

    SCHEMA = """
    CREATE TABLE IF NOT EXISTS files (
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,
        read INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS lacking (path TEXT PRIMARY KEY, module TEXT NOT NULL);
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, file: str) -> FileStamp | None:
        """Return how a file was when it was last read without a failure."""
        row = self._database.row("SELECT size, modified, read FROM files WHERE path = ?", file)
        return (
            FileStamp(size=row[0], modified=row[1], read=row[2], lacks=self._lacked(file))
            if row
            else None
        )

    def _lacked(self, file: str) -> str:
        if not self._has_lacking:
            return ""
        row = self._database.row("SELECT module FROM lacking WHERE path = ?", file)
        return str(row[0]) if row else ""

    @cached_property
    def _has_lacking(self) -> bool:
        # A library that was last written by an older version is read without this table.
        return bool(self._database.row("SELECT 1 FROM sqlite_master WHERE name = 'lacking'"))

    # Writing, inside a transaction.

    def set(self, file: str, stamp: FileStamp | None) -> None:
        """Note how a file was when it was read; ``None`` has it read again."""
        self.forget([file])
        if stamp:
            self._database.run(
                "INSERT INTO files VALUES (?, ?, ?, ?)",
                file,
                stamp.size,
                stamp.modified,
                stamp.read,
            )
            if stamp.lacks:
                self._database.run("INSERT INTO lacking VALUES (?, ?)", file, stamp.lacks)

    def forget(self, files: Iterable[str]) -> None:
        """Have some files read again."""
        rows = [(file,) for file in files]
        self._database.run_many("DELETE FROM files WHERE path = ?", rows)
        self._database.run_many("DELETE FROM lacking WHERE path = ?", rows)
