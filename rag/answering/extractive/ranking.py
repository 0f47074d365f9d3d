"""The two logistic models of the extractive answerer: which sentence, and whether any at all.

Fitted by ``tests/bench/fit_extractive.py`` on ten articles of SQuAD 2.0's development set, the
samples' questions and the half of ``articles_questions.jsonl`` that is there to tune with. On that
half the first citation holds the answer of 92.9 %, and refusals have an F1 of 0.86
(``measure_answers.py``). Where a near miss is adversarial, as SQuAD's are, it knows little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from index.embedding import Vectors
from rag.answering.extractive.candidates import FEATURES
from rag.answering.extractive.reading import READ_FEATURES


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
        "pull": 1.71,
        # The fit says -0.50; down to -1.5 it picks as well, and asked who, a sentence without a
        # name is the worse mistake.
        "kind_absent": -1.00,
        "uncounted": -0.82,
    },
    answered={
        "cosine": 2.50,
        "coverage": 1.57,
        "window_coverage": 1.01,
        "missing": -0.61,
        "pull": 0.62,
        "kind_absent": -2.24,
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
        "cosine": 0.31,
        "window_cosine": 5.36,
        "coverage": 4.28,
        "window_coverage": 1.04,
        "missing": -0.95,
        "adjacent": -0.73,
        "pull": 3.10,
        "kind_absent": -0.34,
        "uncounted": -0.58,
        "span": 0.26,
        "answerable": 0.16,
        "unread": -1.91,
    },
    answered={"answerable": 0.55, "missing": -1.45, "kind_absent": -2.28},
    bias=0.33,
    least_confidence=0.50,
)
