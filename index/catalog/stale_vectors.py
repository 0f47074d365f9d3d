"""Vectors that are, or may be, in Chroma without belonging to the library.

They are noted before Chroma is changed, so that whatever a killed writer left behind is known.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.catalog.database import Database


class StaleVectors:
    """The table of the passage ids of such vectors."""

    SCHEMA = "CREATE TABLE IF NOT EXISTS stale_vectors (passage_id TEXT PRIMARY KEY);"

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self) -> list[str]:
        """Return the passage ids that are noted."""
        return [row[0] for row in self._database.rows("SELECT passage_id FROM stale_vectors")]

    # Writing, inside a transaction.

    def mark_stale(self, ids: Iterable[str]) -> None:
        """Note vectors."""
        self._database.run_many(
            "INSERT OR IGNORE INTO stale_vectors VALUES (?)", ((each,) for each in ids)
        )

    def unmark(self, ids: Iterable[str]) -> None:
        """Strike vectors off: they belong to the library, or they are deleted."""
        self._database.run_many(
            "DELETE FROM stale_vectors WHERE passage_id = ?", ((each,) for each in ids)
        )

    def clear(self) -> None:
        """Strike all off, as when their collection is given up."""
        self._database.run("DELETE FROM stale_vectors")
