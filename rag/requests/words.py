"""The words of a library, as far as a question is read by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.filters import Selection
from index.library import Library

_TEXTS = 10
"""Passages in which a word's capitals are looked at."""


class LibraryWords:
    """An open library as ``rag.requests.spelling.Words``."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._revision = 0
        self._stems: dict[str, Mapping[str, int]] = {}

    def frequency(self, stem: str) -> int:
        """Return the number of passages that hold a word with this stem (Porter's)."""
        return self._library.frequency(stem)

    def vocabulary(self, beginning: str) -> Mapping[str, int]:
        """Return the stems that begin so, each with the number of passages that hold it."""
        if self._revision != self._library.revision:
            self._revision, self._stems = self._library.revision, {}
        if beginning not in self._stems:
            self._stems[beginning] = self._library.vocabulary(beginning)
        return self._stems[beginning]

    def texts_with(self, word: str) -> Sequence[str]:
        """Return some passages that hold the word, or another one of its stem."""
        found = self._library.full_text(f'"{word}"', limit=_TEXTS, selection=Selection())
        passages = self._library.passages([passage_id for passage_id, _ in found])
        return [passage.text for passage, _ in passages.values()]
