"""Fusion: one ranking from the dense one, the full-text one and the signals of the words.

A convex combination of scores (Bruch, Gai and Ingber, TOIS 2023). Unlike reciprocal rank fusion it
keeps how far ahead the first of a ranking is. The scores of both searches are scaled within the
question. The shares of ``signals`` are not: where no passage has many of the question's words, they
are small by themselves, and meaning decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answers import Trace
from rag.retrieval.signals import Match

Ranking = Sequence[tuple[str, float]]
"""Passage ids with their scores, best first."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What each signal adds to a score, together 1."""

    dense: float
    text: float
    coverage: float = 0.0
    sentence: float = 0.0
    adjacency: float = 0.0


SEARCHES = Weights(dense=0.45, text=0.55)
"""Of the two searches alone."""

ALL_SIGNALS = Weights(dense=0.30, text=0.21, coverage=0.12, sentence=0.21, adjacency=0.16)
"""Of all signals: a third of ``SEARCHES`` and two thirds of weights fitted with RankNet's loss.

The fitted weights alone are a little better where questions ask for one sentence and worse where
they name a subject. nDCG@10 by article on development halves, with passages of 1,000 characters and
MiniLM:

    ==================  =====  =====  =====  ======  =======
    collection          dense  text   RRF    search  all
    ==================  =====  =====  =====  ======  =======
    XQuAD (200)         0.931  0.968  -      0.975   0.983
    SQuAD 2.0 (300)     0.805  0.891  -      0.918   0.937
    Cranfield (111)     0.395  0.368  0.419  0.413   0.412
    WiCE (158)          0.918  0.955  0.951  0.965   0.967
    ==================  =====  =====  =====  ======  =======

``tests/bench/measure_retrieval.py`` measures it anew.
"""


@dataclass(frozen=True, kw_only=True)
class Fused:
    """A passage that one or both searches found, with its signals, each between 0 and 1."""

    passage_id: str
    dense: float
    text: float
    trace: Trace
    match: Match | None = None
    """``None`` where its words were not compared."""

    @property
    def full_trace(self) -> Trace:
        """The trace with the signals of the words."""
        if self.match is None:
            return self.trace
        return replace(
            self.trace,
            coverage=self.match.coverage,
            sentence=self.match.sentence,
            adjacency=self.match.adjacency,
        )

    def score(self, weights: Weights) -> float:
        """Return the weighted sum, between 0 and 1."""
        match = self.match or Match()
        return (
            weights.dense * self.dense
            + weights.text * self.text
            + weights.coverage * match.coverage
            + weights.sentence * match.sentence
            + weights.adjacency * match.adjacency
        )


def fuse(dense: Ranking, text: Ranking) -> list[Fused]:
    """Fuse two rankings by their scores; a passage that is first in both has the score 1."""
    # BM25 has a natural zero. A cosine among related texts has none, so that of the last serves.
    floor = dense[-1][1] if len(dense) > 1 else 0.0
    by_dense, by_text = _scaled(dense, floor=floor), _scaled(text, floor=0.0)
    dense_ranks, text_ranks = _ranks(dense), _ranks(text)
    cosines, bm25 = dict(dense), dict(text)
    fused = [
        Fused(
            passage_id=passage_id,
            dense=by_dense.get(passage_id, 0.0),
            text=by_text.get(passage_id, 0.0),
            trace=Trace(
                dense_rank=dense_ranks.get(passage_id),
                dense_score=cosines.get(passage_id),
                text_rank=text_ranks.get(passage_id),
                text_score=bm25.get(passage_id),
            ),
        )
        for passage_id in dict.fromkeys([*dense_ranks, *text_ranks])
    ]
    return sorted(fused, key=lambda one: (-one.score(SEARCHES), one.passage_id))


def _scaled(ranking: Ranking, *, floor: float) -> dict[str, float]:
    """Return the scores stretched so that the first is 1 and ``floor`` is 0."""
    if not ranking:
        return {}
    height = ranking[0][1] - floor
    return {
        passage_id: (score - floor) / height if height > 0 else 1.0 for passage_id, score in ranking
    }


def _ranks(ranking: Ranking) -> dict[str, int]:
    return {passage_id: rank for rank, (passage_id, _) in enumerate(ranking, start=1)}
