"""What a session is made of: questions, each with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rag.answers import Answer


class Kind(StrEnum):
    """Which command a session began with."""

    CHAT = "chat"
    ASK = "ask"


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A question and its answer."""

    question: str
    asked: datetime
    answer: Answer | None = None
    """``None`` where none came: it failed, or the program was ended."""
    stopped: bool = False
    """Whether the answer is only what had been said when it was stopped."""

    def as_json(self) -> dict[str, Any]:
        """Return the exchange as a saved conversation has it; the answer as ``rag ask --json``."""
        return {
            "asked": self.asked.isoformat(),
            "question": self.question,
            "stopped": self.stopped,
            "answer": self.answer.as_json() if self.answer else None,
        }


@dataclass(frozen=True, kw_only=True)
class SessionSummary:
    """A session as a list shows it."""

    id: str
    """Eight hexadecimal digits."""
    kind: Kind
    title: str
    """Its first question."""
    library: str
    """The library it was held about, as its user would name it."""
    started: datetime
    changed: datetime
    answers: int
    size: int
    """Bytes."""

    def as_json(self) -> dict[str, Any]:
        """Return the object of ``rag sessions list --json``."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "title": self.title,
            "library": self.library,
            "started": self.started.isoformat(),
            "changed": self.changed.isoformat(),
            "answers": self.answers,
            "bytes": self.size,
        }


@dataclass(frozen=True, kw_only=True)
class Session:
    """A whole session."""

    summary: SessionSummary
    exchanges: tuple[Exchange, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the object of ``rag sessions show --json``."""
        exchanges = [exchange.as_json() for exchange in self.exchanges]
        return {**self.summary.as_json(), "exchanges": exchanges}
