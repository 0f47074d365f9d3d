"""What indexing reports while it is at work, and at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.errors import ReadingError

if TYPE_CHECKING:
    from index.reading import ReadingNote  # a program that only answers reads no files


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far indexing has come."""

    done: int
    """Files that are finished; while ``total`` is not known, files that were looked at."""
    total: int | None
    """All files, ``None`` until they are counted."""
    passages: int
    """Embedded so far."""
    path: str
    """What is being read, as the user named it."""
    articles: int = 0
    """Read so far: new, changed and unchanged ones."""
    done_bytes: int = 0
    """How much of the files that are to be read is in the library."""
    total_bytes: int = 0
    """Size of the files that are to be read; 0 where it is not known."""


@dataclass(frozen=True, kw_only=True)
class BuildReport:
    """What indexing did, in articles.

    ``failed`` holds what could not be read, and why; ``notes`` what was read in a way the user
    should know of.
    """

    added: int
    updated: int
    unchanged: int
    removed: int
    passages: int
    failed: tuple[ReadingError, ...]
    seconds: float
    notes: tuple[ReadingNote, ...] = ()


@dataclass(kw_only=True)
class Tally:
    """Counts what goes into the report."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: list[ReadingError] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    @property
    def articles(self) -> int:
        """How many were read, or found unchanged."""
        return self.added + self.updated + self.unchanged

    def report(self) -> BuildReport:
        """Return what has been counted so far."""
        return BuildReport(
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            removed=self.removed,
            passages=self.passages,
            failed=tuple(self.failed),
            notes=tuple(self.notes),
            seconds=time.monotonic() - self.started,
        )
