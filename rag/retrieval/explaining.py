"""Explaining: why hits stand where they stand, and why good passages are not shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from index.articles import Article
from index.filters import Filters
from rag.answers import Hit, Trace
from rag.retrieval.near_duplicates import Deduplicated
from rag.retrieval.preferences import Preference

MOST_MISSES = 3
"""Of each kind."""

_NOT_FOUND = "the search by {} did not find it"


class Why(StrEnum):
    """What kept a passage from being shown."""

    BELOW = "below"
    """Others score higher."""
    PREFERENCE = "preference"
    """The question prefers others, by publisher or time."""
    RERANKER = "reranker"
    COPY = "copy"
    """A better one says the same."""
    FILTER = "filter"
    """Its article is left out by publisher or date."""


@dataclass(frozen=True, kw_only=True)
class Miss:
    """A passage that is not shown; ``hit.rank`` counts everything that was found, copies too."""

    hit: Hit
    why: Why
    reason: str
    """A clause for a reader: "published 2024-05-02, before 2025-01-01"."""


def misses(
    ranked: Sequence[Hit], deduplicated: Deduplicated, preference: Preference, *, top_k: int
) -> Iterator[Miss]:
    """Yield the best passages that are not shown: those with lower scores, then the duplicates."""
    hidden = {duplicate.hit.passage.id for duplicate in deduplicated.duplicates}
    shown = {hit.passage.id for hit in deduplicated.hits}
    beaten = (hit for hit in ranked if hit.passage.id not in shown | hidden)
    if deduplicated.hits:
        for hit in islice(beaten, MOST_MISSES):
            yield _beaten(hit, deduplicated.hits[-1], preference, top_k=top_k)
    for duplicate in deduplicated.duplicates[:MOST_MISSES]:
        if duplicate.hit.rank <= top_k + len(deduplicated.duplicates):
            reason = f"says the same as number {duplicate.of_rank}"
            yield Miss(hit=duplicate.hit, why=Why.COPY, reason=reason)


def filtered_out(unfiltered: Sequence[Hit], filters: Filters) -> Iterator[Miss]:
    """Yield the best of the hits without filters that do not pass the filters."""
    reasons = ((hit, _left_out(hit.article, filters)) for hit in unfiltered)
    left_out = (Miss(hit=hit, why=Why.FILTER, reason=reason) for hit, reason in reasons if reason)
    yield from islice(left_out, MOST_MISSES)


def _left_out(article: Article, filters: Filters) -> str | None:
    """Return why an article does not pass the filters; ``None`` where it does."""
    published = article.published
    source = (article.source or "").casefold()
    if filters.sources and not any(name.casefold() in source for name in filters.sources):
        wanted = " or ".join(filters.sources)
        return f"published by {article.source or 'nobody known'}, not by {wanted}"
    if (filters.since or filters.until) and published is None:
        return "has no date"
    if filters.since and published and published < filters.since:
        return f"published {published}, before {filters.since}"
    if filters.until and published and published > filters.until:
        return f"published {published}, after {filters.until}"
    return None


def _beaten(hit: Hit, last: Hit, preference: Preference, *, top_k: int) -> Miss:
    """Return why a passage ranks below the last one that is shown."""
    trace = hit.trace
    behind = f"{max(0.0, last.score - hit.score):.3f} behind number {last.rank}"
    if trace.rerank_before is not None and trace.rerank_before <= top_k:
        moved = f"the reranker moved it down from place {trace.rerank_before}"
        return Miss(hit=hit, why=Why.RERANKER, reason=f"{moved}, {behind}")
    if _unpreferred(hit, preference) > _unpreferred(last, preference):
        wanted = " and ".join(preference.named())
        return Miss(hit=hit, why=Why.PREFERENCE, reason=f"the question prefers {wanted}, {behind}")
    weaker = ", ".join(islice(_weaknesses(trace, last.trace), 2))
    return Miss(hit=hit, why=Why.BELOW, reason=": ".join(filter(None, (behind, weaker))))


def _unpreferred(hit: Hit, preference: Preference) -> float:
    """Return the score without what the preference added."""
    return hit.score * (1 + preference.most) - (hit.trace.preferred or 0.0)


def _weaknesses(trace: Trace, better: Trace) -> Iterator[str]:
    """Yield where a passage is weaker than one that is shown, the most important first."""
    if trace.dense_rank is None and better.dense_rank is not None:
        yield _NOT_FOUND.format("meaning")
    if trace.text_rank is None and better.text_rank is not None:
        yield _NOT_FOUND.format("words")
    for name, own, other in (
        ("its best sentence has", trace.sentence, better.sentence),
        ("it has", trace.coverage, better.coverage),
    ):
        if own is not None and other is not None and own < other:
            yield f"{name} {own:.0%} of the question's words by weight, not {other:.0%}"
    if (trace.adjacency or 0.0) < (better.adjacency or 0.0):
        yield "fewer of them stand side by side"
    if trace.dense_score is not None and trace.dense_score < (better.dense_score or 0.0):
        yield f"its cosine is {trace.dense_score:.3f}, not {better.dense_score:.3f}"
