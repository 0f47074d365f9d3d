"""Near-copies: syndicated articles say the same in the same words, and count as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from index.articles import Article
from index.text.stem_codes import BREAK, Wording
from rag.answers import Hit

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAME = 0.7
"""Share of the shorter passage's shingles that make the other one its copy."""
_OVERLAPPING = 0.3
"""The same of passages that begin elsewhere, if the other article has the whole of this one."""

_LENGTH = 4
"""Stems of a shingle, one after the other."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that multiplying modulo two to the 64th loses nothing."""

WordingOf = Callable[[Article], Wording]


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """A passage that copies a better one."""

    hit: Hit
    of_rank: int
    """The rank of the better one."""


@dataclass(frozen=True, kw_only=True)
class Deduplicated:
    """Hits without near-copies, ranked anew, each with the articles that were folded into it."""

    hits: tuple[Hit, ...]
    duplicates: tuple[Duplicate, ...]


def deduplicate(
    hits: Sequence[Hit], wordings: Mapping[str, Wording], wording_of: WordingOf, *, most: int
) -> Deduplicated:
    """Fold passages that copy a better one into it; keep ``most`` at most.

    ``wordings`` holds, by id, how the hits' passages are worded; ``wording_of`` returns how all of
    an article's are.
    """
    found = _Found(hits, wordings)
    shown: list[_Shown] = []
    duplicates = []
    for place, hit in enumerate(hits):
        original = next((one for one in shown if one.copied_by[place]), None)
        if original is not None:
            original.fold(hit)
            duplicates.append(Duplicate(hit=hit, of_rank=original.hit.rank))
        elif len(shown) < most:
            copied_by = found.copying(place, wording_of)
            shown.append(_Shown(replace(hit, rank=len(shown) + 1), copied_by))
    return Deduplicated(hits=tuple(one.hit for one in shown), duplicates=tuple(duplicates))


class _Shown:
    """A hit that is kept, and of each hit whether it is its copy."""

    def __init__(self, hit: Hit, copied_by: Sequence[bool]) -> None:
        self.hit = hit
        self.copied_by = copied_by

    def fold(self, copy: Hit) -> None:
        """Note the article of a copy, once."""
        known = {self.hit.article.id, *(article.id for article in self.hit.copies)}
        if copy.article.id not in known:
            self.hit = replace(self.hit, copies=(*self.hit.copies, copy.article))


class _Found:
    """The shingles of all hits; a text of three words has none."""

    def __init__(self, hits: Sequence[Hit], wordings: Mapping[str, Wording]) -> None:
        self._hits = hits
        self._articles = np.array([hit.article.id for hit in hits])
        stems = [_stems(wordings[hit.passage.id]) for hit in hits]
        places = np.repeat(np.arange(len(hits)), [len(one) for one in stems])
        starts, ends = places[: 1 - _LENGTH], places[_LENGTH - 1 :]
        in_one = starts == ends  # none goes over from one passage into the next
        shingles = _shingles(np.concatenate([np.empty(0, np.uint64), *stems]))[in_one]
        self._distinct, numbers = np.unique(shingles, return_inverse=True)
        # Each counts once in each hit: a refrain makes no copy.
        # (np.unique would hash these numbers, which takes ten times as long as to sort them.)
        every = np.sort(starts[in_one] * len(self._distinct) + numbers)
        new = np.diff(every, prepend=-1) > 0
        self._places, self._numbers = np.divmod(every[new], max(1, len(self._distinct)))
        self._sizes = np.bincount(self._places, minlength=len(hits))

    def copying(self, place: int, wording_of: WordingOf) -> list[bool]:
        """Return whether each hit says what the one at ``place`` does, or its article near it."""
        own = self._distinct[self._numbers[self._places == place]]
        share = self._shared(own) / np.maximum(1, np.minimum(self._sizes, self._sizes[place]))
        same = share >= _SAME
        partly = (share >= _OVERLAPPING) & (self._articles != self._articles[place])
        if np.any(partly & ~same):
            article = _shingles(_stems(wording_of(self._hits[place].article)))
            same |= partly & (self._shared(article) >= _SAME * self._sizes)
        copies: list[bool] = same.tolist()
        return copies

    def _shared(self, shingles: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Return ``(len(hits),)``: how many of each hit's shingles are among these."""
        held = np.zeros(len(self._distinct), dtype=np.bool_)
        if len(held):  # np.isin would sort once more what is sorted
            near = np.minimum(np.searchsorted(self._distinct, shingles), len(held) - 1)
            held[near[self._distinct[near] == shingles]] = True
        return np.bincount(self._places[held[self._numbers]], minlength=len(self._hits))


def _stems(wording: Wording) -> NDArray[np.uint64]:
    stems: NDArray[np.uint64] = wording[wording != BREAK].astype(np.uint64)
    return stems


def _shingles(stems: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return ``(max(0, len(stems) - 3),)``: a hash of the stems that follow one another."""
    hashes = np.zeros(max(0, len(stems) - _LENGTH + 1), dtype=np.uint64)
    for first in range(_LENGTH):
        hashes = (hashes + stems[first : first + len(hashes)]) * _FACTOR
    return hashes
