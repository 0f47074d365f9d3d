"""What was said in a conversation, and who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rag.answers import Answer, Turn


@dataclass(frozen=True, kw_only=True)
class ChatTurn:
    """A question and its answer, or as much of it as was said before it was stopped."""

    answer: Answer
    """Holds the question as it was typed and as it was read, the citations and the passages."""
    stopped: bool = False

    @property
    def turn(self) -> Turn:
        """What the next questions may lean on: a refusal has told nothing."""
        return Turn(
            question=self.answer.question,
            standalone_question=self.answer.standalone_question,
            answer=self.answer.text if self.answer.answered else "",
            short_answer=self.answer.short_answer,
        )


class SessionRecorder(Protocol):
    """Keeps a conversation beyond the program's end."""

    def asked(self, question: str) -> None:
        """Keep a question that is about to be answered."""

    def record(self, turn: ChatTurn) -> None:
        """Keep what became of it; not called where the answer failed or never began."""

    def renew(self) -> None:
        """Begin a new session: what comes next belongs to no turn before."""


class NullRecorder:
    """Keeps nothing."""

    def asked(self, question: str) -> None:
        """Let it go."""

    def record(self, turn: ChatTurn) -> None:
        """Let it go."""

    def renew(self) -> None:
        """Go on."""
