"""Candidate sentences and what speaks for each: the features of the extractive answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.embedding import Vectors
from index.sentences import sentence_spans
from rag.answering.questions import Wanted, values_for
from rag.answering.values import Kind
from rag.answers import Hit
from rag.retrieval.words import stems, words

FEATURES = (
    "cosine",
    "window_cosine",
    "passage_cosine",
    "coverage",
    "window_coverage",
    "missing",
    "names_missing",
    "adjacent",
    "passage_score",
    "kind_present",
    "kind_absent",
    "short",
)

Weigh = Callable[[str], float]
"""Returns the weight of a stem: the rarer in the library, the higher."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A sentence of a hit: ``hit.article.text[start:end]``."""

    hit: Hit
    start: int
    end: int
    context: str
    """The sentence with its neighbours and its article's title."""
    dependent: int | None
    """Where the sentence before begins, if this one cannot be understood without it."""

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.article.text[self.start : self.end]

    @property
    def understood(self) -> str:
        """The sentence, behind the one it points back to if it does."""
        first = self.start if self.dependent is None else self.dependent
        return self.hit.article.text[first : self.end]


def candidates_in(hits: Iterable[Hit]) -> list[Candidate]:
    """Return the sentences of the hits, in the hits' order, each stretch of text once."""
    found: list[Candidate] = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        text, offset = hit.passage.text, hit.passage.start
        spans = sentence_spans(text)
        for number, (start, end) in enumerate(spans):
            if (hit.article.id, offset + start) in seen or not _is_prose(text[start:end]):
                continue
            seen.add((hit.article.id, offset + start))
            first, last = spans[max(0, number - 1)], spans[min(len(spans) - 1, number + 1)]
            depends = number > 0 and depends_on_previous(text[start:end])
            found.append(
                Candidate(
                    hit=hit,
                    start=offset + start,
                    end=offset + end,
                    context=f"{hit.article.title}\n{text[first[0] : last[1]]}",
                    dependent=offset + first[0] if depends else None,
                )
            )
    return found


def features(
    wanted: Wanted,
    candidates: Sequence[Candidate],
    *,
    question: Vectors,
    vectors: Vectors,
    rarity: Weigh,
) -> Vectors:
    """Return ``(len(candidates), len(FEATURES))`` float32, columns named by ``FEATURES``.

    ``question`` is the question's vector, ``(dimension,)``, and ``vectors`` those of the candidates
    as they are ``understood``, ``(len(candidates), dimension)``.
    """
    cosines = vectors @ question
    weights = {stem: rarity(stem) for stem in wanted.stems}
    rows = []
    for number, one in enumerate(candidates):
        neighbours = [
            float(cosines[other])
            for other in (number - 1, number + 1)
            if 0 <= other < len(candidates) and candidates[other].hit is one.hit
        ]
        rows.append(_row(wanted, one, weights, float(cosines[number]), neighbours))
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))


def coverage(weights: dict[str, float], present: frozenset[str]) -> float:
    """Return the share of the question's weight whose words are present."""
    whole = sum(weights.values())
    return (
        sum(weight for stem, weight in weights.items() if stem in present) / whole if whole else 0.0
    )


_POINTING = frozenset("he she it they this that these those him them his their its such".split())  # noqa: SIM905
_POINTING_WITHIN = 4
"""A pointing word among the first so many words points out of the sentence."""


def depends_on_previous(sentence: str) -> bool:
    """Whether a sentence points back: "Most of them come from Italy"."""
    return not _POINTING.isdisjoint(words(sentence)[:_POINTING_WITHIN])


def _is_prose(sentence: str) -> bool:
    """Whether a sentence says anything: three words, most of it letters."""
    letters = sum(char.isalpha() for char in sentence)
    return len(sentence.split()) >= 3 and letters > len(sentence) / 2


def _row(
    wanted: Wanted,
    one: Candidate,
    weights: dict[str, float],
    cosine: float,
    neighbours: list[float],
) -> list[float]:
    own = stems(one.understood)
    around = frozenset(stems(one.context))
    heaviest = max(weights.values(), default=0.0)
    missing = max((weight for stem, weight in weights.items() if stem not in around), default=0.0)
    fitting = _fitting(wanted, one.text)
    return [
        cosine,
        max([cosine, *neighbours]),
        one.hit.trace.dense_score or 0.0,
        coverage(weights, frozenset(own)),
        coverage(weights, around),
        missing / heaviest if heaviest else 0.0,
        1 - coverage(dict.fromkeys(wanted.names, 1.0), around) if wanted.names else 0.0,
        _adjacent(wanted.stems, own),
        one.hit.score,
        float(fitting is True),
        float(fitting is False),
        float(len(own) < 6),
    ]


def _adjacent(question: Sequence[str], sentence: Sequence[str]) -> float:
    """Return the share of the question's neighbouring words that are neighbours here too."""
    pairs = list(pairwise(question))
    there = set(pairwise(sentence))
    return sum(pair in there for pair in pairs) / len(pairs) if pairs else 0.0


def _fitting(wanted: Wanted, sentence: str) -> bool | None:
    """Whether a value of the wanted kind stands in the sentence that the question lacks.

    ``None`` for kinds that no value answers.
    """
    if wanted.kind in (Kind.YES_NO, Kind.REASON, Kind.OTHER):
        return None
    return bool(values_for(wanted, sentence))
