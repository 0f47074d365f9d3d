"""The order in which questions are proposed: a few of them should be of many kinds and articles."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import chain

from index.articles import Article
from rag.evaluation.proposing.near_misses import Alterer
from rag.evaluation.proposing.proposals import Proposal, key_of

Source = Callable[[Article], Iterable[Proposal]]
"""Makes the proposals of one article."""
Across = Callable[[Sequence[Article], Sequence[Proposal]], Iterable[Proposal]]
"""Makes proposals of several articles, which were read, and of what was proposed of each."""

_AHEAD = 5
"""Articles that are read for each question, so that the rare kinds have their share."""
_FEWEST_READ = 40


def offer(
    articles: Sequence[Article],
    source: Source,
    *,
    across: Across = lambda _articles, _proposals: (),
    afterwards: Source | None = None,
    seed: int = 0,
    unanswerable: float = 0.2,
    known: Container[str] = frozenset(),
) -> Iterator[Proposal]:
    """Yield proposals, no question twice, a second one of an article only after one of each.

    The articles' order is drawn by ``seed``; of what the articles that are read have, the kind that
    was offered least comes first. About the share ``unanswerable`` of them is altered so that no
    article answers it. Questions whose ``key_of`` is in ``known`` are left out. Articles are read
    as questions are wanted, some ahead. When ``source`` has no more, ``afterwards`` is asked.
    """
    seen: set[str] = set()
    owed = 0.0
    alterer = Alterer(articles, seed)
    pools = [_Pool(articles, source, across, seed).in_turn()]
    if afterwards is not None:
        pools.append(_Pool(articles, afterwards, lambda _articles, _proposals: (), seed).in_turn())
    for proposal in chain.from_iterable(pools):
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
    key = key_of(" ".join([*proposal.history, proposal.question]))
    new = key not in known and key not in seen
    # A follow-up question asks for what its parts would ask for alone.
    seen |= {key, *map(key_of, proposal.history), key_of(proposal.standalone)}
    return new


class _Pool:
    """The proposals of the articles that were read, and which kinds were offered how often."""

    def __init__(
        self, articles: Sequence[Article], source: Source, across: Across, seed: int
    ) -> None:
        self._order = random.Random(seed).sample(articles, len(articles))
        self._source = source
        self._across = across
        self._read = 0
        self._left: list[list[Proposal]] = []
        """Of each article; the last list holds those of several."""
        self._turns: Counter[int] = Counter()
        """How often each of the lists was drawn from."""
        self._kinds: Counter[str] = Counter()
        self._asked: set[tuple[str, str]] = set()
        """The kinds and topics of questions of several articles."""

    def in_turn(self) -> Iterator[Proposal]:
        """Yield every proposal, the rarest kind of the articles that had fewest turns first."""
        offered = 0
        together: list[Proposal] = []
        while True:
            if self._fill(_FEWEST_READ + _AHEAD * offered):
                every = [one for of_article in self._left for one in of_article]
                together += self._unlike(self._across(self._order[: self._read], every))
            chosen = self._rarest(together)
            if chosen is None:
                return
            yield chosen
            offered += 1

    def _unlike(self, found: Iterable[Proposal]) -> Iterator[Proposal]:
        """Yield those of several articles that ask what none before them did."""
        for one in found:
            asks = one.tags[0], one.topic or key_of(one.question)
            if asks not in self._asked:
                self._asked.add(asks)
                yield one

    def _fill(self, wanted: int) -> bool:
        """Read articles until as many as ``wanted`` were; return whether any was, at times."""
        before = self._read
        while self._read < min(wanted, len(self._order)):
            self._left.append(list(self._source(self._order[self._read])))
            self._read += 1
        return self._read > before and (
            before == 0 or self._read == len(self._order) or before // 50 != self._read // 50
        )

    def _rarest(self, together: list[Proposal]) -> Proposal | None:
        """Take out the proposal whose kind was offered least, of the articles whose turn it is."""
        turn = min((self._turns[at] for at, own in enumerate(self._left) if own), default=None)
        own = [
            (one, at)
            for at, of_article in enumerate(self._left)
            if self._turns[at] == turn
            for one in of_article
        ]
        every = [*own, *((one, -1) for one in together)]
        if not every:
            return None
        chosen, at = min(every, key=lambda pair: self._kinds[pair[0].tags[0]])
        self._kinds[chosen.tags[0]] += 1
        self._turns[at] += 1
        (self._left[at] if at >= 0 else together).remove(chosen)
        return chosen
