"""SQLite files that only save work: whatever is wrong with one, the work is done again."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

BUSY_SECONDS = 0.2
"""How long a cache is waited for, which costs no more than the work that it saves."""


@contextlib.contextmanager
def forgiving(
    file: Path, *, damage: tuple[type[Exception], ...] = (sqlite3.DatabaseError,)
) -> Iterator[None]:
    """Pass over what fails inside; after an error that means ``damage`` the file is deleted."""
    try:
        yield
    except (sqlite3.OperationalError, OSError):
        pass  # busy, full, or not ours to write to
    except damage:
        with contextlib.suppress(OSError):
            file.unlink()  # the next run makes it anew
