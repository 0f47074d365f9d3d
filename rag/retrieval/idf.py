"""How much a word weighs: the rarer in the library, the more."""

from __future__ import annotations

import math

from index.library.library import Library


class Rarity:
    """Weighs stems by how few passages of a library hold them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __call__(self, stem: str) -> float:
        """Return the idf of BM25 as Lucene writes it, which is never negative."""
        frequency = self._library.frequency(stem)
        return math.log(1 + (self._library.size - frequency + 0.5) / (frequency + 0.5))
