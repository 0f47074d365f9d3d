"""Which of the scored sentences comes first."""

from __future__ import annotations

import numpy as np
import pytest

from rag.answering.extractive.candidates import candidates_in
from rag.answering.extractive.question import parse_question
from rag.answering.extractive.ranking import PLAIN, ScoredCandidates


def scored(hits, scores, confidences):
    listed = candidates_in(hits)[: len(scores)]
    return ScoredCandidates(
        question=parse_question("Which country provides the most soldiers?"),
        candidates=listed,
        vectors=np.ones((len(scores), 1), dtype=np.float32),
        scores=np.array(scores, dtype=np.float32),
        confidences=np.array(confidences, dtype=np.float32),
        weights=PLAIN,
        table=np.zeros((len(scores), len(PLAIN.features)), dtype=np.float32),
    )


@pytest.mark.parametrize(
    ("scores", "confidences", "order"),
    [
        ([5.0, 4.7, 1.0], [0.2, 0.6, 0.9], [1, 0, 2]),
        ([5.0, 4.7, 1.0], [0.5, 0.6, 0.9], [0, 1, 2]),  # the best is sure enough
        ([5.0, 3.0, 1.0], [0.2, 0.6, 0.9], [0, 1, 2]),  # none is nearly as good
    ],
)
def test_of_sentences_nearly_as_good_as_an_unsure_one_the_surest_leads(
    hits, scores, confidences, order
):
    assert scored(hits, scores, confidences).surest_first().order == order
