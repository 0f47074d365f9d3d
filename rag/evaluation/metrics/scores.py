"""What an answer is worth: the measures of its wording, its citations and its decision."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.answers import Answer, Citation, Hit
from rag.evaluation.metrics import (
    Span,
    contains_answer,
    exact_match,
    numeric_match,
    overlaps,
    token_f1,
)
from rag.evaluation.metrics.relevance import Gold
from rag.evaluation.metrics.support import without_markers
from rag.evaluation.results import CitationResult, Flag, StatementResult
from rag.evaluation.testsets.cases import Case

Metrics = Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A case, its evidence and its answer, with the parts of the answer judged one by one."""

    case: Case
    gold: Gold
    answer: Answer
    statements: tuple[StatementResult, ...]
    citations: tuple[CitationResult, ...]
    confidence: float
    """As the results keep it."""

    @property
    def text(self) -> str:
        """The answer without markers; empty after a refusal."""
        if not self.answer.answered:
            return ""
        markers = {citation.marker for citation in self.answer.citations}
        markers.update(one for statement in self.answer.statements for one in statement.markers)
        return without_markers(self.answer.text, sorted(markers))

    @property
    def correct(self) -> bool | None:
        """Whether it was decided rightly; ``None`` where the test set does not say."""
        if not self.case.answerable:
            return not self.answer.answered
        if not self.case.answers:
            return None
        return self.answer.answered and contains_answer(self.text, self.case.answers) == 1


def scores(one: Judged) -> Metrics:
    """Return every measure but those of the retrieval, by name."""
    return {**_wording(one), **_citing(one), **_deciding(one)}


def failure(case: Case) -> Metrics:
    """Return the measures of a case whose model failed: nothing of it is right."""
    names = ["correct", "exact_match", "f1"]
    if case.answers:
        names += ["has_answer_exact_match", "has_answer_f1", "containment"]
    return dict.fromkeys(names, 0.0)


def _wording(one: Judged) -> Metrics:
    """Return the measures of the wording.

    SQuAD's measures compare the short answer or, where there is none, the whole answer.
    """
    case, answer, text, correct = one.case, one.answer, one.text, one.correct
    prediction = (answer.short_answer or text) if answer.answered else ""
    metrics: dict[str, float | None] = {
        "correct": None if correct is None else float(correct),
        "accuracy": None if correct is None or not answer.answered else float(correct),
        "containment": contains_answer(text, case.answers),
        "numeric_match": numeric_match(text, case.answers),
    }
    if case.answers or not case.answerable:
        metrics["exact_match"] = exact_match(prediction, case.answers)
        metrics["f1"] = token_f1(prediction, case.answers)
    if case.answers:
        metrics["has_answer_exact_match"] = metrics["exact_match"]
        metrics["has_answer_f1"] = metrics["f1"]
    return metrics


def _deciding(one: Judged) -> Metrics:
    """Return the measures of whether to answer, and of how sure the answer is."""
    answered, correct = one.answer.answered, one.correct
    known = answered and correct is not None
    return {
        "coverage": float(answered),
        "abstention_precision": None if answered else float(not one.case.answerable),
        "abstention_recall": None if one.case.answerable else float(not answered),
        "brier": (one.confidence - float(bool(correct))) ** 2 if known else None,
    }


def _citing(one: Judged) -> Metrics:
    """Return the measures of the citations; defined where something was answered."""
    recalled = one.answer.answered and one.case.answerable
    return {
        "quote_exists": mean(citation.exists for citation in one.citations),
        "citation_coverage": mean(bool(statement.markers) for statement in one.statements),
        "citation_recall": mean(statement.supported for statement in one.statements),
        "citation_precision": mean(
            precise for statement in one.statements for precise in statement.precise
        ),
        "evidence_precision": mean(citation.from_evidence for citation in one.citations),
        "evidence_recall": _evidence_recall(one) if recalled else None,
        "quote_precision": mean(citation.overlaps_evidence for citation in one.citations),
        "quote_recall": _quote_recall(one) if recalled else None,
    }


def _evidence_recall(one: Judged) -> float | None:
    """Return the share of the relevant documents that a citation leads to."""
    cited = {
        document
        for citation in one.citations
        for document in one.gold.documents.get(citation.article_id, ())
    }
    return mean(document in cited for document in one.gold.articles)


def _quote_recall(one: Judged) -> float | None:
    return mean(_is_quoted(found.spans, one.answer.citations) for found in one.gold.quotes)


def _is_quoted(spans: Mapping[str, Sequence[Span]], citations: Sequence[Citation]) -> bool:
    return any(
        overlaps((citation.start, citation.end), span)
        for citation in citations
        for span in spans.get(citation.article.id, ())
    )


def flags(one: Judged, metrics: Metrics) -> Iterator[Flag]:
    """Yield what is wrong, worst first."""
    found = {
        Flag.QUOTE_MISSING: metrics["quote_exists"] not in {None, 1.0},
        Flag.GUESSED: one.answer.answered and not one.case.answerable,
        Flag.WRONG: one.answer.answered and one.case.answerable and one.correct is False,
        Flag.DECLINED: one.case.answerable and not one.answer.answered,
        Flag.UNSUPPORTED: metrics["citation_recall"] not in {None, 1.0},
        Flag.CITED_ELSEWHERE: metrics["evidence_recall"] == 0,
        Flag.NOT_RETRIEVED: _missed(one),
        Flag.EVIDENCE_MISSING: any(located.is_missing for located in one.gold.located),
    }
    yield from (flag for flag, holds in found.items() if holds)


def _missed(one: Judged) -> bool:
    hits = one.answer.passages
    return bool(one.gold.articles) and not any(_is_relevant(hit, one.gold) for hit in hits)


def _is_relevant(hit: Hit, gold: Gold) -> bool:
    return any(article.id in gold.documents for article in (hit.article, *hit.copies))


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the defined values, or ``None`` where there are none."""
    defined = [value for value in values if value is not None]
    return statistics.fmean(defined) if defined else None
