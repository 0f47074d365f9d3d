"""Search by meaning without Chroma: every vector that may be near is compared.

To import and open Chroma takes a second, to compare some thousand vectors as many microseconds.
So a small library is searched by comparing all, and under filters that let little pass, any.
"""

from __future__ import annotations

import numpy as np

from index.embedding import Vectors, unit_vectors
from index.filters import Selection
from index.library.catalog import Catalog

MOST = 20_000
"""Passages of a library whose vectors are all held in memory, which takes 30 megabytes with 384
dimensions; a question takes some three milliseconds."""

FEW = 30_000
"""Passages that pass a filter, in a larger library, whose vectors are read one by one: a thousand
take some 15 milliseconds, where Chroma's own filter takes seconds among 500,000."""


class Comparing:
    """Compares the vectors that a catalog keeps; holds those of a small library."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._held: tuple[int, list[int], Vectors] | None = None

    def can(self, selection: Selection, *, size: int) -> bool:
        """Return whether few enough vectors are to be compared, in a library of so many."""
        return size <= MOST or (
            selection != Selection() and self._catalog.passes_at_most(FEW, selection)
        )

    def nearest(
        self, vector: Vectors, *, limit: int, selection: Selection, size: int, revision: int
    ) -> list[tuple[str, float]]:
        """Return the nearest passages, id and cosine, the nearest first.

        ``vector`` is ``(dimension,)``; the library has ``size`` passages at this ``revision``.
        """
        if size > MOST:
            numbers, vectors = self._catalog.vectors(self._catalog.all_numbers(selection))
        else:
            numbers, vectors = self._all(revision)
            if selection != Selection():
                passing = np.isin(numbers, self._catalog.all_numbers(selection))
                numbers = [numbers[row] for row in np.flatnonzero(passing)]
                vectors = vectors[passing]
        if not numbers:
            return []
        cosines = vectors @ unit_vectors(vector, dimension=len(vector))[0]
        best = {
            numbers[row]: min(1.0, float(cosines[row]))
            for row in np.argsort(-cosines, kind="stable")[:limit]
        }
        ids = dict(self._catalog.numbered(list(best)))
        # Another process may have dropped one since.
        return [(ids[number], cosine) for number, cosine in best.items() if number in ids]

    def _all(self, revision: int) -> tuple[list[int], Vectors]:
        if self._held is None or self._held[0] != revision:
            self._held = (revision, *self._catalog.vectors())
        return self._held[1:]
