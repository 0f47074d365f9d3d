"""Passages that a search by words finds for a question, and that do not answer it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

_ROWS = 512
"""Questions compared with all passages at once."""


def nearest(questions: Sequence[str], passages: Sequence[str], *, most: int) -> list[list[int]]:
    """Return the numbers of the ``most`` passages nearest to each question, the first nearest."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
    theirs = vectorizer.fit_transform(passages).T.tocsr()
    asked = vectorizer.transform(questions)
    found: list[list[int]] = []
    for first in range(0, len(questions), _ROWS):
        scores = (asked[first : first + _ROWS] @ theirs).toarray()
        top = np.argpartition(-scores, most, axis=1)[:, :most]
        order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1)
        found.extend(np.take_along_axis(top, order, axis=1).tolist())
    return found
