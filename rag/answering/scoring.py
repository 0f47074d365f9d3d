"""The two logistic models of the extractive answerer: which sentence, and whether any at all.

Fitted by ``tests/bench/fit_extractive.py`` on ten articles of SQuAD 2.0's development set and
measured on six others, all their paragraphs being one collection (970 passages). On those six the
best sentence holds the answer for 78.6 % of the answerable questions and one of the best three for
91.9 %; cosine alone picks it for about 60 %. Whether a question is answerable at all can hardly be
read off such features: the area under the ROC curve is 0.61 there, where most unanswerable
questions differ from an answerable one by a word.
"""

from __future__ import annotations

import math

import numpy as np

from index.embedding import Vectors
from rag.answering.sentences import FEATURES

# Pairwise: the difference of two sentences' scores is the log odds of the first being the better.
_SENTENCE = {
    "cosine": 1.26,
    "window_cosine": 2.48,
    "coverage": 2.74,
    "window_coverage": 1.03,
    "missing": -0.59,
    "adjacent": 1.17,
    "passage_score": 5.26,
    "kind_absent": -1.63,
}
# Of the best sentence holding the answer.
_CONFIDENCE = {"cosine": 5.00, "coverage": 1.65, "kind_absent": -0.61}
_CONFIDENCE_BIAS = -4.93


def sentence_scores(features: Vectors) -> Vectors:
    """Return ``(n,)`` float32 for ``(n, len(FEATURES))``: the higher, the better the sentence."""
    scores: Vectors = features @ _column(_SENTENCE)
    return scores


def answer_confidence(features: Vectors, scores: Vectors) -> float:
    """Return the estimated probability that the best sentence holds the answer."""
    best = features[int(np.argmax(scores))]
    return 1 / (1 + math.exp(-(float(best @ _column(_CONFIDENCE)) + _CONFIDENCE_BIAS)))


def _column(weights: dict[str, float]) -> Vectors:
    return np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
