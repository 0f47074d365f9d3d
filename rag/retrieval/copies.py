"""Near-copies: syndicated articles say the same in the same words, and count as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answers import Hit
from rag.retrieval.words import words

_SHINGLE = 4
"""Words that must follow one another to count as shared."""

_SAME = 0.7
"""Share of the shorter passage's shingles that make the other one its copy."""


def collapse(hits: Sequence[Hit]) -> list[Hit]:
    """Fold passages that copy a better one into it and rank the rest anew."""
    kept: list[Hit] = []
    shingles: list[frozenset[tuple[str, ...]]] = []
    for hit in hits:
        own = _shingles(hit.passage.text)
        copied = next((i for i, other in enumerate(shingles) if overlap(own, other) >= _SAME), None)
        if copied is None:
            kept.append(replace(hit, rank=len(kept) + 1))
            shingles.append(own)
        else:
            kept[copied] = _with_copy(kept[copied], hit)
    return kept


def overlap(left: frozenset[tuple[str, ...]], right: frozenset[tuple[str, ...]]) -> float:
    """Return the share of the smaller set that is in the other, 0 when it is empty."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    every = words(text)
    return frozenset(
        tuple(every[first : first + _SHINGLE]) for first in range(len(every) - _SHINGLE + 1)
    )


def _with_copy(hit: Hit, copy: Hit) -> Hit:
    known = {hit.article.id, *(article.id for article in hit.copies)}
    if copy.article.id in known:
        return hit
    return replace(hit, copies=(*hit.copies, copy.article))
