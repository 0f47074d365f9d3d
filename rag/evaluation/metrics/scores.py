"""What an answer is worth: the measures of its wording, its citations and its decision."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.answers import Answer, Citation, Grade, Hit
from rag.evaluation.metrics import (
    Span,
    contains_answer,
    exact_match,
    numeric_match,
    overlaps,
    short_answer_agrees,
    token_f1,
)
from rag.evaluation.metrics.measures import OUTCOME_OF, STAGES
from rag.evaluation.metrics.relevance import Gold
from rag.evaluation.metrics.support import without_markers
from rag.evaluation.outcomes import Outcome
from rag.evaluation.results import (
    PLAIN,
    CandidateResult,
    CitationResult,
    Flag,
    StatementResult,
)
from rag.evaluation.testsets.cases import Case
from rag.settings.declared import EXTRACTIVE

Metrics = Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A case, its evidence and its answer, with the parts of the answer judged one by one."""

    case: Case
    gold: Gold
    answer: Answer
    statements: tuple[StatementResult, ...]
    candidates: tuple[CandidateResult, ...]
    citations: tuple[CitationResult, ...]
    confidence: float
    """As the results keep it."""
    read: int
    """How many passages whatever answers reads."""

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
        if self.outcome is Outcome.OPEN:
            return None
        return self.outcome in {Outcome.RIGHT, Outcome.REFUSED}

    @property
    def outcome(self) -> Outcome:
        """What became of the case."""
        case, answer = self.case, self.answer
        if not self.is_judged:
            return Outcome.OPEN
        if answer.answered:
            if not self.has_right_sentence:
                return Outcome.WRONG if case.answerable else Outcome.GUESSED
            short = answer.short_answer
            agrees = not (short and case.answers) or short_answer_agrees(short, case.answers)
            return Outcome.RIGHT if agrees else Outcome.SHORT_WRONG
        if answer.candidates:
            return Outcome.POSSIBLE if self.offers_right_sentence else Outcome.DOUBTFUL
        if not case.answerable:
            return Outcome.REFUSED
        return Outcome.DECLINED if self.has_right_passage else Outcome.NOT_FOUND

    @property
    def is_judged(self) -> bool:
        """Whether the test set says what is right: an answer, or the words that are to be cited."""
        return not self.case.answerable or bool(self.case.answers or self.gold.quotes)

    @property
    def has_right_sentence(self) -> bool:
        """Whether an accepted answer stands in it or, without one, it cites the evidence."""
        if not self.case.answers:
            return self.answer.answered and any(one.overlaps_evidence for one in self.citations)
        return contains_answer(self.text, self.case.answers) == 1

    @property
    def offers_right_sentence(self) -> bool:
        """Whether an accepted answer stands in what was offered as possible."""
        return any(one.holds_answer for one in self.candidates)

    @property
    def has_right_passage(self) -> bool:
        """Whether a passage that was read has the answer.

        That is the evidence's words where the case has them, else those of an accepted answer.
        """
        return any(
            _holds_evidence(hit, self.gold)
            if self.gold.quotes
            else contains_answer(hit.passage.text, self.case.answers) == 1
            for hit in self.answer.passages[: self.read]
        )


def scores(one: Judged) -> Metrics:
    """Return every measure but those of the retrieval, by name."""
    return {
        **of_outcome(one.outcome),
        **_stages(one),
        **_wording(one),
        **_citing(one),
        **_deciding(one),
    }


def of_outcome(outcome: Outcome) -> Metrics:
    """Return the measures that an outcome decides alone."""
    if outcome is Outcome.OPEN:
        return dict.fromkeys(("correct", "cost", *OUTCOME_OF))
    return {
        "correct": float(outcome in {Outcome.RIGHT, Outcome.REFUSED}),
        "cost": outcome.cost,
        **{name: float(outcome is one) for name, one in OUTCOME_OF.items()},
    }


def failure(case: Case) -> Metrics:
    """Return the measures of a case whose model failed: nothing of it is right."""
    names = ["exact_match", "f1"]
    if case.answers and case.answerable:
        names += ["has_answer_exact_match", "has_answer_f1", "containment"]
    return {**of_outcome(Outcome.FAILED), **dict.fromkeys(names, 0.0)}


def _stages(one: Judged) -> Metrics:
    """Return how far the answer came that the articles have; a stage has those before it."""
    if not one.case.answerable or not one.is_judged:
        return dict.fromkeys(STAGES)
    printed = one.has_right_sentence
    sentence = printed or one.offers_right_sentence
    # A sentence that is right was found, though its passage may be none of the evidence's.
    found = sentence or one.has_right_passage
    reached = (
        found,
        found and one.answer.grade is not Grade.NONE,
        sentence,
        printed,
        one.outcome is Outcome.RIGHT,
    )
    return {name: float(held) for name, held in zip(STAGES, reached, strict=True)}


def _holds_evidence(hit: Hit, gold: Gold) -> bool:
    same = (hit.article, *hit.copies)
    if not any(gold.spans(one.id) for one in same):
        return False
    if hit.passage.id in gold.passages:
        return True
    return any(gold.passages_of.get(copy.id) for copy in hit.copies)


def _wording(one: Judged) -> Metrics:
    """Return the measures of the wording.

    SQuAD's measures compare the short answer or, where there is none, the whole answer.
    """
    case, answer, text, correct = one.case, one.answer, one.text, one.correct
    accepted = case.answers if case.answerable else ()
    prediction = (answer.short_answer or text) if answer.answered else ""
    metrics: dict[str, float | None] = {
        "accuracy": None if correct is None or not answer.answered else float(correct),
        "containment": contains_answer(text, accepted),
        "numeric_match": numeric_match(text, accepted),
    }
    if accepted or not case.answerable:
        metrics["exact_match"] = exact_match(prediction, accepted)
        metrics["f1"] = token_f1(prediction, accepted)
    if case.standalone:
        metrics["standalone_match"] = exact_match(answer.standalone_question, [case.standalone])
        metrics["standalone_f1"] = token_f1(answer.standalone_question, [case.standalone])
    if accepted:
        metrics["has_answer_exact_match"] = metrics["exact_match"]
        metrics["has_answer_f1"] = metrics["f1"]
    return metrics


def _deciding(one: Judged) -> Metrics:
    """Return the measures of whether to answer, and of how sure the answer is."""
    answered, correct = one.answer.answered, one.correct
    refused = one.answer.grade is Grade.NONE
    known = answered and correct is not None
    return {
        "coverage": float(answered),
        "abstention_precision": float(not one.case.answerable) if refused else None,
        "abstention_recall": None if one.case.answerable else float(refused),
        "brier": (one.confidence - float(bool(correct))) ** 2 if known else None,
    }


def _citing(one: Judged) -> Metrics:
    """Return the measures of the citations; defined where something was answered.

    What is printed as it stands in an article is made of what it cites: that its citations support
    it is no finding.
    """
    recalled = one.answer.answered and one.case.answerable
    written = () if one.answer.model in {EXTRACTIVE, PLAIN} else one.statements
    return {
        "quote_exists": mean(citation.exists for citation in one.citations),
        "citation_coverage": mean(bool(statement.markers) for statement in written),
        "citation_recall": mean(statement.supported for statement in written),
        "citation_precision": mean(
            precise for statement in written for precise in statement.precise
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
        Flag.WRONG: one.outcome is Outcome.WRONG,
        Flag.SHORT_WRONG: one.outcome is Outcome.SHORT_WRONG,
        Flag.DECLINED: one.case.answerable and not one.answer.answered,
        Flag.UNSUPPORTED: not all(statement.supported for statement in one.statements),
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
