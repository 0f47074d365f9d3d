"""The vectors as the catalog keeps them, beside Chroma: to be compared without opening it.

They are written and dropped with their passages, in one transaction, so none is ever outdated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.catalog.database import Database
from index.catalog.meta import Meta

if TYPE_CHECKING:
    from index.embedding import Vectors

_NOTE, _COMPLETE = "vectors", "all"
"""The catalog's note of whether every passage has its vector here."""
_AT_ONCE = 256
"""Rows that are read at a time."""


class VectorTable:
    """The table of vectors by passage number: float32 rows, of length 1 or all zeros."""

    SCHEMA = """
    CREATE TABLE IF NOT EXISTS vectors (number INTEGER PRIMARY KEY, vector BLOB NOT NULL);
    """

    def __init__(self, database: Database, meta: Meta) -> None:
        self._database = database
        self._meta = meta

    @property
    def is_complete(self) -> bool:
        """Whether every passage has its vector here."""
        return self._meta.get(_NOTE) == _COMPLETE

    def missing(self) -> list[str]:
        """Return the ids of passages whose vector is not here."""
        rows = self._database.rows(
            "SELECT id FROM passages WHERE number NOT IN (SELECT number FROM vectors)"
            " ORDER BY number"
        )
        return [row[0] for row in rows]

    def get(self, numbers: Sequence[int] | None = None) -> tuple[list[int], Vectors]:
        """Return passage numbers, all or those given, and their vectors ``(n, dimension)``."""
        import numpy as np

        where, values = "", list[str]()
        if numbers is not None:
            where = " WHERE number IN (SELECT value FROM json_each(?))"
            values = [json.dumps(numbers)]
        query = f"SELECT number, vector FROM vectors{where} ORDER BY number"
        found: list[int] = []
        joined = bytearray()  # grown in place: with all rows at once, it would take twice as much
        with self._database.decoding("the vectors"):
            for rows in self._database.chunks(query, *values, size=_AT_ONCE):
                found += [number for number, _ in rows]
                joined += b"".join(vector for _, vector in rows)
            vectors = np.frombuffer(joined, dtype=np.float32)
            width = len(vectors) // len(found) if found else 0
            return found, vectors.reshape(len(found), width)

    def by_id(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those of some passages that have one here, by passage id."""
        rows = self._database.rows_in("SELECT number, id FROM passages WHERE id IN", ids)
        names: dict[int, str] = dict(rows)
        numbers, vectors = self.get(list(names))
        return {names[number]: vector for number, vector in zip(numbers, vectors, strict=True)}

    def problems(self) -> list[str]:
        """Return what is wrong with the vectors, as far as the catalog alone can tell."""
        sizes = self._database.rows("SELECT DISTINCT typeof(vector), length(vector) FROM vectors")
        if len(sizes) > 1 or any(kind != "blob" or size % 4 for kind, size in sizes):
            return ["the catalog's vectors are not all of one length"]
        missing = len(self.missing()) if self.is_complete else 0
        return [f"{missing} passages have no vector in the catalog"] if missing else []

    # Writing, inside a transaction.

    def keep(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors of passages that are in the catalog, by passage id."""
        from index.embedding import unit_vectors

        if not vectors:
            return
        rows = list(vectors.values())
        unit = unit_vectors(rows, dimension=len(rows[0]))
        self._database.run_many(
            "INSERT OR REPLACE INTO vectors SELECT number, ? FROM passages WHERE id = ?",
            ((row.tobytes(), passage_id) for passage_id, row in zip(vectors, unit, strict=True)),
        )

    def drop(self, article_id: str) -> None:
        """Remove the vectors of an article's passages."""
        self._database.run(
            "DELETE FROM vectors WHERE number IN"
            " (SELECT number FROM passages WHERE article_id = ?)",
            article_id,
        )

    def clear(self) -> None:
        """Remove all vectors, so that they are copied from Chroma again."""
        self._database.run("DELETE FROM vectors")
        self.note_complete(complete=False)

    def note_complete(self, *, complete: bool) -> None:
        """Note whether every passage has its vector here."""
        self._meta.set(_NOTE, _COMPLETE if complete else "")
