"""The measures by name, and the figures: what a measure comes to over many cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rag.evaluation.outcomes import POSSIBLE_COST, REFUSAL_COST, WRONG_COST, Outcome
from rag.evaluation.results import Usage

CUTOFFS = (1, 3, 5, 10)
"""The k of hit@k and its like, beside ``READ``."""
READ = "k"
"""Stands for the run's own k, how many passages are read: ``recall@k``."""
DEPTH = 10
"""The k of MRR, MAP and nDCG."""


class Section(StrEnum):
    """The headings, in the order in which they are shown."""

    OUTCOMES = "Outcomes"
    STAGES = "Where answers are lost"
    RETRIEVAL = "Retrieval by article"
    PASSAGES = "Retrieval by passage"
    ANSWERS = "Answers"
    FOLLOW_UPS = "Follow-up questions"
    CITATIONS = "Citations"
    ABSTENTION = "Abstention"
    CONFIDENCE = "Confidence"
    JUDGE = "Judge"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure; its values are between 0 and ``most``."""

    name: str
    section: Section
    meaning: str
    """One line for a reader."""
    lower_is_better: bool = False
    most: float = 1.0


def _ranking(prefix: str, section: Section, thing: str) -> list[Measure]:
    first = {k: f"the first {k}" for k in CUTOFFS} | {READ: "as many as the run reads, its k"}
    every = {
        f"ndcg@{DEPTH}": "discounted gain over that of the best ranking, by grade",
        **{f"recall@{k}": f"share of the relevant {thing} among {n}" for k, n in first.items()},
        f"map@{DEPTH}": f"mean precision at the ranks of the relevant {thing}",
        f"mrr@{DEPTH}": f"1 over the rank of the first of the relevant {thing}",
        **{f"hit@{k}": f"one of the relevant {thing} is among {n}" for k, n in first.items()},
        **{f"all_evidence@{k}": f"all relevant {thing} are among {n}" for k, n in first.items()},
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


OUTCOME_OF: Mapping[str, Outcome] = {
    "answered_wrongly": Outcome.WRONG,
    "short_answer_wrong": Outcome.SHORT_WRONG,
    "guessed": Outcome.GUESSED,
    "refused_though_found": Outcome.DECLINED,
    "not_found": Outcome.NOT_FOUND,
    "possible": Outcome.POSSIBLE,
    "possible_none_right": Outcome.DOUBTFUL,
}
"""The outcomes whose share of the questions is a measure."""
SHARES = {name: outcome.meaning for name, outcome in OUTCOME_OF.items()}

STAGES: Mapping[str, str] = {
    "passage_found": "the answer stands in a passage that was read",
    "not_refused": "and something was shown, as the answer or as possible",
    "sentence_shown": "and an accepted answer, or the evidence, stands in what was shown",
    "answer_printed": "and it was printed as the answer",
    "answer_right": "and the short answer, where there is one, agrees",
}
"""The way of an answer that the articles have: each stage holds only if those before it do."""

MEASURES: tuple[Measure, ...] = (
    *_measures(
        Section.OUTCOMES,
        {
            "correct": "decided rightly: answered with an accepted answer, in short too, or rightly"
            " refused",
        },
    ),
    Measure(
        name="cost",
        section=Section.OUTCOMES,
        meaning=f"of a question: {WRONG_COST:g} for a wrong answer, {REFUSAL_COST:g} for a refusal"
        f" of what can be answered, {POSSIBLE_COST:g} for possible answers",
        lower_is_better=True,
        most=WRONG_COST,
    ),
    *_measures(Section.OUTCOMES, SHARES, *SHARES),
    *_measures(Section.STAGES, STAGES),
    *_ranking("", Section.RETRIEVAL, "articles"),
    *_ranking("passage_", Section.PASSAGES, "passages"),
    *_measures(
        Section.ANSWERS,
        {
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
        Section.FOLLOW_UPS,
        {
            "standalone_match": "SQuAD's EM of the question as it was read with the expected one",
            "standalone_f1": "SQuAD's token F1 of the same",
        },
    ),
    *_measures(
        Section.CITATIONS,
        {
            "quote_exists": "share of citations whose words stand at their offsets; must be 1",
            "citation_coverage": "share of a model's statements that cite something",
            "citation_recall": "ALCE: share of a model's statements that their citations support",
            "citation_precision": "ALCE: share of a model's citations that support their statement",
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
            "abstention_precision": "share of right refusals among the refusals",
            "abstention_recall": "share of the unanswerable questions that were refused",
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

TOO_FEW = 10
"""With fewer cases there is no interval: it would say next to nothing, and look as if it did."""

BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}
OF_CASES: tuple[str, ...] = tuple(
    measure.name for measure in MEASURES if measure.name not in {"abstention_f1", "aurc", "ece"}
)
"""Those that each case has; the others only make sense for many cases together."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The value of a measure over some cases, with its 95 % confidence interval."""

    value: float | None
    """``None`` where undefined, which is not 0; the interval is undefined then too, and where the
    cases are too few to give one."""
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
    by_turn: Mapping[str, Group]
    """By place in the conversation, from 1; empty where there is no conversation."""
    risk_coverage: tuple[RiskPoint, ...]
    """By falling threshold, at most 200 points."""
    reliability: tuple[ReliabilityBin, ...]
    """Ten bins of the same width."""
    usage: Usage | None
    """Of all cases together."""
    judge_usage: Usage | None
