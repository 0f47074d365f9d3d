"""Signals: how many of a question's words a passage has, in one sentence, and side by side.

BM25 adds up words wherever they stand. The passage that answers has them close together, in a
sentence that the article's title completes, and often in the question's own order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

import numpy as np

from index.passages import Passage
from index.text.stem_codes import BREAK, StemCodes, stem_code
from index.text.words import stem, stems, words
from rag.language.words.stopwords import STOPWORDS
from rag.retrieval.idf import TermWeight

_NEAR = 2
"""The most words from one of a pair to the other."""

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


class ComparedPassage(NamedTuple):
    """A passage with what is compared of it."""

    passage: Passage
    title: str
    """Of its article."""
    wording: StemCodes


class _Place(NamedTuple):
    """Where a passage has a word of the question; numbers count through all passages."""

    passage: int
    sentence: int
    word: int
    stem: str


class Matcher:
    """Compares one question with passages."""

    def __init__(self, question: str, term_weight: TermWeight) -> None:
        every = words(question)
        chosen = [word for word in every if word not in STOPWORDS] or every
        ordered = [found for word in chosen if (found := stem(word))]
        weights = {one: term_weight(one) for one in ordered}
        self._stems = {stem_code(one): one for one in weights}
        self._words = _Weights(weights)
        self._pairs = _Weights(
            {
                (left, right): min(weights[left], weights[right])
                for left, right in pairwise(ordered)
                if left != right
            }
        )

    def matches(self, passages: Sequence[ComparedPassage]) -> list[Match]:
        """Return how the question's words stand in each of the passages."""
        places: list[list[_Place]] = [[] for _ in passages]
        for place in self._places([one.wording for one in passages]):
            places[place.passage].append(place)
        return [self._match(one, there) for one, there in zip(passages, places, strict=True)]

    def _match(self, compared: ComparedPassage, places: Sequence[_Place]) -> Match:
        heads = self._words.keys() & stems(f"{compared.title}\n{compared.passage.heading or ''}")
        sentences = [
            heads.union(place.stem for place in sentence)
            for _, sentence in groupby(places, key=attrgetter("sentence"))
        ]
        return Match(
            coverage=self._words.share(heads.union(*sentences)),
            sentence=max(self._words.share(present) for present in [heads, *sentences]),
            adjacency=self._pairs.share(_near(places)),
        )

    def _places(self, wordings: Sequence[StemCodes]) -> Iterator[_Place]:
        """Yield the places of the question's words, in order."""
        if not wordings:
            return
        joined = np.concatenate(wordings)
        asked = np.flatnonzero(np.isin(joined, list(self._stems)))
        ends = np.cumsum([len(one) for one in wordings])
        passages = np.searchsorted(ends, asked, side="right")
        # A passage of one sentence has no break in it, so its number counts too.
        breaks = np.cumsum(joined == BREAK)[asked]
        columns = (passages, breaks + passages, asked - breaks, joined[asked])
        for passage, sentence, word, code in zip(*(one.tolist() for one in columns), strict=True):
            yield _Place(passage, sentence, word, self._stems[code])


def _near(places: Sequence[_Place]) -> set[tuple[str, str]]:
    """Return the pairs of asked words side by side or with one word between them."""
    return {
        (one.stem, other.stem)
        for ahead in (1, 2)  # with both places taken, the second of them is one word away
        for one, other in zip(places, places[ahead:], strict=False)
        if other.word - one.word <= _NEAR
    }


class _Weights(dict[_Key, float]):
    """What each word, or pair, of a question weighs."""

    @cached_property
    def _whole(self) -> float:
        return sum(self.values())

    def share(self, present: Collection[_Key]) -> float:
        """Return the share of the weight whose keys are present, 0 where there is no weight."""
        if not (present and self._whole):
            return 0.0
        return sum([weight for key, weight in self.items() if key in present]) / self._whole
