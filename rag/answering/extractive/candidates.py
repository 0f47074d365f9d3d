"""Candidate sentences and what speaks for each: the features of the extractive answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.embedding import Vectors
from index.text.sentences import sentence_spans
from index.text.words import stems, words
from rag.answering.extractive.question import Wanted
from rag.answering.extractive.short_answers import NO_VALUE, pulled
from rag.answers import Hit
from rag.language.matching import found, weights_of
from rag.language.values import Kind

FEATURES = (
    "cosine",
    "window_cosine",
    "passage_cosine",
    "coverage",
    "window_coverage",
    "missing",
    "window_missing",
    "names_absent",
    "names_missing",
    "adjacent",
    "passage_score",
    "pull",
    "kind_present",
    "kind_absent",
    "uncounted",
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
    weights = weights_of(wanted.stems, rarity)
    rows = []
    for number, one in enumerate(candidates):
        neighbours = [
            float(cosines[other])
            for other in (number - 1, number + 1)
            if 0 <= other < len(candidates) and candidates[other].hit is one.hit
        ]
        rows.append(_row(wanted, one, weights, float(cosines[number]), neighbours))
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))


def coverages(
    question: Sequence[str], candidates: Iterable[Candidate], rarity: Weigh
) -> list[float]:
    """Return the share of a question's stems, by weight, that each candidate holds."""
    weights = weights_of(question, rarity)
    return [
        _coverage(weights, _found(weights, frozenset(stems(one.understood)))) for one in candidates
    ]


_POINTING = frozenset("he she it they this that these those him them his their its such".split())  # noqa: SIM905
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|as|following|after|so that|to ensure|in order|caused"
    r"|reason|therefore|amid|in response)\b",
    re.IGNORECASE,
)
_HARDLY = 0.01
"""Pull of a value that no word of the question points to."""

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
    in_it = _found(weights, frozenset(own))
    around = _found(weights, frozenset(stems(one.context)))
    value = _fitting(wanted, one, weights)
    return [
        cosine,
        max([cosine, *neighbours]),
        one.hit.trace.dense_score or 0.0,
        _coverage(weights, in_it),
        _coverage(weights, around),
        _heaviest_missing(weights, in_it),
        _heaviest_missing(weights, around),
        _names_missing(wanted, in_it),
        _names_missing(wanted, around),
        _adjacent(wanted.stems, own),
        one.hit.score,
        min(value, 1.0) if value else 0.0,
        float(value is not None and value > 0),
        float(value == 0),
        float(bool(wanted.unit) and (value or 0.0) < 1.0),
        float(len(own) < 6),
    ]


def _found(weights: dict[str, float], present: frozenset[str]) -> dict[str, float]:
    """Return how well each of the question's words is found, between 0 and 1."""
    return {stem: found(stem, present) for stem in weights}


def _coverage(weights: dict[str, float], credit: dict[str, float]) -> float:
    """Return the share of the question's weight whose words are found."""
    whole = sum(weights.values())
    return sum(weights[stem] * credit[stem] for stem in weights) / whole if whole else 0.0


def _heaviest_missing(weights: dict[str, float], credit: dict[str, float]) -> float:
    """Return the weight of the heaviest word that is not found, of that of the heaviest."""
    heaviest = max(weights.values(), default=0.0)
    missing = max((weights[stem] for stem in weights if not credit[stem]), default=0.0)
    return missing / heaviest if heaviest else 0.0


def _names_missing(wanted: Wanted, credit: dict[str, float]) -> float:
    """Return the share of the question's names that are not found."""
    named = [stem for stem in wanted.names if stem in credit]
    return 1 - sum(credit[stem] for stem in named) / len(named) if named else 0.0


def _adjacent(question: Sequence[str], sentence: Sequence[str]) -> float:
    """Return the share of the question's neighbouring words that are neighbours here too."""
    pairs = list(pairwise(question))
    there = set(pairwise(sentence))
    return sum(pair in there for pair in pairs) / len(pairs) if pairs else 0.0


def _fitting(wanted: Wanted, one: Candidate, weights: dict[str, float]) -> float | None:
    """Return how strongly the question's words point to a value of the wanted kind in a sentence.

    0 where there is none that the question lacks, ``None`` for kinds that no value answers.
    """
    if wanted.kind is Kind.REASON:
        return float(bool(_REASON.search(one.text)))
    if wanted.kind in NO_VALUE:
        return None
    values = pulled(
        wanted,
        one.understood,
        weigh=lambda stem: weights.get(stem, 0.0),
        start=len(one.understood) - len(one.text),
    )
    return max((max(value.pull, _HARDLY) for value in values), default=0.0)
