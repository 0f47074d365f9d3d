"""Asks the questions of a test set and measures each answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from rag.answers import Answer, Citation, Hit
from rag.evaluation.gold import Case
from rag.evaluation.metrics import (
    contains_answer,
    exact_match,
    hit_at,
    mean,
    overlaps,
    quote_exists,
    quote_spans,
    recall_at,
    reciprocal_rank,
    token_f1,
)
from rag.evaluation.relevance import evidence_ranks, is_named
from rag.evaluation.results import CaseResult, CitationResult, PassageResult

CUTOFFS = (1, 3, 5, 10)
DEPTH = 10
"""Passages per question that the measures look at."""


class Answering(Protocol):
    """Whatever answers a question from a library."""

    def answer(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Answer ``question``; ``history`` holds the earlier questions, oldest first."""
        ...


def evaluate(
    cases: Iterable[Case],
    answering: Answering,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[CaseResult]:
    """Yield the result of each case as soon as it is answered.

    Nothing is kept between cases: a caller that is interrupted has every result so far. Errors of
    ``answering`` pass through. ``clock`` returns seconds.
    """
    for case in cases:
        begun = clock()
        answer = answering.answer(case.question, history=case.history)
        yield judge(case, answer, seconds=clock() - begun)


def judge(case: Case, answer: Answer, *, seconds: float) -> CaseResult:
    """Return what the answer is worth as an answer to this case."""
    hits = answer.passages[:DEPTH]
    ranks = evidence_ranks(case.evidence, hits)
    citations = tuple(_citation(case, citation) for citation in answer.citations)
    return CaseResult(
        case=case,
        standalone_question=answer.standalone_question,
        answered=answer.answered,
        answer=answer.text,
        short_answer=answer.short_answer,
        confidence=answer.confidence,
        model=answer.model,
        citations=citations,
        passages=tuple(_passage(case, hit) for hit in hits),
        warnings=answer.warnings,
        rank=min((rank for rank in ranks if rank is not None), default=None),
        metrics={
            **_ranking_metrics(ranks),
            **_answer_metrics(case, answer),
            **_citation_metrics(case, answer, citations),
        },
        seconds=seconds,
        timings=answer.timings,
    )


def _ranking_metrics(ranks: Sequence[int | None]) -> Mapping[str, float | None]:
    return {
        **{f"hit@{k}": hit_at(ranks, k) for k in CUTOFFS},
        f"mrr@{DEPTH}": reciprocal_rank(ranks, DEPTH),
        f"recall@{DEPTH}": recall_at(ranks, DEPTH),
    }


def _answer_metrics(case: Case, answer: Answer) -> Mapping[str, float | None]:
    """Return the measures of the wording.

    They are defined where the case has accepted answers; not answering such a case scores 0, and
    so does giving no short answer, as in SQuAD's script. ``accuracy`` is defined only where
    something was answered, and answering the unanswerable scores 0 there.
    """
    text = _without_markers(answer) if answer.answered else ""
    short = (answer.short_answer or "") if answer.answered else ""
    containment = contains_answer(text, case.answers)
    accuracy = containment if case.answerable else 0.0
    return {
        "containment": containment,
        "exact_match": exact_match(short, case.answers),
        "f1": token_f1(short, case.answers),
        "accuracy": accuracy if answer.answered else None,
    }


def _without_markers(answer: Answer) -> str:
    """Return the answer's text without its ``[n]``, lest they be taken for numbers in it."""
    markers = {citation.marker for citation in answer.citations}
    markers.update(marker for statement in answer.statements for marker in statement.markers)
    text = answer.text
    for marker in markers:
        text = text.replace(f"[{marker}]", " ")
    return text


def _citation_metrics(
    case: Case, answer: Answer, citations: Sequence[CitationResult]
) -> Mapping[str, float | None]:
    quoted = any(evidence.quote for evidence in case.evidence)
    overlapping = any(one.overlaps_evidence for one in citations)
    return {
        "citation_precision": mean(one.from_evidence for one in citations),
        "evidence_overlap": float(overlapping) if answer.answered and quoted else None,
        "quote_exists": mean(one.exists for one in citations),
    }


def _citation(case: Case, citation: Citation) -> CitationResult:
    article = citation.article
    return CitationResult(
        marker=citation.marker,
        article_id=article.id,
        path=article.path,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        verdict=str(citation.verdict),
        exists=quote_exists(article.text, citation.start, citation.end, citation.quote),
        from_evidence=(
            any(is_named(article, evidence) for evidence in case.evidence)
            if case.evidence
            else None
        ),
        overlaps_evidence=_overlaps_evidence(case, citation),
    )


def _overlaps_evidence(case: Case, citation: Citation) -> bool | None:
    quoted = [evidence for evidence in case.evidence if evidence.quote]
    if not quoted:
        return None
    return any(
        overlaps((citation.start, citation.end), span)
        for evidence in quoted
        if is_named(citation.article, evidence)
        for span in quote_spans(citation.article.text, evidence.quote or "")
    )


def _passage(case: Case, hit: Hit) -> PassageResult:
    return PassageResult(
        rank=hit.rank,
        score=hit.score,
        article_id=hit.article.id,
        path=hit.article.path,
        start=hit.passage.start,
        end=hit.passage.end,
        relevant=(
            any(
                is_named(one, evidence)
                for one in (hit.article, *hit.copies)
                for evidence in case.evidence
            )
            if case.evidence
            else None
        ),
    )
