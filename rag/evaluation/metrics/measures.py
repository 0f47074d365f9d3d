"""The measures by name, and the figures: what a measure comes to over many cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rag.evaluation.results import Usage

CUTOFFS = (1, 3, 5, 10)
"""The k of hit@k and its like."""
DEPTH = 10
"""The k of MRR, MAP and nDCG."""


class Section(StrEnum):
    """The headings, in the order in which they are shown."""

    RETRIEVAL = "Retrieval by article"
    PASSAGES = "Retrieval by passage"
    ANSWERS = "Answers"
    CITATIONS = "Citations"
    ABSTENTION = "Abstention"
    CONFIDENCE = "Confidence"
    JUDGE = "Judge"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure; its values are between 0 and 1."""

    name: str
    section: Section
    meaning: str
    """One line for a reader."""
    lower_is_better: bool = False


def _ranking(prefix: str, section: Section, thing: str) -> list[Measure]:
    every = {
        **{f"hit@{k}": f"one of the relevant {thing} is among the first {k}" for k in CUTOFFS},
        **{f"recall@{k}": f"share of the relevant {thing} among the first {k}" for k in CUTOFFS},
        **{f"all_evidence@{k}": f"all relevant {thing} are among the first {k}" for k in CUTOFFS},
        f"mrr@{DEPTH}": f"1 over the rank of the first of the relevant {thing}",
        f"map@{DEPTH}": f"mean precision at the ranks of the relevant {thing}",
        f"ndcg@{DEPTH}": "discounted gain over that of the best ranking, by grade",
    }
    return [
        Measure(name=prefix + name, section=section, meaning=meaning)
        for name, meaning in every.items()
    ]


def _measures(section: Section, meanings: Mapping[str, str], *lower: str) -> list[Measure]:
    return [
        Measure(name=name, section=section, meaning=meaning, lower_is_better=name in lower)
        for name, meaning in meanings.items()
    ]


MEASURES: tuple[Measure, ...] = (
    *_ranking("", Section.RETRIEVAL, "articles"),
    *_ranking("passage_", Section.PASSAGES, "passages"),
    *_measures(
        Section.ANSWERS,
        {
            "correct": "decided rightly: answered with an accepted answer, or rightly not answered",
            "accuracy": "share of right answers among those given",
            "exact_match": "SQuAD's EM, over all questions; not answering is the empty answer",
            "f1": "SQuAD's token F1, over all questions",
            "has_answer_exact_match": "SQuAD's EM over the questions that have an answer",
            "has_answer_f1": "SQuAD's token F1 over the questions that have an answer",
            "containment": "an accepted answer stands in the answer, by its words",
            "numeric_match": "the figures of an accepted answer stand in the answer, by value",
        },
    ),
    *_measures(
        Section.CITATIONS,
        {
            "quote_exists": "share of citations whose words stand at their offsets; must be 1",
            "citation_coverage": "share of statements that cite something",
            "citation_recall": "ALCE: share of statements that their citations support",
            "citation_precision": "ALCE: share of citations that support their statement",
            "evidence_precision": "share of citations that lead to an article of the evidence",
            "evidence_recall": "share of the evidence's articles that are cited",
            "quote_precision": "share of citations that share words with an evidence quote",
            "quote_recall": "share of the evidence quotes that a citation shares words with",
        },
    ),
    *_measures(
        Section.ABSTENTION,
        {
            "coverage": "share of the questions that were answered",
            "abstention_precision": "share of right abstentions among the abstentions",
            "abstention_recall": "share of the unanswerable questions that were not answered",
            "abstention_f1": "harmonic mean of the two",
        },
    ),
    *_measures(
        Section.CONFIDENCE,
        {
            "aurc": "area under the risk-coverage curve, over the answers given",
            "ece": "expected calibration error of the confidence, over the answers given",
            "brier": "mean squared error of the confidence, over the answers given",
        },
        "aurc",
        "ece",
        "brier",
    ),
    *_measures(Section.JUDGE, {"judge": "the judging model's score of the answer"}),
)

BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}
OF_CASES: tuple[str, ...] = tuple(
    measure.name for measure in MEASURES if measure.name not in {"abstention_f1", "aurc", "ece"}
)
"""Those that each case has; the others only make sense for many cases together."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The value of a measure over some cases, with its 95 % bootstrap confidence interval."""

    value: float | None
    """``None`` where undefined, which is not 0; the interval is undefined then too."""
    n: int
    """How many cases it is defined for."""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """The figures of the cases that share a tag or a kind."""

    n: int
    metrics: Mapping[str, Figure]
    """In the order of ``MEASURES``."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many cases there are, of each sort."""

    cases: int
    answerable: int
    unanswerable: int
    with_evidence: int
    with_quotes: int
    with_answers: int
    answered: int
    not_answered: int
    short_answers: int
    citations: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class RiskPoint:
    """A point of the risk-coverage curve (El-Yaniv and Wiener 2010)."""

    coverage: float
    """Share of the cases whose confidence is at least ``threshold`` and that were answered."""
    risk: float
    """Share of wrong answers among these."""
    threshold: float


@dataclass(frozen=True, kw_only=True)
class ReliabilityBin:
    """Answers of like confidence: how sure and how right they are on average."""

    low: float
    high: float
    """Confidence: ``low`` <= it < ``high``, and 1 is in the last bin."""
    n: int
    confidence: float | None
    accuracy: float | None
    """Both ``None`` in an empty bin."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a run comes to."""

    counts: Counts
    metrics: Mapping[str, Figure]
    """Every measure by name, in the order of ``MEASURES``."""
    by_tag: Mapping[str, Group]
    by_kind: Mapping[str, Group]
    risk_coverage: tuple[RiskPoint, ...]
    """By falling threshold, at most 200 points."""
    reliability: tuple[ReliabilityBin, ...]
    """Ten bins of the same width."""
    usage: Usage | None
    """Of all cases together."""
    judge_usage: Usage | None
