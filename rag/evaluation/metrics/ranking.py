"""Measures of a ranking, each as trec_eval computes it; ``None`` where nothing is relevant.

``qrels`` maps the judged documents to their grades; those of grade 1 and more are relevant.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from rag.evaluation.metrics.measures import CUTOFFS, DEPTH, READ


def ranked(scores: Mapping[str, float]) -> list[str]:
    """Return the documents in the order in which trec_eval takes them.

    By falling score in single precision; of those that tie, the last by name comes first.
    """
    return sorted(scores, key=lambda document: (np.float32(scores[document]), document))[::-1]


def ranking_metrics(
    ranking: Sequence[str], qrels: Mapping[str, int], *, read: int = DEPTH
) -> dict[str, float | None]:
    """Return every measure of a ranking by name; ``read`` is the k of ``recall@k``."""
    cutoffs = {**{str(k): k for k in CUTOFFS}, READ: read}
    return {
        f"ndcg@{DEPTH}": ndcg(ranking, qrels, DEPTH),
        **{f"recall@{name}": recall_at(ranking, qrels, k) for name, k in cutoffs.items()},
        f"map@{DEPTH}": average_precision(ranking, qrels, DEPTH),
        f"mrr@{DEPTH}": reciprocal_rank(ranking, qrels, DEPTH),
        **{f"hit@{name}": hit_at(ranking, qrels, k) for name, k in cutoffs.items()},
        **{f"all_evidence@{name}": all_at(ranking, qrels, k) for name, k in cutoffs.items()},
    }


def hit_at(ranking: Sequence[str], qrels: Mapping[str, int], k: int) -> float | None:
    """Return 1 where a relevant document is within the first ``k``, else 0: ``success_k``."""
    recall = recall_at(ranking, qrels, k)
    return None if recall is None else float(recall > 0)


def recall_at(ranking: Sequence[str], qrels: Mapping[str, int], k: int) -> float | None:
    """Return the share of the relevant documents within the first ``k``: ``recall_k``."""
    relevant = _relevant(qrels)
    return (
        sum(document in relevant for document in ranking[:k]) / len(relevant) if relevant else None
    )


def all_at(ranking: Sequence[str], qrels: Mapping[str, int], k: int) -> float | None:
    """Return 1 where all relevant documents are within the first ``k``, else 0."""
    recall = recall_at(ranking, qrels, k)
    return None if recall is None else float(recall == 1)


def reciprocal_rank(ranking: Sequence[str], qrels: Mapping[str, int], k: int) -> float | None:
    """Return 1 over the rank of the first relevant document within ``k``, else 0: ``recip_rank``.

    Voorhees 1999 (TREC-8 question answering).
    """
    relevant = _relevant(qrels)
    if not relevant:
        return None
    return next((1 / rank for rank, one in enumerate(ranking[:k], start=1) if one in relevant), 0.0)


def average_precision(ranking: Sequence[str], qrels: Mapping[str, int], k: int) -> float | None:
    """Return the mean precision at the relevant documents, those beyond ``k`` at 0: ``map_cut``."""
    relevant = _relevant(qrels)
    if not relevant:
        return None
    ranks = [rank for rank, one in enumerate(ranking[:k], start=1) if one in relevant]
    return sum(found / rank for found, rank in enumerate(ranks, start=1)) / len(relevant)


def ndcg(ranking: Sequence[str], qrels: Mapping[str, int], k: int) -> float | None:
    """Return the discounted gain within ``k`` over the best there is: ``ndcg_cut`` of trec_eval.

    The gain is the grade itself and the discount log2(rank + 1) (Järvelin and Kekäläinen 2002).
    """
    relevant = _relevant(qrels)
    if not relevant:
        return None
    best = sorted(relevant.values(), reverse=True)
    return _discounted([relevant.get(one, 0) for one in ranking[:k]]) / _discounted(best[:k])


def _relevant(qrels: Mapping[str, int]) -> Mapping[str, int]:
    return {document: grade for document, grade in qrels.items() if grade > 0}


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
