"""Closeness: how much of what a sentence says stands in a stretch of an article."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from index.embedding import Embedder, Vectors
from rag.language.thesaurus import alike
from rag.verification.clauses import Features, total

ANTECEDENT = 0.9
"""What a name counts that only stands elsewhere in the passage: a pronoun may mean it."""
SYNONYM = 0.9
"""What a word counts for which another one stands there."""

_FAR, _NEAR = 0.25, 0.80
"""Cosines of two texts that count as nothing and as everything in common."""


def coverage(wanted: Features, present: Features, *, context: Features = frozenset()) -> float:
    """Return the share of the features ``wanted``, by weight, that are ``present`` too.

    ``context`` are the features of what surrounds the stretch.
    """
    whole = total(wanted)
    if not whole:
        return 0.0
    missing = wanted - present
    found = total(wanted & present)
    found += ANTECEDENT * total(frozenset(one for one in missing & context if one[0] == "@"))
    found += SYNONYM * total(frozenset(one for one in missing if _has_alike(one, present)))
    return min(found / whole, 1.0)


def _has_alike(feature: str, present: Features) -> bool:
    return feature[0] not in "@#" and any(alike(feature, one) for one in present)


class Meaning:
    """Compares the meanings of texts by their vectors, each of which is computed once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}

    def likeness(self, text: str, others: Iterable[str]) -> list[float]:
        """Return between 0 and 1 how alike ``text`` is to each of ``others``."""
        listed = list(others)
        new = [one for one in dict.fromkeys([text, *listed]) if one not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embedder.embed_documents(new), strict=True))
        cosines = [float(self._vectors[one] @ self._vectors[text]) for one in listed]
        return [float(np.clip((one - _FAR) / (_NEAR - _FAR), 0.0, 1.0)) for one in cosines]
