"""Results of votes: asked who won, the sentence that gives them answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rag.answering.extractive.ranking import ScoredCandidates
from rag.answering.extractive.shares import gives_results
from rag.language.votes import asks_for_winner

_GIVES_RESULTS = 3.0
"""Log odds by which such a sentence is the better, and the surer to answer."""


def favouring_results(scored: ScoredCandidates) -> ScoredCandidates:
    """Return the candidates, where it is asked who won a vote those with its results higher."""
    if not asks_for_winner(scored.question.text):
        return scored
    gains = _GIVES_RESULTS * np.array(
        [gives_results(one.text) for one in scored.candidates], dtype=np.float32
    )
    return replace(scored, scores=scored.scores + gains, confidences=scored.surer_by(gains))
