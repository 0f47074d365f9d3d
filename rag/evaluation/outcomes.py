"""What became of a case in one word, and what that costs whoever relied on the answer."""

from __future__ import annotations

from enum import StrEnum

WRONG_COST = 3.0
"""Of an answer that looks certain and is wrong: as much as three sentences offered as possible."""
POSSIBLE_COST = 1.0
"""Of sentences that may answer, which somebody has to read and choose from."""
REFUSAL_COST = 2.0
"""Of saying that the articles do not answer what they do answer."""


class Outcome(StrEnum):
    """One word for each case, the good ones first."""

    RIGHT = "right"
    REFUSED = "rightly refused"
    POSSIBLE = "possible"
    DOUBTFUL = "possible, none right"
    NOT_FOUND = "not found"
    DECLINED = "refused though found"
    SHORT_WRONG = "short answer wrong"
    WRONG = "wrong"
    GUESSED = "guessed"
    FAILED = "failed"
    OPEN = "not judged"

    @property
    def meaning(self) -> str:
        """What it says, in a line for a reader."""
        return _MEANINGS[self]

    @property
    def cost(self) -> float | None:
        """What it costs; ``None`` where nothing says what is right.

        The thresholds of the grades are fitted to this same cost (``tests/bench``).
        """
        return _COSTS[self]


_MEANINGS = {
    Outcome.RIGHT: "answered, with an accepted answer, and the short answer agrees",
    Outcome.REFUSED: "not answered: the articles have no answer",
    Outcome.POSSIBLE: "offered as possible, and an accepted answer is among the sentences",
    Outcome.DOUBTFUL: "offered as possible, and no accepted answer is among the sentences",
    Outcome.NOT_FOUND: "not answered: no passage that was read has the answer",
    Outcome.DECLINED: "not answered, though a passage that was read has the answer",
    Outcome.SHORT_WRONG: "the sentence has an accepted answer, the short answer is another",
    Outcome.WRONG: "answered, and no accepted answer stands in the answer",
    Outcome.GUESSED: "answered, though the articles have no answer",
    Outcome.FAILED: "the model failed",
    Outcome.OPEN: "the test set does not say what is right",
}
_COSTS = {
    Outcome.RIGHT: 0.0,
    Outcome.REFUSED: 0.0,
    Outcome.POSSIBLE: POSSIBLE_COST,
    Outcome.DOUBTFUL: POSSIBLE_COST,
    Outcome.NOT_FOUND: REFUSAL_COST,
    Outcome.DECLINED: REFUSAL_COST,
    Outcome.SHORT_WRONG: WRONG_COST,
    Outcome.WRONG: WRONG_COST,
    Outcome.GUESSED: WRONG_COST,
    Outcome.FAILED: REFUSAL_COST,
    Outcome.OPEN: None,
}
