"""From the hits of a question to a ranking of documents, as TREC's tools read one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rag.answers import Hit
from rag.evaluation.metrics.relevance import Gold, NameDocument


def ranked_articles(hits: Sequence[Hit], gold: Gold, *, name: NameDocument) -> list[str]:
    """Return the documents by article, each at the rank of its first passage.

    Near-copies are folded into one hit. It counts as those of its articles that are relevant or,
    where none is, as the one that is shown.
    """
    ranking = []
    for hit in hits:
        group = (hit.article, *hit.copies)
        relevant = list(chain.from_iterable(gold.documents.get(one.id, ()) for one in group))
        ranking.append(relevant or [name(hit.article.id, hit.article.origin)])
    return list(_each_once(ranking))


def ranked_passages(hits: Sequence[Hit], gold: Gold) -> list[str]:
    """Return the passages; one that a relevant passage is a copy of counts as that."""
    ranking = []
    for hit in hits:
        copies = chain.from_iterable(gold.passages_of.get(one.id, ()) for one in hit.copies)
        own = hit.passage.id in gold.passages
        ranking.append([hit.passage.id] if own else list(copies) or [hit.passage.id])
    return list(_each_once(ranking))


def _each_once(groups: Iterable[Iterable[str]]) -> Iterator[str]:
    yield from dict.fromkeys(chain.from_iterable(groups))
