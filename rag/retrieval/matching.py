"""How a question's words stand in a passage: how many of them, in one sentence, side by side.

BM25 adds up words wherever they stand. The passage that answers has them close together, in a
sentence that the article's title completes, and often in the question's own order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from index.passages import Passage
from index.sentences import sentence_spans
from rag.retrieval.words import STOPWORDS, stem, stems, words

Weigh = Callable[[str], float]
"""Returns the weight of a stem: the rarer in the library, the higher."""

_NEAR = 2
"""Words from one of a pair to the other, at most."""

_Key = TypeVar("_Key", str, tuple[str, str])


@dataclass(frozen=True, kw_only=True)
class Match:
    """Shares of the question's weight, each between 0 and 1."""

    coverage: float = 0.0
    """Of its words, in the passage, its heading and its article's title."""
    sentence: float = 0.0
    """Of its words, in the best sentence with heading and title."""
    adjacency: float = 0.0
    """Of its pairs of neighbouring words, with at most one word between them in the passage."""


class Matcher:
    """Compares one question with passages."""

    def __init__(self, question: str, weigh: Weigh) -> None:
        every = words(question)
        chosen = [word for word in every if word not in STOPWORDS] or every
        ordered = [found for word in chosen if (found := stem(word))]
        self._weights = {one: weigh(one) for one in ordered}
        self._asked = frozenset(self._weights)
        self._pairs = {
            (left, right): min(self._weights[left], self._weights[right])
            for left, right in pairwise(ordered)
            if left != right
        }

    def match(self, passage: Passage, title: str) -> Match:
        """Return how the question's words stand in a passage of an article with this title."""
        heads = self._asked.intersection(stems(f"{title}\n{passage.heading or ''}"))
        text = passage.text
        sentences = [stems(text[start:end]) for start, end in sentence_spans(text)]
        found = {heads.union(self._asked.intersection(sentence)) for sentence in sentences}
        return Match(
            coverage=_share(self._weights, heads.union(*found)),
            sentence=max((_share(self._weights, present) for present in found), default=0.0),
            adjacency=_share(self._pairs, self._near(sentences)),
        )

    def _near(self, sentences: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
        """Return the pairs of asked words side by side or with one word between them."""
        asked = list(self._places(sentences))
        return {
            (left, right)
            for ahead in (1, 2)  # with both places taken, the second of them is one word away
            for (start, left), (end, right) in zip(asked, asked[ahead:], strict=False)
            if end - start <= _NEAR
        }

    def _places(self, sentences: Iterable[Sequence[str]]) -> Iterator[tuple[int, str]]:
        """Yield the asked words with their places in the passage."""
        first = 0
        for sentence in sentences:
            if not self._asked.isdisjoint(sentence):
                for place, one in enumerate(sentence, start=first):
                    if one in self._asked:
                        yield place, one
            first += len(sentence)


def _share(weights: Mapping[_Key, float], present: Collection[_Key]) -> float:
    """Return the share of the weight whose keys are present, 0 where there is no weight."""
    whole = sum(weights.values())
    return sum(weight for key, weight in weights.items() if key in present) / whole if whole else 0
