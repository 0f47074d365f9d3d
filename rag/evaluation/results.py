"""What became of one case: everything needed to see why it failed without asking it again.

A line of ``results.jsonl`` is a ``CaseResult`` without its ``times``, which are a line of
``times.jsonl``, so that two equal runs have equal results to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rag.evaluation.outcomes import Outcome

PLAIN = "plain LangChain + Chroma"
"""What a run's ``model`` is where a plain script answered, to compare with."""


class Flag(StrEnum):
    """What is wrong with a case, worst first; a case may have several."""

    FAILED = "failed"
    """The model failed; there is no answer to judge."""
    QUOTE_MISSING = "quote_missing"
    """A citation's words do not stand at its offsets."""
    GUESSED = "guessed"
    """It was answered, and the test set says that it cannot be."""
    WRONG = "wrong"
    """It was answered, and no accepted answer stands in the answer."""
    SHORT_WRONG = "short_answer_wrong"
    """The sentence has an accepted answer, and what is given in short is another."""
    DECLINED = "declined"
    """It was not answered, and the test set says that it can be."""
    UNSUPPORTED = "unsupported"
    """A statement is not supported by what it cites."""
    CITED_ELSEWHERE = "cited_elsewhere"
    """It was answered, and no citation leads to the evidence."""
    NOT_RETRIEVED = "not_retrieved"
    """No article of the evidence was retrieved."""
    EVIDENCE_MISSING = "evidence_missing"
    """Evidence that the library does not hold: an article, or a quote in it."""


@dataclass(frozen=True, kw_only=True)
class EvidenceResult:
    """A piece of evidence and the articles of the library that it names."""

    article: str
    """As the test set names it."""
    quote: str | None
    grade: int
    article_ids: tuple[str, ...]
    """Empty where the library lacks it."""
    quote_found: bool | None
    """Whether the quote stands in one of these articles; ``None`` without a quote."""


@dataclass(frozen=True, kw_only=True)
class CitationResult:
    """A citation of the answer, judged."""

    marker: int
    article_id: str
    title: str
    source: str | None
    published: str | None
    """The date of publication, as ``2025-01-13``."""
    url: str | None
    path: str
    line: int
    start: int
    end: int
    """Offsets into the article's text."""
    quote: str
    verdict: str
    """As the answer gives it: supported, repaired, partial, unsupported."""
    exists: bool
    """Whether the quote stands in the article at its offsets."""
    from_evidence: bool | None
    """Whether the article is evidence of the case; ``None`` where the case names none."""
    overlaps_evidence: bool | None
    """Whether it shares words with an evidence quote; ``None`` where there is none."""


@dataclass(frozen=True, kw_only=True)
class StatementResult:
    """A statement of the answer, judged by what it cites alone (ALCE, Gao et al. 2023)."""

    text: str
    markers: tuple[int, ...]
    verdict: str
    """As the answer gives it."""
    supported: bool
    """Whether the quotes it cites, taken together, say it: ALCE's citation recall."""
    precise: tuple[bool, ...]
    """For each marker, whether its citation is needed or says it alone: citation precision."""


@dataclass(frozen=True, kw_only=True)
class CandidateResult:
    """A sentence that was offered as a possible answer."""

    text: str
    confidence: float
    holds_answer: bool | None
    """Whether an accepted answer stands in it or, without one, it cites words of the evidence;
    ``None`` where the case has neither."""


@dataclass(frozen=True, kw_only=True)
class PassageResult:
    """A passage that was retrieved for the case."""

    rank: int
    score: float
    passage_id: str
    article_id: str
    title: str
    source: str | None
    published: str | None
    path: str
    start: int
    end: int
    """Offsets into the article's text."""
    text: str
    relevant: bool | None
    """Whether its article or a copy of it is evidence; ``None`` where the case names none."""
    holds_quote: bool | None
    """Whether words of an evidence quote stand in it; ``None`` where there is no such quote."""
    evidence: tuple[tuple[int, int], ...]
    """The (start, end) offsets into ``text`` of the evidence quotes in it, to be highlighted."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """What was retrieved and what should have been, as the tools of TREC see it."""

    documents: tuple[str, ...] = ()
    """Best first, each once; of near-copies that were folded into one, the relevant one."""
    qrels: Mapping[str, int] = field(default_factory=dict)
    """The relevant documents with their grades; empty where the case names none."""


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a language model reports to have used; ``None`` where it reports nothing."""

    calls: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None
    """In the currency of the provider, as reported."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What the judging model said of the answer; kept apart from all that is computed."""

    score: float | None
    """1 right, 0.5 in part, 0 wrong; ``None`` where its reply says neither."""
    reply: str
    """The judge's own words."""
    usage: Usage | None = None


@dataclass(frozen=True, kw_only=True)
class CaseTimes:
    """How long a case took, in seconds."""

    seconds: float
    """From question to answer, without loading models and without earlier questions."""
    stages: Mapping[str, float] = field(default_factory=dict)
    """``load``, ``retrieve``, ``answer``."""


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """A case, what was answered, and what that is worth."""

    id: str
    question: str
    history: tuple[str, ...]
    tags: tuple[str, ...]
    extra: Mapping[str, Any]
    """What else the test set says of the case."""
    kind: str
    """What the question asks for: person, name, place, time, number, share, money, yes_no,
    reason or other."""
    gold_answers: tuple[str, ...]
    answerable: bool
    evidence: tuple[EvidenceResult, ...]
    standalone_question: str
    answered: bool
    grade: str
    """``answered``, ``possible`` or ``none``."""
    answer: str
    short_answer: str | None
    confidence: float
    model: str
    statements: tuple[StatementResult, ...]
    candidates: tuple[CandidateResult, ...]
    """What was offered as possible, the best first."""
    citations: tuple[CitationResult, ...]
    passages: tuple[PassageResult, ...]
    warnings: tuple[str, ...]
    correct: bool | None
    """Whether it was decided rightly: answered with an accepted answer and no other in short, or
    refused where there is none. ``None`` where the test set does not say what is right."""
    outcome: Outcome
    rank: int | None
    """Rank of the first relevant article, counting articles; ``None`` where there is none."""
    by_article: Ranking
    by_passage: Ranking
    metrics: Mapping[str, float | None]
    """By name, such as ``hit@1`` (see ``measures``); ``None`` where undefined."""
    flags: tuple[Flag, ...]
    usage: Usage | None = None
    judgement: Judgement | None = None
    error: str | None = None
    """Why the model failed; the answer is empty then and nearly every metric undefined."""
    times: CaseTimes | None = None
    """``None`` where the run's ``times.jsonl`` does not have it."""
