"""The measures of one case, as pure functions. ``None`` means undefined, never the same as 0."""

from rag.evaluation.metrics.ranking import (
    all_at,
    average_precision,
    hit_at,
    ndcg,
    ranked,
    ranking_metrics,
    recall_at,
    reciprocal_rank,
)
from rag.evaluation.metrics.wording import (
    contains_answer,
    exact_match,
    normalise,
    numeric_match,
    short_answer_agrees,
    token_f1,
)
from rag.evaluation.testsets.cases import Span, overlaps, quote_exists, quote_spans

__all__ = [
    "Span",
    "all_at",
    "average_precision",
    "contains_answer",
    "exact_match",
    "hit_at",
    "ndcg",
    "normalise",
    "numeric_match",
    "overlaps",
    "quote_exists",
    "quote_spans",
    "ranked",
    "ranking_metrics",
    "recall_at",
    "reciprocal_rank",
    "short_answer_agrees",
    "token_f1",
]
