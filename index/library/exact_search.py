"""Exact search by meaning, without Chroma: the question's vector is compared with every other.

To import and open Chroma takes a second; to compare some thousand vectors takes a millisecond. So a
small library is searched by comparing all vectors, and any library by comparing those that pass a
narrow filter.
"""

from __future__ import annotations

import numpy as np

from index.catalog import Catalog
from index.embedding import Vectors, unit_vectors
from index.errors import LibraryDamagedError
from index.filters import Selection
from index.settings import SearchSettings


class ExactSearch:
    """Compares the vectors that a catalog keeps; holds those of a small library in memory."""

    def __init__(self, catalog: Catalog, settings: SearchSettings) -> None:
        self._catalog = catalog
        self._settings = settings
        self._held: tuple[int, list[int], Vectors] | None = None

    def fits(self, selection: Selection, *, size: int) -> bool:
        """Return whether few enough vectors would be compared, among ``size`` passages."""
        return self._holds_all(size) or (
            selection != Selection()
            and self._catalog.selector.passes_at_most(
                self._settings.exact_filtered_up_to, selection
            )
        )

    def nearest(
        self, vector: Vectors, *, limit: int, selection: Selection, size: int, revision: int
    ) -> list[tuple[str, float]]:
        """Return the nearest passages, id and cosine, the nearest first.

        ``vector`` is ``(dimension,)``; the library has ``size`` passages at this ``revision``.
        """
        numbers, vectors = self._candidates(selection, size=size, revision=revision)
        if not numbers:
            return []
        if vectors.shape[1] != len(vector):
            raise LibraryDamagedError(
                f"the catalog's vectors have {vectors.shape[1]} numbers each, those of the model "
                f"{len(vector)}",
                hint="rag doctor --repair",
            )
        cosines = vectors @ unit_vectors(vector, dimension=len(vector))[0]
        best = {
            numbers[row]: min(1.0, float(cosines[row]))
            for row in np.argsort(-cosines, kind="stable")[:limit]
        }
        ids = self._catalog.selector.ids_by_number(list(best))
        # Another process may have dropped one since.
        return [(ids[number], cosine) for number, cosine in best.items() if number in ids]

    def _candidates(
        self, selection: Selection, *, size: int, revision: int
    ) -> tuple[list[int], Vectors]:
        """Return the numbers of the passages that pass, and their vectors."""
        selector = self._catalog.selector
        if not self._holds_all(size):
            return self._catalog.vectors.get(selector.all_numbers(selection))
        numbers, vectors = self._all(revision)
        if selection == Selection():
            return numbers, vectors
        passing = np.isin(numbers, selector.all_numbers(selection))
        return [numbers[row] for row in np.flatnonzero(passing)], vectors[passing]

    def _holds_all(self, size: int) -> bool:
        return size <= self._settings.exact_up_to

    def _all(self, revision: int) -> tuple[list[int], Vectors]:
        if self._held is None or self._held[0] != revision:
            self._held = (revision, *self._catalog.vectors.get())
        return self._held[1:]
