"""Fusion: one ranking from the dense and the full-text one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers import Trace

Ranking = Sequence[tuple[str, float]]
"""Passage ids with their scores, best first."""

RRF_K = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""


@dataclass(frozen=True, kw_only=True)
class Fused:
    """A passage in the fused ranking; ``score`` is between 0 and 1."""

    passage_id: str
    score: float
    trace: Trace


def fuse(dense: Ranking, text: Ranking) -> list[Fused]:
    """Fuse two rankings by reciprocal rank; 1 is the score of a passage that leads both."""
    by_dense = {passage_id: rank for rank, (passage_id, _) in enumerate(dense, start=1)}
    by_text = {passage_id: rank for rank, (passage_id, _) in enumerate(text, start=1)}
    cosines, bm25 = dict(dense), dict(text)
    fused = [
        Fused(
            passage_id=passage_id,
            score=(_share(by_dense.get(passage_id)) + _share(by_text.get(passage_id))) / 2,
            trace=Trace(
                dense_rank=by_dense.get(passage_id),
                dense_score=cosines.get(passage_id),
                text_rank=by_text.get(passage_id),
                text_score=bm25.get(passage_id),
            ),
        )
        for passage_id in dict.fromkeys([*by_dense, *by_text])
    ]
    return sorted(fused, key=lambda one: (-one.score, one.passage_id))


def _share(rank: int | None) -> float:
    return 0.0 if rank is None else (RRF_K + 1) / (RRF_K + rank)
