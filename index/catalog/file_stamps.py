"""File stamps: how a file was when it was read, by which an unchanged one is told."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
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

    @classmethod
    def of(cls, path: Path) -> FileStamp | None:
        """Return how a file is now, ``None`` where it cannot be looked at."""
        try:
            stat = path.stat()
        except OSError:
            return None  # reading it will say why
        return cls(size=stat.st_size, modified=stat.st_mtime_ns, read=time.time_ns())

    def proves_unchanged(self, now: FileStamp) -> bool:
        """Whether a file that had this stamp, and now has the other, certainly did not change."""
        same = (self.size, self.modified) == (now.size, now.modified)
        return same and self.read - self.modified > _RACY


class FileStamps:
    """The table of file stamps, by the path under which the library knows a file."""

    SCHEMA = """
    CREATE TABLE IF NOT EXISTS files (
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,
        read INTEGER NOT NULL
    );
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, file: str) -> FileStamp | None:
        """Return how a file was when it was last read without a failure."""
        row = self._database.row("SELECT size, modified, read FROM files WHERE path = ?", file)
        return FileStamp(size=row[0], modified=row[1], read=row[2]) if row else None

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

    def forget(self, files: Iterable[str]) -> None:
        """Have some files read again."""
        self._database.run_many("DELETE FROM files WHERE path = ?", ((file,) for file in files))
