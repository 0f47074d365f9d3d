"""The vectors as the catalog keeps them, beside Chroma: to be compared without opening it.

They are written and dropped with their passages, in one transaction, so none is ever outdated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.library.catalog.meta import Meta

if TYPE_CHECKING:
    from index.embedding import Vectors

VECTORS_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (number INTEGER PRIMARY KEY, vector BLOB NOT NULL);
"""

_KEPT, _ALL = "vectors", "all"
"""The catalog's note of whether every passage has its vector here."""


class KeptVectors(Meta):
    """The part of the catalog that keeps vectors; each a row of float32, of length 1 or zeros."""

    def keeps_all_vectors(self) -> bool:
        """Return whether every passage has its vector here."""
        return self.meta(_KEPT) == _ALL

    def passages_without_vector(self) -> list[str]:
        """Return the ids of passages whose vector is not here."""
        rows = self._all(
            "SELECT id FROM passages WHERE number NOT IN (SELECT number FROM vectors)"
            " ORDER BY number"
        )
        return [row[0] for row in rows]

    def vectors(self, numbers: Sequence[int] | None = None) -> tuple[list[int], Vectors]:
        """Return the numbers of passages, of all or of some, and their vectors in that order."""
        import numpy as np

        where, values = "", []
        if numbers is not None:
            where = " WHERE number IN (SELECT value FROM json_each(?))"
            values = [json.dumps(numbers)]
        rows = self._all(f"SELECT number, vector FROM vectors{where} ORDER BY number", *values)
        joined = np.frombuffer(b"".join(vector for _, vector in rows), dtype=np.float32)
        width = len(joined) // len(rows) if rows else 0
        return [number for number, _ in rows], joined.reshape(len(rows), width)

    # Writing, inside ``transaction``.

    def keep_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors of passages that are in the catalog, by passage id."""
        from index.embedding import unit_vectors

        if not vectors:
            return
        rows = list(vectors.values())
        unit = unit_vectors(rows, dimension=len(rows[0]))
        self._db.executemany(
            "INSERT OR REPLACE INTO vectors SELECT number, ? FROM passages WHERE id = ?",
            ((row.tobytes(), passage_id) for passage_id, row in zip(vectors, unit, strict=True)),
        )

    def note_vectors(self, *, all_kept: bool) -> None:
        """Note whether every passage has its vector here."""
        self.set_meta(_KEPT, _ALL if all_kept else "")
