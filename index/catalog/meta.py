"""What a catalog notes of the library itself."""

from __future__ import annotations

from index.catalog.database import Database


class Meta(Database):
    """The part of the catalog that holds a value by its name."""

    def meta(self, key: str) -> str | None:
        """Return a value of the library itself: ``manifest``, ``revision``, ``chroma``."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Set such a value, inside ``transaction``."""
        self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)
