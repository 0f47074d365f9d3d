"""What an answer is made of: hits, citations, statements, the answer itself, turns of a talk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from index.articles import Article
from index.passages import Passage


class Verdict(StrEnum):
    """What checking a statement against the passages it cites came to."""

    SUPPORTED = "supported"
    REPAIRED = "repaired"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"

    @property
    def doubt(self) -> str:
        """What is said in plain text behind words of this verdict; empty where they hold."""
        return _DOUBTS.get(self, "")


_DOUBTS = {
    Verdict.PARTIAL: "(only partly supported)",
    Verdict.UNSUPPORTED: "(unsupported)",
}


def article_json(article: Article) -> dict[str, Any]:
    """Return what the command-line contract says of an article wherever one is named."""
    return {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "path": article.path,
    }


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Why a hit stands where it stands; ranks count from 1, ``None`` where a half missed it."""

    dense_rank: int | None = None
    dense_score: float | None = None
    """Cosine of question and passage."""
    text_rank: int | None = None
    text_score: float | None = None
    """BM25, higher is better."""
    coverage: float | None = None
    """Share of the question's weight whose words the passage and its title have; 0 to 1."""
    sentence: float | None = None
    """The same of its best sentence and title."""
    adjacency: float | None = None
    """Share of the question's neighbouring words that are neighbours in the passage."""
    preferred: float | None = None
    """What a publisher, a time or "the latest" in the question added, before scores were scaled
    back to 1."""
    rerank_score: float | None = None
    """Probability by the reranker that the passage answers."""
    rerank_before: int | None = None
    """The rank before it, copies counted."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A passage that was retrieved for a question."""

    rank: int
    score: float
    """Between 0 and 1; comparable within one question, not between questions."""
    passage: Passage
    article: Article
    trace: Trace = Trace()
    copies: tuple[Article, ...] = ()
    """Other articles that carry nearly the same passage."""

    def as_json(self) -> dict[str, Any]:
        """Return the passage object of the command-line contract."""
        return {
            "rank": self.rank,
            "article_id": self.article.id,
            "path": self.article.path,
            "title": self.article.title,
            "start": self.passage.start,
            "end": self.passage.end,
            "text": self.passage.text,
            "score": round(self.score, 4),
        }


@dataclass(frozen=True, kw_only=True)
class Citation:
    """The exact words an answer rests on: ``article.text[start:end] == quote``, always."""

    marker: int
    article: Article
    start: int
    end: int
    verdict: Verdict = Verdict.SUPPORTED

    @property
    def quote(self) -> str:
        """The cited words."""
        return self.article.text[self.start : self.end]

    @property
    def line(self) -> int:
        """The 1-based line of the file on which the quote begins."""
        return self.article.line_of(self.start)

    def as_json(self) -> dict[str, Any]:
        """Return the citation object of the command-line contract."""
        return {
            "marker": self.marker,
            **article_json(self.article),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "verdict": str(self.verdict),
        }


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One sentence of an answer, with the ``[n]`` markers that stand in its text."""

    text: str
    markers: tuple[int, ...]
    verdict: Verdict = Verdict.SUPPORTED

    @property
    def marked_text(self) -> str:
        """The text and, where it is not supported, behind it that it is not."""
        return f"{self.text} {self.verdict.doubt}".rstrip()

    def as_json(self) -> dict[str, Any]:
        """Return the statement object of the command-line contract."""
        return {"text": self.text, "markers": list(self.markers), "verdict": str(self.verdict)}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer with everything needed to check it."""

    question: str
    standalone_question: str
    answered: bool
    text: str
    """The statements as prose, or, where ``answered`` is false, the sentence that says so."""
    short_answer: str | None = None
    """The name, number, date or place asked for, where the question asks for one."""
    confidence: float
    """Estimated probability that the articles answer the question and this is the answer."""
    model: str
    citations: tuple[Citation, ...] = ()
    statements: tuple[Statement, ...] = ()
    passages: tuple[Hit, ...] = ()
    warnings: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds by stage: ``load``, ``retrieve``, ``answer``."""

    @property
    def marked_text(self) -> str:
        """The answer as plain text, with what is not supported marked as such."""
        return " ".join(one.marked_text for one in self.statements) or self.text

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``rag ask --json`` prints."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answered": self.answered,
            "answer": self.text,
            "short_answer": self.short_answer,
            "confidence": round(self.confidence, 4),
            "model": self.model,
            "citations": [citation.as_json() for citation in self.citations],
            "statements": [statement.as_json() for statement in self.statements],
            "passages": [hit.as_json() for hit in self.passages],
            "warnings": list(self.warnings),
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
        }


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One question of a conversation and its answer, or as much of it as was said."""

    question: str
    """As it was typed."""
    answer: Answer
    stopped: bool = False
    """Whether the answer is only what had been said when it was stopped."""
    asked: datetime | None = None
    """When, where that is known."""

    @classmethod
    def of(cls, answer: Answer, *, stopped: bool = False) -> Self:
        """Return the turn of an answer that has just been given."""
        return cls(question=answer.question, answer=answer, stopped=stopped)

    @property
    def standalone_question(self) -> str:
        """The question with what it takes from earlier turns spelt out."""
        return self.answer.standalone_question

    @property
    def said(self) -> str:
        """What later questions may lean on; a refusal says nothing."""
        return self.answer.text if self.answer.answered else ""

    @property
    def short_answer(self) -> str | None:
        """The answer's short answer."""
        return self.answer.short_answer

    def as_json(self) -> dict[str, Any]:
        """Return the turn as ``rag sessions show --json`` prints it."""
        return {
            "asked": self.asked.isoformat() if self.asked else None,
            "question": self.question,
            "stopped": self.stopped,
            "answer": self.answer.as_json(),
        }


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as it reaches whoever answers it."""

    question: str
    """As it was typed."""
    standalone: str
    """The same with what it takes from the conversation spelt out; it is what was searched for."""
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StatementReady:
    """A statement that is finished while others are still to come, with its new citations."""

    statement: Statement
    citations: tuple[Citation, ...]
    short_answer: str | None = None
    """The answer's short answer, where it is known already."""


@dataclass(frozen=True, kw_only=True)
class Searched:
    """How a question was read and what was found for it, before anything is answered."""

    asked: Asked
    hits: tuple[Hit, ...]


@dataclass(frozen=True, kw_only=True)
class Composed:
    """What an answerer made of a question and its hits: an answer without its circumstances."""

    answered: bool
    text: str
    confidence: float
    short_answer: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
