"""A run beside that of a plain script: what Dateline adds, and what it costs."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rag.evaluation.compare.comparison import Comparison, compare
from rag.evaluation.metrics.bootstrap import Difference
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.storage import FinishedRun

_SHOWN = (
    "correct",
    "cost",
    "passage_found",
    "answer_right",
    "answered_wrongly",
    "guessed",
    "coverage",
    "abstention_recall",
    "ndcg@10",
    "recall@10",
    "recall@k",
    "passage_recall@k",
    "evidence_precision",
    "quote_precision",
)
"""The measures that say what a reader gets of either."""


@dataclass(frozen=True, kw_only=True)
class Against:
    """What a plain script came to beside a run; the script's figures are ``before``."""

    plain: str
    """What the script is called, with its language model."""
    comparison: Comparison
    words: tuple[float | None, float | None]
    """Printed for an answer, on average: the script's and ours."""
    seconds: tuple[float | None, float | None]
    """Of the median question."""

    @property
    def differences(self) -> list[Difference]:
        """The measures to show: those that are defined in both."""
        found = {one.name: one for one in self.comparison.differences}
        return [found[name] for name in _SHOWN if found[name].change is not None]


def against(plain: FinishedRun, ours: FinishedRun) -> Against:
    """Compare a finished run with the script's on the same cases. Raises RunError."""
    return Against(
        plain=plain.run.models.answering,
        comparison=compare(plain.folder, ours.folder),
        words=(_words(plain.results), _words(ours.results)),
        seconds=(_median(plain), _median(ours)),
    )


def _words(results: Sequence[CaseResult]) -> float | None:
    counts = [len(one.answer.split()) for one in results if one.answered]
    return round(statistics.fmean(counts), 1) if counts else None


def _median(finished: FinishedRun) -> float | None:
    return finished.run.times.latency_p50.value if finished.run.times else None
