"""The order in which questions are proposed: a few of them should cover many articles."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from index.articles import Article
from rag.evaluation.proposing.near_misses import Alterer
from rag.evaluation.proposing.proposals import Proposal, key_of

Source = Callable[[Article], Iterable[Proposal]]
"""Makes the proposals of one article."""


def offer(
    articles: Sequence[Article],
    source: Source,
    *,
    seed: int = 0,
    unanswerable: float = 0.2,
    known: Container[str] = frozenset(),
) -> Iterator[Proposal]:
    """Yield proposals, no question twice, a second one of an article only after one of each.

    The articles' order is drawn by ``seed``; of an article's proposals, the kind that was offered
    least comes first. About the share ``unanswerable`` of them is altered so that no article
    answers it. Questions whose ``key_of`` is in ``known`` are left out. An article is read when
    its turn comes.
    """
    seen: set[str] = set()
    owed = 0.0
    alterer = Alterer(articles, seed)
    for proposal in _round_after_round(articles, source, seed):
        if _is_new(proposal, known, seen):
            yield proposal
        # Also after a known one: otherwise a second visit would offer another share.
        owed += unanswerable / (1 - unanswerable) if unanswerable < 1 else 1
        near_miss = alterer.altered(proposal) if owed >= 1 else None
        if near_miss is not None:
            owed -= 1
            if _is_new(near_miss, known, seen):
                yield near_miss


def _is_new(proposal: Proposal, known: Container[str], seen: set[str]) -> bool:
    key = key_of(proposal.question)
    new = key not in known and key not in seen
    seen.add(key)
    return new


def _round_after_round(
    articles: Sequence[Article], source: Source, seed: int
) -> Iterator[Proposal]:
    order = random.Random(seed).sample(articles, len(articles))
    offered: Counter[str] = Counter()
    left: list[list[Proposal]] = []
    for article in order:
        of_article = list(source(article))
        if of_article:
            left.append(of_article)
            yield _rarest(of_article, offered)
    while left := [of_article for of_article in left if of_article]:
        for of_article in left:
            yield _rarest(of_article, offered)


def _rarest(proposals: list[Proposal], offered: Counter[str]) -> Proposal:
    """Take out the proposal whose kind was offered least, the first of several."""
    chosen = min(proposals, key=lambda one: offered[one.tags[0]])
    offered[chosen.tags[0]] += 1
    proposals.remove(chosen)
    return chosen
