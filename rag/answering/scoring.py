"""The two logistic models of the extractive answerer: which sentence, and whether any at all.

Fitted by ``tests/bench/fit_extractive.py`` on ten articles of SQuAD 2.0's development set and
measured on six others, all their paragraphs being one collection (970 passages). On those six the
best sentence holds the answer of 80.5 % of the answerable questions, one of the best three of
95.5 %; and the confidence tells answerable questions from others with an area under the ROC curve
of 0.77. It knows a question about something else from one that is answered; where the topic is
there and only the fact is missing it knows little (0.61 on SQuAD's own unanswerable questions).
"""

from __future__ import annotations

import math

import numpy as np

from index.embedding import Vectors
from rag.answering.sentences import FEATURES

# Pairwise: the difference of two sentences' scores is the log odds of the first being the better.
_SENTENCE = {
    "cosine": 2.57,
    "window_cosine": 4.28,
    "coverage": 1.91,
    "window_coverage": 2.85,
    "missing": -1.06,
    "adjacent": 0.89,
    # The fit says -0.61, and anything from -0.3 to -2 picks as well (79 to 80 % held out); asked
    # who, a sentence without a name is the worse mistake.
    "kind_absent": -1.50,
}
# Of the question being answerable, read off the best sentence; half of the questions are.
_CONFIDENCE = {
    "cosine": 5.89,
    "coverage": -0.01,
    "window_coverage": 1.65,
    "names_missing": -0.88,
    "kind_absent": -0.89,
}
_CONFIDENCE_BIAS = -4.24


def sentence_scores(features: Vectors) -> Vectors:
    """Return ``(n,)`` float32 for ``(n, len(FEATURES))``: the higher, the better the sentence."""
    scores: Vectors = features @ _column(_SENTENCE)
    return scores


def answer_confidence(features: Vectors, scores: Vectors) -> float:
    """Return the estimated probability that the question can be answered."""
    best = features[int(np.argmax(scores))]
    return 1 / (1 + math.exp(-(float(best @ _column(_CONFIDENCE)) + _CONFIDENCE_BIAS)))


def _column(weights: dict[str, float]) -> Vectors:
    return np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
