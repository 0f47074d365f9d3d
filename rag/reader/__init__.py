"""The reader: a small model that finds the answer in a passage and knows when there is none.

It reads a question and a passage together (a cross-encoder), while retrieval compares vectors that
were computed separately. Ours ships with the package; ``CARD.md`` says what it learnt from and how
good it is. A setting names another, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.cross_encoder.graph import Logits

__all__ = ["LONGEST_ANSWER", "Reader", "Reading", "Span"]

LONGEST_ANSWER = 30
"""Tokens."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Where an answer may stand: ``passage[start:end]``."""

    start: int
    end: int
    score: float
    """How much more likely it is to be the answer than that there is none; log odds."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read in one passage."""

    answerable: float
    """Log odds that the passage answers the question."""
    absent: float
    """The score of "not in this passage", with which spans are compared."""
    starts: Logits
    """``(tokens,)``: of each token of the passage to be an answer's first."""
    ends: Logits
    """``(tokens,)``: to be its last."""
    offsets: npt.NDArray[np.int64]
    """``(tokens, 2)``: the characters of the passage that a token covers."""
    supported: float | None = None
    """Log odds that the passage supports what was asked, read as a claim; ``None`` where the
    reader does not judge claims."""
    yes: float | None = None
    """Log odds of yes, should the question want yes or no; ``None`` where it does not say."""
    evidence: Logits | None = None
    """``(tokens,)``: of each token to stand in a sentence that lets one tell; ``None`` where the
    reader does not say."""

    def evident(self, start: int, end: int) -> float | None:
        """Return the log odds that the sentence ``passage[start:end]`` lets one tell.

        They are the mean of its tokens'; ``None`` without any, or where the reader does not say.
        """
        if self.evidence is None:
            return None
        inside = (self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end)
        return float(self.evidence[inside].mean()) if inside.any() else None

    def best(self, start: int = 0, end: int | None = None) -> Span | None:
        """Return the best span inside ``passage[start:end]``; ``None`` where no token is inside."""
        inside = self.offsets[:, 0] >= start
        if end is not None:
            inside &= self.offsets[:, 1] <= end
        tokens = np.flatnonzero(inside)
        if not len(tokens):
            return None
        scores = self.starts[tokens][:, None] + self.ends[tokens][None, :]
        reach = np.arange(len(tokens))
        apart = reach[None, :] - reach[:, None]
        scores = np.where((apart >= 0) & (apart < LONGEST_ANSWER), scores, -np.inf)
        first, last = np.unravel_index(int(np.argmax(scores)), scores.shape)
        return Span(
            start=int(self.offsets[tokens[first], 0]),
            end=int(self.offsets[tokens[last], 1]),
            score=float(scores[first, last]) - self.absent,
        )


class Reader(Protocol):
    """Reads passages for the answer to a question."""

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return a reading for each ``(title, passage)``, in their order."""
