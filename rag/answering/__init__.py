"""Answering: from a question and its hits to statements with citations.

``extractive`` answers with the articles' own sentences, ``chat_model`` lets a language model write
and checks every sentence. Both are an ``Answerer``. ``suggestions`` makes questions that the
articles may answer, for a chat to offer after a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.answers import Asked, Composed, Hit, StatementReady

__all__ = ["REFUSAL", "Answerer", "NullAnswerer", "refused"]

REFUSAL = "The articles do not answer this question."


class Answerer(Protocol):
    """Composes answers, with or without a language model."""

    @property
    def name(self) -> str:
        """What ``model`` is in the answer's JSON."""

    def stream(self, asked: Asked, hits: Sequence[Hit]) -> Iterator[StatementReady | Composed]:
        """Yield each statement when it is finished and, as the last item, the whole answer.

        ``hits`` are ranked, the best first, and may be empty.
        """


class NullAnswerer:
    """Answers nothing, for commands that only search: an answerer takes 50 ms to import."""

    name = "none"

    def stream(self, _asked: Asked, _hits: Sequence[Hit]) -> Iterator[StatementReady | Composed]:
        """Yield a refusal."""
        yield refused(0.0)


def refused(confidence: float, *warnings: str) -> Composed:
    """Return the answer of an answerer that finds none."""
    return Composed(answered=False, text=REFUSAL, confidence=confidence, warnings=warnings)
