"""The figures of a run, computed from its results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rag.evaluation.metrics import abstention, mean, percentile
from rag.evaluation.results import CaseResult
from rag.evaluation.run import CUTOFFS, DEPTH


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A measure over a run."""

    name: str
    value: float | None
    """Between 0 and 1; ``None`` where undefined."""
    n: int
    """How many cases or citations it is a mean over."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many cases there are, of each kind."""

    cases: int
    answerable: int
    unanswerable: int
    with_evidence: int
    with_answers: int
    answered: int
    not_answered: int
    short_answers: int
    citations: int


@dataclass(frozen=True, kw_only=True)
class Latency:
    """Seconds from question to answer; ``None`` where nothing was asked."""

    p50: float | None
    p95: float | None


@dataclass(frozen=True, kw_only=True)
class TagSummary:
    """The figures of the cases that carry a tag."""

    tag: str
    n: int
    hit_at_1: float | None
    containment: float | None
    abstained: float | None
    """Share of the cases that were not answered."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a run comes to, in the order in which it is shown."""

    counts: Counts
    retrieval: tuple[Figure, ...]
    """By article: hit@k, mrr and recall, over the cases with evidence."""
    answers: tuple[Figure, ...]
    """Containment, exact match and F1 over the cases with accepted answers, where not answering
    scores 0; accuracy is the share of right answers among those given."""
    citations: tuple[Figure, ...]
    """Shares of all citations, but evidence_overlap: of the answered cases with a quote."""
    abstention: tuple[Figure, ...]
    """Precision over the cases not answered, recall over the unanswerable ones, F1 over all."""
    latency: Latency
    tags: tuple[TagSummary, ...]
    """In alphabetical order."""

    def sections(self) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
        """Return the figures under their headings."""
        return (
            ("Retrieval", self.retrieval),
            ("Answers", self.answers),
            ("Citations", self.citations),
            ("Abstention", self.abstention),
        )

    def figures(self) -> Iterator[Figure]:
        """Yield every figure; their names are unique."""
        for _, figures in self.sections():
            yield from figures


def summarise(results: Sequence[CaseResult]) -> Summary:
    """Return the figures of a run; those of no results are all undefined."""
    return Summary(
        counts=_counts(results),
        retrieval=tuple(
            _over_cases(name, results)
            for name in (*(f"hit@{k}" for k in CUTOFFS), f"mrr@{DEPTH}", f"recall@{DEPTH}")
        ),
        answers=tuple(
            _over_cases(name, results) for name in ("containment", "exact_match", "f1", "accuracy")
        ),
        citations=_citations(results),
        abstention=_abstention(results),
        latency=_latency(results),
        tags=tuple(_tag_summaries(results)),
    )


def _counts(results: Sequence[CaseResult]) -> Counts:
    answerable = sum(result.case.answerable for result in results)
    answered = sum(result.answered for result in results)
    return Counts(
        cases=len(results),
        answerable=answerable,
        unanswerable=len(results) - answerable,
        with_evidence=sum(bool(result.case.evidence) for result in results),
        with_answers=sum(bool(result.case.answers) for result in results),
        answered=answered,
        not_answered=len(results) - answered,
        short_answers=sum(result.answered and bool(result.short_answer) for result in results),
        citations=sum(len(result.citations) for result in results),
    )


def _over_cases(name: str, results: Sequence[CaseResult]) -> Figure:
    return _figure(name, [result.metrics[name] for result in results])


def _figure(name: str, values: Sequence[float | None]) -> Figure:
    return Figure(name=name, value=mean(values), n=sum(value is not None for value in values))


def _citations(results: Sequence[CaseResult]) -> tuple[Figure, ...]:
    citations = [citation for result in results for citation in result.citations]
    return (
        _figure("citation_precision", [one.from_evidence for one in citations]),
        _over_cases("evidence_overlap", results),
        _figure("quote_exists", [one.exists for one in citations]),
    )


def _abstention(results: Sequence[CaseResult]) -> tuple[Figure, ...]:
    outcomes = [(result.case.answerable, result.answered) for result in results]
    precision, recall, f1 = abstention(outcomes)
    not_answered = sum(not answered for _, answered in outcomes)
    unanswerable = sum(not answerable for answerable, _ in outcomes)
    return (
        Figure(name="abstention_precision", value=precision, n=not_answered),
        Figure(name="abstention_recall", value=recall, n=unanswerable),
        Figure(name="abstention_f1", value=f1, n=len(outcomes)),
    )


def _latency(results: Sequence[CaseResult]) -> Latency:
    seconds = [result.seconds for result in results]
    return Latency(p50=percentile(seconds, 50), p95=percentile(seconds, 95))


def _tag_summaries(results: Sequence[CaseResult]) -> Iterator[TagSummary]:
    for tag in sorted({tag for result in results for tag in result.case.tags}):
        tagged = [result for result in results if tag in result.case.tags]
        yield TagSummary(
            tag=tag,
            n=len(tagged),
            hit_at_1=_over_cases("hit@1", tagged).value,
            containment=_over_cases("containment", tagged).value,
            abstained=mean(not result.answered for result in tagged),
        )


def as_json(summary: Summary) -> dict[str, Any]:
    """Return the summary as JSON values; all that varies between equal runs is in ``times``."""
    sections = {
        heading.lower(): {
            figure.name: {"value": _rounded(figure.value), "n": figure.n} for figure in figures
        }
        for heading, figures in summary.sections()
    }
    return {
        "counts": vars(summary.counts),
        **sections,
        "tags": {tag.tag: _tag_json(tag) for tag in summary.tags},
        "times": {
            "latency_p50": _rounded(summary.latency.p50),
            "latency_p95": _rounded(summary.latency.p95),
        },
    }


def _tag_json(tag: TagSummary) -> dict[str, Any]:
    return {
        "n": tag.n,
        "hit@1": _rounded(tag.hit_at_1),
        "containment": _rounded(tag.containment),
        "abstained": _rounded(tag.abstained),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
