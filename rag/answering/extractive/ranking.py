"""Ranking: which sentence answers best, and whether any answers at all.

Two logistic models decide, over features of the candidates and, where there is a reader, over what
it says of them. ``tests/bench/fit_extractive.py`` fitted them on ten articles of SQuAD 2.0's
development set, the samples' questions and the half of ``articles_questions.jsonl`` that is there
to tune with. On that half the first citation holds the answer of 92.9 %, and refusals have an F1 of
0.86 (``measure_answers.py``). Adversarial near misses, as SQuAD has them, are often let through.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding import Vectors
from rag.answering.extractive.candidates import FEATURES, Candidate
from rag.answering.extractive.question import Question
from rag.reader import Reader, Span

PASSAGES_READ = 5
"""Reading takes most of an answer's time. The sixth has the answer for one question in fifty."""

READ_FEATURES = ("span", "answerable", "unread")

_SPAN_LIMITS = (-12.0, 12.0)
"""Log odds; what is beyond says no more."""


@dataclass(frozen=True, kw_only=True)
class ScoredCandidates:
    """The candidates for one question, with how well each answers it."""

    question: Question
    candidates: Sequence[Candidate]
    vectors: Vectors
    """``(candidates, dimension)``: of the sentences, of length 1."""
    scores: Vectors
    """``(candidates,)``: the higher, the better; differences are log odds."""
    confidence: float
    """The estimated probability that the best candidate answers."""
    spans: tuple[Span | None, ...] = ()
    """Where a reader finds the answer in each sentence; empty without a reader."""

    @property
    def order(self) -> list[int]:
        """The places of the candidates, the best first."""
        return [int(place) for place in np.argsort(-self.scores, kind="stable")]

    def cosine(self, place: int, other: int) -> float:
        """Return how alike two sentences are in meaning."""
        return float(self.vectors[place] @ self.vectors[other])


@dataclass(frozen=True, kw_only=True)
class PassagesRead:
    """The candidates' further features, and where the answer stands in each."""

    features: Vectors
    """``(candidates, len(READ_FEATURES))``."""
    spans: tuple[Span | None, ...]
    """In characters of the sentence."""


def read_passages(
    reader: Reader, question: str, candidates: Sequence[Candidate], scores: Vectors
) -> PassagesRead:
    """Read the passages whose sentences have the best ``scores``, ``(candidates,)``."""
    best: dict[int, float] = {}
    for candidate, score in zip(candidates, scores, strict=True):
        rank = candidate.hit.rank
        best[rank] = max(best.get(rank, -np.inf), float(score))
    chosen = sorted(best, key=lambda rank: -best[rank])[:PASSAGES_READ]
    hits = {one.hit.rank: one.hit for one in candidates if one.hit.rank in chosen}
    texts = [(hits[rank].article.title, hits[rank].passage.text) for rank in chosen]
    readings = dict(zip(chosen, reader.read(question, texts), strict=True))
    rows: list[tuple[float, float, float]] = []
    spans: list[Span | None] = []
    for candidate in candidates:
        reading = readings.get(candidate.hit.rank)
        offset = candidate.hit.passage.start
        span = reading.best(candidate.start - offset, candidate.end - offset) if reading else None
        if reading is None or span is None:
            rows.append((0.0, 0.0, 1.0))
            spans.append(None)
            continue
        rows.append((float(np.clip(span.score, *_SPAN_LIMITS)), reading.answerable, 0.0))
        shift = offset - candidate.start
        spans.append(Span(start=span.start + shift, end=span.end + shift, score=span.score))
    return PassagesRead(features=np.array(rows, dtype=np.float32), spans=tuple(spans))


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Two logistic models over named features; a feature that is not named weighs nothing."""

    features: tuple[str, ...]
    """The columns of the tables they are applied to."""
    sentence: dict[str, float]
    """Pairwise: the difference of two sentences' scores is the log odds of the first being the
    better."""
    answered: dict[str, float]
    """Of the question being answerable, read off the best sentence; half of the questions are."""
    bias: float
    least_confidence: float
    """Below it the answer is that there is none."""

    def scores(self, table: Vectors) -> Vectors:
        """Return ``(n,)`` float32 for ``(n, len(features))``: the higher, the better."""
        scores: Vectors = table @ self._column(self.sentence)
        return scores

    def confidence(self, row: Vectors) -> float:
        """Return the estimated probability of an answer, of the best sentence's features."""
        return 1 / (1 + math.exp(-(float(row @ self._column(self.answered)) + self.bias)))

    def _column(self, weights: dict[str, float]) -> Vectors:
        return np.array([weights.get(name, 0.0) for name in self.features], dtype=np.float32)


PLAIN = Weights(
    features=FEATURES,
    sentence={
        "cosine": 1.01,
        "window_cosine": 4.60,
        "coverage": 2.91,
        "window_coverage": 2.11,
        "missing": -0.34,
        "adjacent": 0.67,
        "proximity": 1.71,
        # The fit says -0.50; down to -1.5 it picks as well, and asked who, a sentence without a
        # name is the worse mistake.
        "type_absent": -1.00,
        "uncounted": -0.82,
    },
    answered={
        "cosine": 2.50,
        "coverage": 1.57,
        "window_coverage": 1.01,
        "missing": -0.61,
        "proximity": 0.62,
        "type_absent": -2.24,
        "uncounted": -1.92,
    },
    bias=-2.50,
    least_confidence=0.36,
)
# Fitted on 300 questions about two articles of SQuAD 2.0 that the reader did not learn from, the
# samples' and half of those about the shared articles, a softmax over each question's sentences.
# The least confidence is the one with the best balance on them: it lets through 82, 71 and 100 % of
# what is answered and refuses 73, 62 and 87 % of what is not.
READ = Weights(
    features=(*FEATURES, *READ_FEATURES),
    sentence={
        "cosine": 0.53,
        "window_cosine": 5.16,
        "coverage": 3.84,
        "window_coverage": 1.59,
        "missing": -1.00,
        "adjacent": -0.49,
        "proximity": 2.98,
        "type_absent": -0.21,
        "uncounted": -0.41,
        "span": 0.27,
        "answerable": 0.30,
        "unread": -2.67,
    },
    answered={"answerable": 0.76, "missing": -1.67, "type_absent": -2.45},
    bias=1.23,
    least_confidence=0.45,
)
