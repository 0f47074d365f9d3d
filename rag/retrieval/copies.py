"""Near-copies: syndicated articles say the same in the same words, and count as one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rag.answers import Hit
from rag.retrieval.words import words

_SAME = 0.7
"""Share of the shorter passage's shingles that make the other one its copy."""

_Shingle = tuple[str, str, str, str]
"""Words that must follow one another to count as shared."""


def collapse(hits: Sequence[Hit], *, most: int) -> list[Hit]:
    """Fold passages that copy a better one into it; return ``most`` at most, ranked anew."""
    kept: list[Hit] = []
    seen = _Seen()
    for hit in hits:
        own = _shingles(hit.passage.text)
        copied = seen.first_like(own)
        if copied is not None:
            kept[copied] = _with_copy(kept[copied], hit)
        elif len(kept) < most:
            kept.append(replace(hit, rank=len(kept) + 1))
            seen.add(own)
    return kept


class _Seen:
    """The shingles of the passages that were kept, each with the passages that have it."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._holders: defaultdict[_Shingle, list[int]] = defaultdict(list)

    def add(self, shingles: frozenset[_Shingle]) -> None:
        """Take in the next passage that is kept."""
        for shingle in shingles:
            self._holders[shingle].append(len(self._sizes))
        self._sizes.append(len(shingles))

    def first_like(self, shingles: frozenset[_Shingle]) -> int | None:
        """Return the number of the first passage that shares enough, ``None`` if none does."""
        shared = Counter(
            number
            for shingle in shingles
            if shingle in self._holders
            for number in self._holders[shingle]
        )
        size = len(shingles)
        like = (
            number
            for number, count in shared.items()
            if count / min(size, self._sizes[number]) >= _SAME
        )
        return min(like, default=None)


def _shingles(text: str) -> frozenset[_Shingle]:
    every = words(text)
    return frozenset(zip(every, every[1:], every[2:], every[3:], strict=False))


def _with_copy(hit: Hit, copy: Hit) -> Hit:
    known = {hit.article.id, *(article.id for article in hit.copies)}
    if copy.article.id in known:
        return hit
    return replace(hit, copies=(*hit.copies, copy.article))
