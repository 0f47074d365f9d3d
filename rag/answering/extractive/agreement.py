"""Agreement: how far what is read in one sentence is read in others, and how far others differ.

Several articles that give one answer are evidence for it, and another answer that reads nearly as
well is evidence against it. Both are features of the confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

import numpy as np

from index.embedding import Vectors
from index.text.words import words

AGREEMENT_FEATURES = ("margin", "agree", "vote")

_FARTHEST = 15.0
"""Log odds; what is beyond says no more."""

_LEAST = 0.001
"""Share of all that is read which an answer must have to speak for another one."""

_TOO_SHORT = 3
"""Characters of an answer that may stand in another one without being it."""


@dataclass(frozen=True, kw_only=True)
class ReadAnswer:
    """What a reader found in a sentence."""

    text: str
    article_id: str
    score: float
    """Log odds against there being none in the passage."""
    echoed: bool = False
    """Whether it has no word that the question lacks, and so is none."""


def agreement_features(answers: Sequence[ReadAnswer | None]) -> Vectors:
    """Return ``(sentences, 3)``: margin to the best other answer, articles that agree, the share.

    The share is that of the answer in all that is read, and a logarithm. The margin is in log odds,
    the articles beyond the first are counted by ``log1p``. A sentence in which nothing was read,
    ``None``, has the lowest of all.
    """
    keys = [_key(answer.text) if answer and not answer.echoed else "" for answer in answers]
    scores = [
        answer.score if answer and key else -_FARTHEST
        for answer, key in zip(answers, keys, strict=True)
    ]
    odds = np.exp(np.clip(scores, -_FARTHEST, _FARTHEST))
    shares = odds / (odds.sum() + 1.0)
    rows = np.zeros((len(answers), len(AGREEMENT_FEATURES)), dtype=np.float32)
    for place, key in enumerate(keys):
        if not key:
            rows[place] = (-_FARTHEST, 0.0, log(_LEAST))
            continue
        same = [bool(other) and _is_same(key, other) for other in keys]
        rivals = [scores[at] for at, other in enumerate(keys) if other and not same[at]]
        articles = {
            answer.article_id
            for at, answer in enumerate(answers)
            if answer and same[at] and shares[at] > _LEAST
        }
        margin = scores[place] - max(rivals, default=-_FARTHEST)
        rows[place] = (
            np.clip(margin, -_FARTHEST, _FARTHEST),
            log1p(max(0, len(articles) - 1)),
            log(float(shares[same].sum()) + _LEAST),
        )
    return rows


def _key(text: str) -> str:
    return " ".join(words(text))


def _is_same(key: str, other: str) -> bool:
    """Whether two answers are one, or one of them says more."""
    if key == other:
        return True
    shorter, longer = sorted((key, other), key=len)
    return len(shorter) > _TOO_SHORT and f" {shorter} " in f" {longer} "
