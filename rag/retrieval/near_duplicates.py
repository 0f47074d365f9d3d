"""Near-duplicates: passages of syndicated articles that say the same count as one hit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from index.articles import Article
from index.text.stem_codes import BREAK, StemCodes
from rag.answers import Hit
from rag.answers.origins import says_otherwise

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAME = 0.7
"""Share of the shorter passage's shingles from which on the other one is its duplicate."""
_OVERLAPPING = 0.3
"""The same for passages cut elsewhere, if the other article has nearly all of this one."""

_LENGTH = 4
"""Stems in a shingle: a run of stems."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that no two numbers have the same product with it modulo 2 to the power of 64."""

StemCodesOf = Callable[[Article], StemCodes]


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """A passage that says the same as a better one."""

    hit: Hit
    of_rank: int
    """The rank of the better one."""


@dataclass(frozen=True, kw_only=True)
class Deduplicated:
    """Hits without near-duplicates, ranked anew, each with the articles that carry the same."""

    hits: tuple[Hit, ...]
    duplicates: tuple[Duplicate, ...]


def deduplicate(
    hits: Sequence[Hit], wordings: Mapping[str, StemCodes], wording_of: StemCodesOf, *, most: int
) -> Deduplicated:
    """Leave out passages that say the same as a better one; keep ``most`` at most.

    ``wordings`` holds the stem codes of the hits' passages by id; ``wording_of`` returns those of a
    whole article.
    """
    shingles = _Shingles(hits, wordings)
    kept: list[_Kept] = []
    duplicates = []
    for place, hit in enumerate(hits):
        alike = (one for one in kept if one.copied_by[place])
        original = next((one for one in alike if not one.is_corrected_by(hit)), None)
        if original is not None:
            original.add_copy(hit)
            duplicates.append(Duplicate(hit=hit, of_rank=original.hit.rank))
        elif len(kept) < most:
            copied_by = shingles.duplicates_of(place, wording_of)
            kept.append(_Kept(replace(hit, rank=len(kept) + 1), copied_by))
    return Deduplicated(hits=tuple(one.hit for one in kept), duplicates=tuple(duplicates))


class _Kept:
    """A hit that is kept, and for each hit whether it is its duplicate."""

    def __init__(self, hit: Hit, copied_by: Sequence[bool]) -> None:
        self.hit = hit
        self.copied_by = copied_by

    def is_corrected_by(self, copy: Hit) -> bool:
        """Whether a passage of another article says otherwise in nearly the same words."""
        own = self.hit
        return copy.article.id != own.article.id and says_otherwise(
            copy.article, own.article, (copy.passage.text, own.passage.text)
        )

    def add_copy(self, copy: Hit) -> None:
        """Add the article of a duplicate, once."""
        known = {self.hit.article.id, *(article.id for article in self.hit.copies)}
        if copy.article.id not in known:
            self.hit = replace(self.hit, copies=(*self.hit.copies, copy.article))


class _Shingles:
    """The shingles of all hits; a text of fewer than four stems has none."""

    def __init__(self, hits: Sequence[Hit], wordings: Mapping[str, StemCodes]) -> None:
        self._hits = hits
        self._articles = np.array([hit.article.id for hit in hits])
        stems = [_stems(wordings[hit.passage.id]) for hit in hits]
        places = np.repeat(np.arange(len(hits)), [len(one) for one in stems])
        starts, ends = places[: 1 - _LENGTH], places[_LENGTH - 1 :]
        in_one = starts == ends  # no shingle reaches from one passage into the next
        shingles = _shingles(np.concatenate([np.empty(0, np.uint64), *stems]))[in_one]
        self._distinct, numbers = np.unique(shingles, return_inverse=True)
        # Each counts once in each hit, however often a phrase is repeated.
        # (np.unique would hash these numbers, which takes ten times as long as sorting them.)
        every = np.sort(starts[in_one] * len(self._distinct) + numbers)
        new = np.diff(every, prepend=-1) > 0
        self._places, self._numbers = np.divmod(every[new], max(1, len(self._distinct)))
        self._sizes = np.bincount(self._places, minlength=len(hits))

    def duplicates_of(self, place: int, wording_of: StemCodesOf) -> list[bool]:
        """Return for each hit whether the one at ``place``, or its article, says the same."""
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
        if len(held):  # np.isin would sort again what is sorted
            near = np.minimum(np.searchsorted(self._distinct, shingles), len(held) - 1)
            held[near[self._distinct[near] == shingles]] = True
        return np.bincount(self._places[held[self._numbers]], minlength=len(self._hits))


def _stems(wording: StemCodes) -> NDArray[np.uint64]:
    stems: NDArray[np.uint64] = wording[wording != BREAK].astype(np.uint64)
    return stems


def _shingles(stems: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return ``(max(0, len(stems) - 3),)``: a hash of the stems that follow one another."""
    hashes = np.zeros(max(0, len(stems) - _LENGTH + 1), dtype=np.uint64)
    for first in range(_LENGTH):
        hashes = (hashes + stems[first : first + len(hashes)]) * _FACTOR
    return hashes
