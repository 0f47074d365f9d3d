"""How values are written, and what became of a case in one word, in every report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from rag.evaluation.metrics.measures import BY_NAME, Figure, Group, Section
from rag.evaluation.results import CaseResult

UNDEFINED = "–"
"""Stands for a value that is undefined, which is not 0."""

HEADLINES = (
    ("correct", "Right decisions"),
    ("containment", "Right answers"),
    ("f1", "Token F1"),
    ("mrr@10", "Ranking (MRR)"),
    ("citation_precision", "Citation precision"),
    ("citation_recall", "Citation recall"),
    ("abstention_f1", "Abstention F1"),
)
"""The measures to see first, with what to call them."""

GROUPED = (
    "correct",
    "containment",
    "exact_match",
    "f1",
    "hit@1",
    "mrr@10",
    "recall@10",
    "citation_recall",
    "evidence_precision",
    "coverage",
)
"""The measures that are shown by tag and by kind."""


def number(value: float | None) -> str:
    """Return three decimals."""
    return UNDEFINED if value is None else f"{value:.3f}"


def interval(figure: Figure) -> str:
    """Return the confidence interval."""
    if figure.low is None or figure.high is None:
        return UNDEFINED
    return f"{figure.low:.3f} to {figure.high:.3f}"


def seconds(value: float | None) -> str:
    """Return seconds with a unit that suits them."""
    if value is None:
        return UNDEFINED
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def counted(count: int, noun: str) -> str:
    """Return "1 case" or "7,268 cases"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def sections(metrics: Mapping[str, Figure]) -> Iterator[tuple[Section, dict[str, Figure]]]:
    """Yield the headings and their figures; those of which all are undefined are left out."""
    for section in Section:
        of_section = {
            name: figure
            for name, figure in metrics.items()
            if name in BY_NAME and BY_NAME[name].section is section
        }
        if any(figure.n for figure in of_section.values()):
            yield section, of_section


def grouped(every: Mapping[str, Group]) -> list[str]:
    """Return the measures to show of groups: those that some group has."""
    return [
        name
        for name in GROUPED
        if any(name in one.metrics and one.metrics[name].n for one in every.values())
    ]


class Outcome(StrEnum):
    """One word for each case, the good ones first."""

    RIGHT = "right"
    """Answered, with an accepted answer."""
    REFUSED = "refused"
    """Not answered, and nothing answers it: right too."""
    WRONG = "wrong"
    """Answered, without an accepted answer."""
    DECLINED = "declined"
    """Not answered, though it could have been."""
    GUESSED = "guessed"
    """Answered, though nothing answers it."""
    FAILED = "failed"
    """The model failed."""
    OPEN = "not judged"
    """The test set does not say what is right."""


MEANINGS = {
    Outcome.RIGHT: "answered, with an accepted answer",
    Outcome.REFUSED: "rightly not answered: the test set has no answer",
    Outcome.WRONG: "answered, and no accepted answer stands in the answer",
    Outcome.DECLINED: "not answered, though the test set has an answer",
    Outcome.GUESSED: "answered, though the test set has no answer",
    Outcome.FAILED: "the model failed",
    Outcome.OPEN: "the test set does not say what is right",
}


def outcome_of(result: CaseResult) -> Outcome:
    """Return what became of a case."""
    if result.error is not None:
        return Outcome.FAILED
    if result.correct is None:
        return Outcome.OPEN
    if result.correct:
        return Outcome.RIGHT if result.answered else Outcome.REFUSED
    if not result.answered:
        return Outcome.DECLINED
    return Outcome.WRONG if result.answerable else Outcome.GUESSED
