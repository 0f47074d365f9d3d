"""Results of votes: asked who won, the sentence that gives them answers."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from index.text.words import CAPITALISED
from rag.answering.extractive.ranking import ScoredCandidates
from rag.language.numbers import numbers
from rag.language.values import Kind, values_in
from rag.language.votes import asks_for_winner, place_asked

_VOTED = re.compile(r"\b(?:votes?|seats?|ballots?)\b", re.IGNORECASE)
_SURVEYED = re.compile(r"\b(?:poll(?:s|ing|ster\w*)?|survey|would|forecast|predict\w*)\b", re.I)
_GETS = re.compile(
    rf"(?P<name>{CAPITALISED}(?:\s+(?:(?:of|for|the)\s+){{0,2}}{CAPITALISED})*"
    r"(?:\s+(?:movement|party|list|alliance|coalition))?)\s+(?:\([A-Z]{2,6}\)\s+)?"
    r"(?:received|got|gets|won|wins|took|takes|has|had|with)\s+$"
)
"""Whoever has a share, before it."""
_SHARES = 2

_GIVES_RESULTS = 3.0
"""Log odds by which such a sentence is the better, and the surer to answer."""


def favouring_results(scored: ScoredCandidates) -> ScoredCandidates:
    """Return the candidates, where it is asked who won a vote those with its results higher."""
    if not asks_for_winner(scored.question.text):
        return scored
    gains = _GIVES_RESULTS * np.array(
        [gives_results(one.text) for one in scored.candidates], dtype=np.float32
    )
    odds = np.log(scored.confidences) - np.log1p(-scored.confidences)
    return replace(
        scored,
        scores=scored.scores + gains,
        confidences=np.asarray(1 / (1 + np.exp(-(odds + gains))), dtype=np.float32),
    )


def gives_results(text: str) -> bool:
    """Whether a sentence gives shares of a vote: several, with that word, and of no survey."""
    if not _VOTED.search(text) or _SURVEYED.search(text):
        return False
    return sum(1 for _ in values_in(text, Kind.SHARE)) >= _SHARES


def winner_in(question: str, text: str) -> str | None:
    """Return who got the largest share in a sentence with the results, if that can be read.

    Or the second, the third, the smallest one, if that is asked for.
    """
    shares = [
        (number.value, one.start)
        for one in values_in(text, Kind.SHARE)
        for number in numbers(text[one.start : one.end])[:1]
    ]
    ranked = sorted(shares, reverse=True)
    at = place_asked(question)
    if len(ranked) <= at:
        return None
    start = ranked[at][1]
    named = _GETS.search(text, 0, start)
    return named["name"] if named else None
