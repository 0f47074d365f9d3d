"""What an answer is made of: hits, citations, statements, the answer itself, turns of a talk.

Each has ``as_json``, the object of the command-line contract: what commands print, sessions keep
and evaluations write. ``records`` adds what is needed to read an answer back without the library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from index.articles import Article
from index.filters import Filters
from index.passages import Passage

if TYPE_CHECKING:
    from rag.requests.request import Request  # with it come models, which a command may not need


class Verdict(StrEnum):
    """Whether the passages that a statement cites say it."""

    SUPPORTED = "supported"
    REPAIRED = "repaired"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"

    @property
    def doubt(self) -> str:
        """The remark behind words of this verdict in plain text; empty for what is supported."""
        return _DOUBTS.get(self, "")


_DOUBTS = {
    Verdict.PARTIAL: "(only partly supported)",
    Verdict.UNSUPPORTED: "(unsupported)",
}


class Grade(StrEnum):
    """How sure an answer is."""

    ANSWERED = "answered"
    POSSIBLE = "possible"
    """There are sentences that may answer, and none that certainly does."""
    NONE = "none"


def filters_json(filters: Filters, *, from_question: bool = False) -> dict[str, Any]:
    """Return what the command-line contract says of the filters in force."""
    return {
        "sources": list(filters.sources),
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "from_question": from_question,
    }


def article_json(article: Article) -> dict[str, Any]:
    """Return the article object of the command-line contract."""
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
    """Why a hit stands where it stands; ranks count from 1, ``None`` where a search missed it."""

    dense_rank: int | None = None
    dense_score: float | None = None
    """Cosine of question and passage."""
    text_rank: int | None = None
    text_score: float | None = None
    """BM25, higher is better."""
    coverage: float | None = None
    """Share of the question's weight whose words the passage and its title have; 0 to 1."""
    sentence: float | None = None
    """The same for its best sentence and title."""
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
    origin: str | None = None
    """The id of the article that this one copies; ``None`` where it stands for itself."""

    @property
    def origin_id(self) -> str:
        """What citations of one text have in common."""
        return self.origin or self.article.id

    @property
    def quote(self) -> str:
        """The cited words."""
        return self.article.text[self.start : self.end]

    @property
    def line(self) -> int:
        """The 1-based line of the file on which the quote begins."""
        return self.article.line_of(self.start)

    @property
    def page(self) -> int | None:
        """The 1-based page on which the quote begins, where the article has pages."""
        return self.article.page_of(self.start)

    @property
    def place(self) -> str:
        """Where to look it up: the file with the line, or with the page where it has pages."""
        return self.article.place_of(self.start)

    def as_json(self) -> dict[str, Any]:
        """Return the citation object of the command-line contract."""
        return {
            "marker": self.marker,
            **article_json(self.article),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            **({"page": self.page} if self.page else {}),
            "verdict": str(self.verdict),
            "origin": self.origin_id,
        }


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One sentence of an answer, with the ``[n]`` markers that stand in its text."""

    text: str
    markers: tuple[int, ...]
    verdict: Verdict = Verdict.SUPPORTED

    @property
    def marked_text(self) -> str:
        """The text, followed by the verdict's doubt where there is one."""
        return f"{self.text} {self.verdict.doubt}".rstrip()

    def as_json(self) -> dict[str, Any]:
        """Return the statement object of the command-line contract."""
        return {"text": self.text, "markers": list(self.markers), "verdict": str(self.verdict)}


@dataclass(frozen=True, kw_only=True)
class PossibleAnswer:
    """A sentence that may answer, for the reader to judge."""

    text: str
    """With the ``[n]`` markers of its citations."""
    confidence: float
    """Estimated probability that it answers."""
    citations: tuple[Citation, ...]
    doubt: str = ""
    """Why it may not, in a clause: "it does not mention Peru"."""

    def as_json(self) -> dict[str, Any]:
        """Return the candidate object of the command-line contract."""
        return {
            "text": self.text,
            "confidence": round(self.confidence, 4),
            "doubt": self.doubt,
            "citations": [citation.as_json() for citation in self.citations],
        }


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
    candidates: tuple[PossibleAnswer, ...] = ()
    """What may answer, the best first, where nothing is certain enough."""
    intent: str = "fact"
    """What kind of answer the question was understood to want."""
    filters: Filters = field(default_factory=Filters)
    """Those in force."""
    filters_from_question: bool = False
    """Whether the question itself named some of them."""
    passages: tuple[Hit, ...] = ()
    warnings: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds by stage: ``load``, ``retrieve``, ``answer``."""

    @property
    def grade(self) -> Grade:
        """How sure the answer is."""
        if self.answered:
            return Grade.ANSWERED
        return Grade.POSSIBLE if self.candidates else Grade.NONE

    @property
    def every_citation(self) -> tuple[Citation, ...]:
        """The citations of the answer, or of what may answer."""
        possible = (cited for one in self.candidates for cited in one.citations)
        return (*self.citations, *possible)

    @property
    def independent(self) -> int:
        """How many origins the citations have: copies of one text count once."""
        return len({citation.origin_id for citation in self.citations})

    @property
    def marked_text(self) -> str:
        """The answer as plain text, with every doubtful statement marked."""
        return " ".join(one.marked_text for one in self.statements) or self.text

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``rag ask --json`` prints."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answered": self.answered,
            "grade": str(self.grade),
            "intent": self.intent,
            "answer": self.text,
            "short_answer": self.short_answer,
            "confidence": round(self.confidence, 4),
            "model": self.model,
            "citations": [citation.as_json() for citation in self.citations],
            "statements": [statement.as_json() for statement in self.statements],
            "candidates": [candidate.as_json() for candidate in self.candidates],
            "independent": self.independent,
            "filters": filters_json(self.filters, from_question=self.filters_from_question),
            "passages": [hit.as_json() for hit in self.passages],
            "warnings": list(self.warnings),
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
        }


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One question of a conversation and its answer, or the beginning of one that was stopped."""

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
        """The answer's text, to which later questions may refer; empty for a refusal."""
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


OnWords = Callable[[str], None]


def _unheard(_words: str) -> None:
    """Let words go by that nobody watches."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as an answerer gets it."""

    question: str
    """As it was typed."""
    standalone: str
    """The same with what it takes from the conversation spelt out."""
    request: Request
    """What it was understood to ask; its ``question`` is what was searched for."""
    history: tuple[Turn, ...] = ()
    on_words: OnWords = field(default=_unheard, compare=False, repr=False)
    """Called with what a language model writes, before anything of it is checked."""


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
    """An answerer's result: an ``Answer`` without the question, the hits and the timings."""

    answered: bool
    text: str
    confidence: float
    short_answer: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    candidates: tuple[PossibleAnswer, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether it neither answers nor has anything that may answer."""
        return not (self.answered or self.candidates)
