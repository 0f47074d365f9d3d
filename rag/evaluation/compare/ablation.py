"""An ablation: the same test set under several settings, ranked by one measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.evaluation.metrics.aggregate import Tally
from rag.evaluation.metrics.bootstrap import Difference, differences
from rag.evaluation.metrics.measures import BY_NAME
from rag.evaluation.runs.runs import Figure, Summary
from rag.evaluation.runs.session import Conducted

_USUAL = ("correct", "ndcg@10", "coverage")
SHOWN = ("correct", "f1", "ndcg@10", "mrr@10", "recall@10", "passage_ndcg@10", "abstention_f1")
"""The measures of the table, so far as they are defined, beside the one it is ranked by."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A variant's place."""

    name: str
    conducted: Conducted
    figure: Figure
    """Of the measure that the table is ranked by."""
    against_first: Difference
    """Its difference from the first variant, the settings in force."""


@dataclass(frozen=True, kw_only=True)
class Ablation:
    """The variants of an ablation, the best first."""

    by: str
    first: str
    """The variant that the others are compared with."""
    rows: tuple[Row, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The measures worth a column: those of ``SHOWN`` that are defined somewhere."""
        return tuple(
            name
            for name in SHOWN
            if name != self.by
            and any(_summary(row.conducted).metrics[name].value is not None for row in self.rows)
        )


def ranked(runs: Sequence[tuple[str, Conducted]], *, by: str | None = None) -> Ablation:
    """Rank variants, given by name in the order in which they were run.

    Without ``by``, by ``correct``, or what stands in for it where the test set has no answers.
    """
    by = by or _usual(runs)
    first = runs[0][1]
    rows = [
        Row(
            name=name,
            conducted=conducted,
            figure=_summary(conducted).metrics[by],
            against_first=_difference(first, conducted, by),
        )
        for name, conducted in runs
    ]
    return Ablation(
        by=by, first=runs[0][0], rows=tuple(sorted(rows, key=lambda row: _worth(row.figure, by)))
    )


def _usual(runs: Sequence[tuple[str, Conducted]]) -> str:
    metrics = _summary(runs[0][1]).metrics
    return next(name for name in _USUAL if metrics[name].value is not None)


def _worth(figure: Figure, by: str) -> tuple[bool, float]:
    """Return a key that puts the best first, and what is undefined last."""
    value = figure.value or 0.0
    return figure.value is None, value if BY_NAME[by].lower_is_better else -value


def _difference(first: Conducted, other: Conducted, by: str) -> Difference:
    found = differences(
        Tally(first.results),
        Tally(other.results),
        resamples=first.run.resamples,
        seed=first.run.seed,
    )
    return next(one for one in found if one.name == by)


def _summary(conducted: Conducted) -> Summary:
    summary = conducted.run.summary
    if summary is None:
        raise TypeError("a run that was conducted has a summary")
    return summary
