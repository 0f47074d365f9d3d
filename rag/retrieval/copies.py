"""Near-copies: syndicated articles say the same in the same words, and count as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answers import Hit
from rag.retrieval.words import words

_SAME = 0.7
"""Share of the shorter passage's shingles that make the other one its copy."""
_OVERLAPPING = 0.3
"""The same of passages that begin elsewhere, if the other article has the whole of this one."""

_Shingles = frozenset[int]
"""Hashes of four words that follow one another."""


@dataclass(frozen=True, kw_only=True)
class Folded:
    """A passage that copies a better one."""

    hit: Hit
    into: int
    """The rank of the better one."""


@dataclass(frozen=True, kw_only=True)
class Collapsed:
    """Hits without near-copies, ranked anew, each with the articles that were folded into it."""

    hits: tuple[Hit, ...]
    folded: tuple[Folded, ...]


def collapse(hits: Sequence[Hit], *, most: int) -> Collapsed:
    """Fold passages that copy a better one into it; keep ``most`` at most."""
    shown: list[_Shown] = []
    known: set[int] = set()
    folded = []
    for hit in hits:
        own = _shingles(hit.passage.text)
        near = own & known  # of most passages it is nothing, and no other is looked at
        place = next((at for at, one in enumerate(shown) if near and one.has(hit, own, near)), None)
        if place is not None:
            shown[place].fold(hit)
            folded.append(Folded(hit=hit, into=place + 1))
        elif len(shown) < most:
            shown.append(_Shown(replace(hit, rank=len(shown) + 1), own))
            known |= own
    return Collapsed(hits=tuple(one.hit for one in shown), folded=tuple(folded))


class _Shown:
    """A hit that is kept, and what tells its copies."""

    def __init__(self, hit: Hit, shingles: _Shingles) -> None:
        self.hit = hit
        self._shingles = shingles
        self._whole: _Shingles | None = None

    def has(self, other: Hit, shingles: _Shingles, near: _Shingles) -> bool:
        """Whether a passage says what this one does, or what its article says here and nearby.

        ``near`` are those of its shingles that any shown passage has.
        """
        # Where those are too few, this one has too few of them.
        smaller = max(1, min(len(shingles), len(self._shingles)))  # three words have none
        if len(near) < _OVERLAPPING * smaller:
            return False
        shared = len(near & self._shingles) / smaller
        return shared >= _SAME or (
            shared >= _OVERLAPPING
            and other.article.id != self.hit.article.id
            and len(shingles & self._article) >= _SAME * len(shingles)
        )

    def fold(self, copy: Hit) -> None:
        """Note the article of a copy, once."""
        known = {self.hit.article.id, *(article.id for article in self.hit.copies)}
        if copy.article.id not in known:
            self.hit = replace(self.hit, copies=(*self.hit.copies, copy.article))

    @property
    def _article(self) -> _Shingles:
        if self._whole is None:
            self._whole = _shingles(self.hit.article.text)
        return self._whole


def _shingles(text: str) -> _Shingles:
    return frozenset(_hashes(words(text)))


def _hashes(every: Sequence[str]) -> Iterator[int]:
    # Hashed once: a set of tuples would hash all their words anew for every comparison.
    return map(hash, zip(every, every[1:], every[2:], every[3:], strict=False))
