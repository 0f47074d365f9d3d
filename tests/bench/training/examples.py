"""What the reader learns from: questions over passages, and claims over evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.text.sentences import sentence_spans


@dataclass(frozen=True, kw_only=True)
class Example:
    """A question and a passage that answers it, or does not."""

    question: str
    title: str
    passage: str
    answer: tuple[int, int] | None
    """Characters of ``passage``; ``None`` where no part of it is the answer."""
    article: str
    """What must not stand in two of training, development and test."""
    source: str
    yes: bool | None = None
    """What a question that wants yes or no is answered; ``None`` for any other question."""
    evidence: tuple[int, int] | None = None
    """Characters of ``passage`` that let one tell; an answer's own sentence needs no saying."""

    @property
    def answerable(self) -> bool:
        """Whether the passage tells."""
        return self.answer is not None or self.yes is not None

    @property
    def answer_text(self) -> str:
        """The answer's words, empty without one."""
        return self.passage[slice(*self.answer)] if self.answer else ""

    def cropped(self, start: int, end: int) -> Example:
        """Return the example with ``passage[start:end]`` for its passage."""
        answer = self.answer
        if answer is not None:
            inside = start <= answer[0] and answer[1] <= end
            answer = (answer[0] - start, answer[1] - start) if inside else None
        return replace(self, passage=self.passage[start:end], answer=answer)

    def unanswered(self, **changes: str) -> Example:
        """Return the example with something exchanged so that its passage no longer tells."""
        return replace(self, **changes, answer=None, yes=None, evidence=None)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence that somebody states and the evidence for it, which supports it or does not."""

    text: str
    evidence: str
    supported: bool
    source: str


Drawn = Example | Claim


@dataclass(frozen=True, kw_only=True)
class Group:
    """Draws that go into one batch."""

    drawn: tuple[Drawn, ...]
    shared: bool = False
    """Whether all are passages of one question, whose scores must compare."""


def sentences_around(passage: str, start: int, end: int) -> tuple[list[tuple[int, int]], int, int]:
    """Return the passage's sentences and the first and last that overlap ``start`` to ``end``."""
    spans = sentence_spans(passage)
    touched = [number for number, (a, b) in enumerate(spans) if a < end and start < b]
    if not touched:
        return spans, 0, len(spans) - 1
    return spans, touched[0], touched[-1]
