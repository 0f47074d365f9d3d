"""Inverse document frequency: the rarer a word is in the library, the more it weighs."""

from __future__ import annotations

import math
from collections.abc import Callable

from index.library import Library

TermWeight = Callable[[str], float]
"""Returns the weight of a stem, 0 or more."""


class Idf:
    """Weighs stems by how few passages of a library hold them: a ``TermWeight``."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __call__(self, stem: str) -> float:
        """Return the idf of BM25 as Lucene writes it, which is never negative."""
        frequency = self._library.frequency(stem)
        return math.log(1 + (self._library.size - frequency + 0.5) / (frequency + 0.5))
