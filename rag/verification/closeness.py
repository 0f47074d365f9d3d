"""Closeness: how much of a sentence's meaning stands in a stretch of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from index.embedding import Embedder, Vectors
from rag.retrieval.words import stem, words
from rag.verification.clauses import Features, clause, total, weight

ANTECEDENT = 0.9
"""What a name counts that only stands elsewhere in the passage: a pronoun may mean it."""

_FAR, _NEAR = 0.25, 0.80
"""Cosines of two texts that count as nothing and as everything in common."""
_WORD_FAR, _WORD_NEAR = 0.35, 0.75
"""The same for two words alone, which MiniLM puts closer together."""
_BEST_SYNONYM = 0.9


class Closeness:
    """Measures closeness by words and, where there is an embedder, by meaning."""

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}

    def __call__(self, sentence: str, stretch: str, *, context: Features = frozenset()) -> float:
        """Return between 0 and 1 how much of ``sentence`` stands in ``stretch``.

        ``context`` are the features of what surrounds the stretch.
        """
        covered = self.coverage(sentence, stretch, context=context)
        if self._embedder is None:
            return covered
        cosine = float(self._of([sentence])[0] @ self._of([stretch])[0])
        return (covered + _between(cosine, _FAR, _NEAR)) / 2

    def coverage(self, sentence: str, stretch: str, *, context: Features = frozenset()) -> float:
        """Return the share of what ``sentence`` says, by weight, that ``stretch`` says too."""
        wanted, present = clause(sentence).features, clause(stretch).features
        whole = total(wanted)
        if not whole:
            return 0.0
        missing = wanted - present
        found = total(wanted & present)
        found += ANTECEDENT * total(frozenset(one for one in missing & context if one[0] == "@"))
        found += self._synonyms(sentence, stretch, missing - context)
        return found / whole

    def prepare(self, texts: Iterable[str]) -> None:
        """Embed ``texts`` together, which is faster than one by one."""
        if self._embedder is not None:
            self._of(list(texts))

    def _synonyms(self, sentence: str, stretch: str, missing: Features) -> float:
        """Return the weight of the ``missing`` stems that a word of ``stretch`` is close to."""
        plain = [word for word in _words(sentence) if stem(word) in missing]
        others = _words(stretch)
        if self._embedder is None or not plain or not others:
            return 0.0
        nearest = (self._of(plain) @ self._of(others).T).max(axis=1)
        likeness = np.minimum(_between_all(nearest, _WORD_FAR, _WORD_NEAR), _BEST_SYNONYM)
        return float(
            sum(
                weight(stem(word)) * like
                for word, like in dict(zip(plain, likeness, strict=True)).items()
            )
        )

    def _of(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new and self._embedder is not None:
            self._vectors.update(zip(new, self._embedder.embed_documents(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


def _words(text: str) -> list[str]:
    """Return the words of meaning, each once, that are neither names nor numbers."""
    stems = clause(text).stems
    return list(dict.fromkeys(word for word in words(text) if stem(word) in stems))


def _between(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)


def _between_all(values: Vectors, low: float, high: float) -> Vectors:
    clipped: Vectors = np.clip((values - low) / (high - low), 0.0, 1.0)
    return clipped
