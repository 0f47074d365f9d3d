"""How values are written, and which come first, in every report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from rag.evaluation.metrics.measures import (
    BY_NAME,
    CUTOFFS,
    DEPTH,
    READ,
    STAGES,
    Figure,
    Group,
    Section,
)
from rag.evaluation.runs.run import Run

UNDEFINED = "–"
"""Stands for a value that is undefined, which is not 0."""
TOO_FEW_CASES = "too few"
"""Stands for the interval of a value that too few cases have."""

RANKINGS = frozenset({Section.RETRIEVAL, Section.PASSAGES})
"""The sections whose measures are taken at several k."""

HEADLINES = (
    ("correct", "Right decisions"),
    ("cost", "Cost of a question"),
    ("answered_wrongly", "Answered wrongly"),
    ("short_answer_wrong", "Short answer wrong"),
    ("guessed", "Guessed"),
    ("refused_though_found", "Refused though found"),
    ("possible", "Possible, and right"),
    ("evidence_precision", "Citations of the evidence"),
    ("citation_recall", "Statements supported"),
    ("abstention_f1", "Abstention F1"),
)
"""The measures to see first, with what to call them."""
_RANKED = (
    ("ndcg@10", "Ranking (nDCG@10)"),
    ("recall@10", "Recall@10"),
    ("recall@k", "Recall of what is read"),
    ("map@10", "Precision (MAP@10)"),
    ("mrr@10", "First relevant (MRR@10)"),
    ("hit@1", "Relevant one first"),
    ("coverage", "Answered"),
)
"""Those of a test set that knows what is relevant and not what is right, as BEIR's do."""
_LOST = (
    ("passage_found", "no passage that was read has the answer", "retrieval"),
    ("not_refused", "refused though found", "the answer"),
    ("sentence_shown", "another sentence was chosen", "the answer"),
    ("answer_printed", "offered as possible alone", "the answer"),
    ("answer_right", "short answer wrong", "the answer"),
)
"""What is lost at each stage, and by what."""

GROUPED = (
    "correct",
    "cost",
    "ndcg@10",
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


def set_name(run: Run) -> str:
    """Return what a page calls a test set: its file, or its folder."""
    return PurePath(run.testset.path).name or run.testset.path


def number(value: float | None) -> str:
    """Return three decimals."""
    return UNDEFINED if value is None else f"{value:.3f}"


def interval(figure: Figure) -> str:
    """Return the confidence interval; "too few" where the cases give none."""
    if figure.low is None or figure.high is None:
        return UNDEFINED if figure.value is None else TOO_FEW_CASES
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


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The figures of a ranking by k: a row for each measure."""

    names: Mapping[int, str]
    """Each k, in order, with how measures name it: the run's own is ``k``."""
    rows: Mapping[str, Mapping[str, Figure]]
    """Of each measure the figures by that name."""


def ranking(figures: Mapping[str, Figure], read: int | None) -> Ranking:
    """Return the figures of a ranking by measure and k; ``read`` is how many passages are read."""
    names = ({read: READ} if read else {}) | {k: f"{k}" for k in CUTOFFS}
    rows: dict[str, dict[str, Figure]] = {}
    for name, figure in figures.items():
        measure, _, k = name.partition("@")
        rows.setdefault(measure, {})[k] = figure
    return Ranking(names=dict(sorted(names.items())), rows=rows)


def meaning_of(measure: str) -> str:
    """Return what a measure of a ranking means, whatever its k."""
    return BY_NAME[f"{measure}@{DEPTH}"].meaning.replace(f"the first {DEPTH}", "the first k")


def grouped(every: Mapping[str, Group]) -> list[str]:
    """Return the measures to show of groups: those that some group has."""
    return [
        name
        for name in GROUPED
        if any(name in one.metrics and one.metrics[name].n for one in every.values())
    ]


def headlines(metrics: Mapping[str, Figure]) -> list[tuple[str, str]]:
    """Return the measures to see first, with what to call them: those that are defined."""
    judged = "correct" in metrics and metrics["correct"].n
    chosen = HEADLINES if judged else _RANKED
    return [(name, label) for name, label in chosen if name in metrics and metrics[name].n]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A step on the way of the answers that the articles have."""

    name: str
    meaning: str
    left: float
    """Share of the questions that came as far."""
    lost: float
    """Share that was lost on this step."""
    how: str
    """How they were lost."""
    by: str
    """By what: retrieval, or the answer."""


def waterfall(metrics: Mapping[str, Figure]) -> list[Stage]:
    """Return the steps in their order; none where no question has a known answer."""
    before = 1.0
    stages = []
    for name, how, by in _LOST:
        left = metrics[name].value if name in metrics else None
        if left is None:
            return []
        lost = before - left
        stages.append(Stage(name=name, meaning=STAGES[name], left=left, lost=lost, how=how, by=by))
        before = left
    return stages


def losses(metrics: Mapping[str, Figure]) -> str:
    """Return the waterfall in a sentence; empty where there is none.

    "Of 64 questions that the articles answer, the passage was there for 92 %, the sentence was
    shown for 67 %, and 46 % were answered rightly; retrieval has 15 % of the loss."
    """
    stages = {one.name: one for one in waterfall(metrics)}
    if not stages:
        return ""
    found, shown, right = (
        stages[name].left for name in ("passage_found", "sentence_shown", "answer_right")
    )
    told = (
        f"Of {counted(metrics['answer_right'].n, 'question')} with a known answer, the passage was"
        f" there for {found:.0%}, the sentence was shown for {shown:.0%}, and {right:.0%} were"
        " answered rightly"
    )
    if right == 1:
        return f"{told}."
    return (
        f"{told}; retrieval has {(1 - found) / (1 - right):.0%} of the loss, the answer the rest."
    )
