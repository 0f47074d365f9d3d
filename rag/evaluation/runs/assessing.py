"""Turns a case and its answer into the result of the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from rag.answering.extractive.question import parse_question
from rag.answers import Answer, Citation, Hit, PossibleAnswer
from rag.evaluation.metrics import contains_answer, overlaps, quote_exists, ranking_metrics
from rag.evaluation.metrics.measures import OF_CASES
from rag.evaluation.metrics.relevance import Gold, NameDocument, Relevance
from rag.evaluation.metrics.scores import Judged, Metrics, failure, flags, scores
from rag.evaluation.metrics.support import Support, without_markers
from rag.evaluation.outcomes import Outcome
from rag.evaluation.results import (
    CandidateResult,
    CaseResult,
    CaseTimes,
    CitationResult,
    Flag,
    PassageResult,
    Ranking,
)
from rag.evaluation.testsets.cases import Case

_DIGITS = 6
"""Of a metric, so that a run reads the same whether or not it was interrupted."""


@dataclass(frozen=True, kw_only=True)
class Assessor:
    """Judges answers; several threads may use it at once."""

    relevance: Relevance
    support: Support
    name: NameDocument
    read: int
    """How many passages whatever answers reads, the run's k."""

    def assess(self, case: Case, answer: Answer) -> CaseResult:
        """Return what the answer is worth as an answer to this case."""
        gold = self.relevance.of(case)
        judged = Judged(
            case=case,
            gold=gold,
            answer=answer,
            statements=self.support.judged(answer),
            candidates=tuple(_candidate(case, gold, one) for one in answer.candidates),
            read=self.read,
            citations=tuple(_citation(gold, answer, one) for one in answer.citations),
            confidence=round(answer.confidence, _DIGITS),
        )
        articles, passages = self._by_article(answer, gold), _by_passage(answer, gold)
        metrics = {
            **dict.fromkeys(OF_CASES),
            **ranking_metrics(articles.documents, articles.qrels, read=self.read),
            **_for_passages(ranking_metrics(passages.documents, passages.qrels, read=self.read)),
            **scores(judged),
        }
        return CaseResult(
            id=case.id,
            question=case.question,
            history=case.history,
            tags=case.tags,
            extra=case.extra,
            kind=kind_of(case.question),
            gold_answers=case.answers,
            answerable=case.answerable,
            evidence=tuple(one.as_result() for one in gold.located),
            standalone_question=answer.standalone_question,
            answered=answer.answered,
            grade=str(answer.grade),
            answer=answer.text,
            short_answer=answer.short_answer,
            confidence=judged.confidence,
            model=answer.model,
            statements=judged.statements,
            candidates=judged.candidates,
            citations=judged.citations,
            passages=tuple(_passage(gold, hit) for hit in answer.passages),
            warnings=answer.warnings,
            correct=judged.correct,
            outcome=judged.outcome,
            rank=_first_relevant(articles),
            by_article=articles,
            by_passage=passages,
            metrics={name: _rounded(value) for name, value in metrics.items()},
            flags=tuple(flags(judged, metrics)),
            times=_times(answer.timings),
        )

    def failed(self, case: Case, *, model: str, error: str) -> CaseResult:
        """Return the result of a case whose model failed."""
        nothing = Answer(
            question=case.question,
            standalone_question=case.question,
            answered=False,
            text="",
            confidence=0.0,
            model=model,
        )
        return replace(
            self.assess(case, nothing),
            correct=False,
            outcome=Outcome.FAILED,
            rank=None,
            by_article=Ranking(),
            by_passage=Ranking(),
            metrics={**dict.fromkeys(OF_CASES), **failure(case)},
            flags=(Flag.FAILED,),
            error=error,
        )

    def _by_article(self, answer: Answer, gold: Gold) -> Ranking:
        ranking = ranked_articles(answer.passages, gold, name=self.name)
        return Ranking(documents=tuple(ranking), qrels=gold.articles)


_NOT_RECORDED = frozenset({"authors", "origin", "page"})
"""What a case's result leaves out of a citation."""


def kind_of(question: str) -> str:
    """Return what a question asks for, by its question word: ``person``, ``time``, ``other``..."""
    return parse_question(question).answer_type.name.lower()


def _by_passage(answer: Answer, gold: Gold) -> Ranking:
    return Ranking(documents=tuple(ranked_passages(answer.passages, gold)), qrels=gold.passages)


def _first_relevant(ranking: Ranking) -> int | None:
    ranks = (rank for rank, one in enumerate(ranking.documents, start=1) if one in ranking.qrels)
    return next(ranks, None)


def _candidate(case: Case, gold: Gold, one: PossibleAnswer) -> CandidateResult:
    text = without_markers(one.text, [citation.marker for citation in one.citations])
    holds = None
    if case.answers:
        holds = contains_answer(text, case.answers) == 1
    elif gold.quotes:
        holds = any(_is_quoted(gold, citation) for citation in one.citations)
    return CandidateResult(text=text, confidence=round(one.confidence, _DIGITS), holds_answer=holds)


def _is_quoted(gold: Gold, citation: Citation) -> bool:
    span = (citation.start, citation.end)
    return any(overlaps(span, other) for other in gold.spans(citation.article.id))


def _citation(gold: Gold, answer: Answer, citation: Citation) -> CitationResult:
    article = citation.article
    same = {article.id, *_copies(answer, article.id)}
    described = {
        name: value for name, value in citation.as_json().items() if name not in _NOT_RECORDED
    }
    return CitationResult(
        **described,
        exists=quote_exists(article.text, citation.start, citation.end, citation.quote),
        from_evidence=not same.isdisjoint(gold.documents) if gold.located else None,
        overlaps_evidence=_is_quoted(gold, citation) if gold.quotes else None,
    )


def _copies(answer: Answer, article_id: str) -> set[str]:
    """Return the articles that carry nearly the same passage as an article that was retrieved."""
    return {
        copy.id for hit in answer.passages if hit.article.id == article_id for copy in hit.copies
    }


def _passage(gold: Gold, hit: Hit) -> PassageResult:
    article, passage = hit.article, hit.passage
    marked = [
        (max(start, passage.start) - passage.start, min(end, passage.end) - passage.start)
        for start, end in gold.spans(article.id)
        if overlaps((start, end), (passage.start, passage.end))
    ]
    group = {article.id, *(copy.id for copy in hit.copies)}
    described = hit.as_json() | {"score": round(hit.score, _DIGITS)}
    return PassageResult(
        **described,
        passage_id=passage.id,
        source=article.source,
        published=article.published.isoformat() if article.published else None,
        relevant=not group.isdisjoint(gold.documents) if gold.located else None,
        holds_quote=bool(marked) if gold.quotes else None,
        evidence=tuple(sorted(set(marked))),
    )


def _times(timings: Mapping[str, float]) -> CaseTimes:
    stages = {stage: round(seconds, 4) for stage, seconds in timings.items()}
    seconds = sum(value for stage, value in stages.items() if stage != "load")
    return CaseTimes(seconds=round(seconds, 4), stages=stages)


def _for_passages(metrics: Metrics) -> Metrics:
    return {f"passage_{name}": value for name, value in metrics.items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def ranked_articles(hits: Sequence[Hit], gold: Gold, *, name: NameDocument) -> list[str]:
    """Return the documents by article, each at the rank of its first passage.

    A hit stands for its near-copies too. It counts as those of its articles that are relevant or,
    where none is, as the one that is shown.
    """
    ranking = []
    for hit in hits:
        group = (hit.article, *hit.copies)
        relevant = list(chain.from_iterable(gold.documents.get(one.id, ()) for one in group))
        ranking.append(relevant or [name(hit.article.id, hit.article.origin)])
    return list(_each_once(ranking))


def ranked_passages(hits: Sequence[Hit], gold: Gold) -> list[str]:
    """Return the passages; one that a relevant passage is a copy of counts as that."""
    ranking = []
    for hit in hits:
        copies = chain.from_iterable(gold.passages_of.get(one.id, ()) for one in hit.copies)
        own = hit.passage.id in gold.passages
        ranking.append([hit.passage.id] if own else list(copies) or [hit.passage.id])
    return list(_each_once(ranking))


def _each_once(groups: Iterable[Iterable[str]]) -> Iterator[str]:
    yield from dict.fromkeys(chain.from_iterable(groups))
