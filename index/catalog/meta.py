"""What a catalog notes of the library itself, as values by name."""

from __future__ import annotations

from index.catalog.database import Database

_SETTLED = "settled"
"""The revision at which a run of indexing had nothing left to do."""


class Meta:
    """The table of notes: ``manifest``, ``revision``, ``chroma`` and others."""

    SCHEMA = "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);"

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        """Return a note, ``None`` where there is none."""
        row = self._database.row("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    @property
    def manifest(self) -> str | None:
        """What the library was made with, as JSON; ``None`` also in a file that is no catalog."""
        tables = self._database.rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'")
        return self.get("manifest") if tables else None

    def set(self, key: str, value: str) -> None:
        """Set a note, inside a transaction."""
        self._database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)

    @property
    def revision(self) -> int:
        """The library's revision, 0 before its first change. Raises LibraryDamagedError."""
        with self._database.decoding("the revision"):
            return int(self.get("revision") or 0)

    @property
    def is_settled(self) -> bool:
        """Whether the last run of indexing finished, and nothing has changed since."""
        return self.get(_SETTLED) == self.get("revision") is not None

    def note_settled(self) -> None:
        """Note that nothing is left to do at this revision, inside a transaction."""
        self.set(_SETTLED, self.get("revision") or "")
