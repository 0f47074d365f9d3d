"""What a catalog notes of the library itself."""

from __future__ import annotations

from index.library.catalog.database import Database

_SETTLED = "settled"
"""The note of the revision at which a run of indexing had nothing left to do."""


class Meta(Database):
    """The part of the catalog that holds a value by its name."""

    def meta(self, key: str) -> str | None:
        """Return a value of the library itself: ``manifest``, ``revision``, ``chroma``."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Set such a value, inside ``transaction``."""
        self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)

    @property
    def settled(self) -> bool:
        """Whether the last run of indexing came to its end, and nothing changed since then."""
        return self.meta(_SETTLED) == self.meta("revision") is not None

    def note_settled(self) -> None:
        """Note that nothing is left to do at this revision, inside ``transaction``."""
        self.set_meta(_SETTLED, self.meta("revision") or "")
