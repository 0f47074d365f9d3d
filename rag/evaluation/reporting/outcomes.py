"""What became of a case, in one word."""

from __future__ import annotations

from enum import StrEnum

from rag.evaluation.runs.results import CaseResult


class Outcome(StrEnum):
    """One word for each case, the good ones first."""

    RIGHT = "right"
    """Answered, with an accepted answer."""
    REFUSED = "refused"
    """Not answered, and nothing answers it: right too."""
    WRONG = "wrong"
    """Answered, without an accepted answer."""
    DECLINED = "declined"
    """Not answered, though it could have been."""
    GUESSED = "guessed"
    """Answered, though nothing answers it."""
    FAILED = "failed"
    """The model failed."""
    OPEN = "not judged"
    """The test set does not say what is right."""


MEANINGS = {
    Outcome.RIGHT: "answered, with an accepted answer",
    Outcome.REFUSED: "rightly not answered: the test set has no answer",
    Outcome.WRONG: "answered, and no accepted answer stands in the answer",
    Outcome.DECLINED: "not answered, though the test set has an answer",
    Outcome.GUESSED: "answered, though the test set has no answer",
    Outcome.FAILED: "the model failed",
    Outcome.OPEN: "the test set does not say what is right",
}


def outcome_of(result: CaseResult) -> Outcome:
    """Return what became of a case."""
    if result.error is not None:
        return Outcome.FAILED
    if result.correct is None:
        return Outcome.OPEN
    if result.correct:
        return Outcome.RIGHT if result.answered else Outcome.REFUSED
    if not result.answered:
        return Outcome.DECLINED
    return Outcome.WRONG if result.answerable else Outcome.GUESSED
