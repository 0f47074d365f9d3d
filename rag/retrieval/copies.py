"""Near-copies: syndicated articles say the same in the same words, and count as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answers import Hit
from rag.retrieval.words import words

_SAME = 0.7
"""Share of the shorter passage's shingles that make the other one its copy."""

_Shingles = frozenset[int]
"""Hashes of four words that follow one another."""


def collapse(hits: Sequence[Hit], *, most: int) -> list[Hit]:
    """Fold passages that copy a better one into it; return ``most`` at most, ranked anew."""
    kept: list[Hit] = []
    shingles: list[_Shingles] = []
    for hit in hits:
        own = _shingles(hit.passage.text)
        copied = next(
            (i for i, other in enumerate(shingles) if _overlap(own, other) >= _SAME), None
        )
        if copied is not None:
            kept[copied] = _with_copy(kept[copied], hit)
        elif len(kept) < most:
            kept.append(replace(hit, rank=len(kept) + 1))
            shingles.append(own)
    return kept


def _overlap(left: _Shingles, right: _Shingles) -> float:
    """Return the share of the smaller set that is in the other, 0 when it is empty."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def _shingles(text: str) -> _Shingles:
    every = words(text)
    # Hashed once: a set of tuples would hash all their words anew for every comparison.
    return frozenset(map(hash, zip(every, every[1:], every[2:], every[3:], strict=False)))


def _with_copy(hit: Hit, copy: Hit) -> Hit:
    known = {hit.article.id, *(article.id for article in hit.copies)}
    if copy.article.id in known:
        return hit
    return replace(hit, copies=(*hit.copies, copy.article))
