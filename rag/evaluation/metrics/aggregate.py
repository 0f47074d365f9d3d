"""The measures of many cases at once, as arrays, so that a bootstrap costs a matrix product.

Nearly every measure is a mean over the cases for which it is defined: the sum of one column over
the sum of another, each case counted as often as a resample holds it. F1 of abstention is such a
ratio too. The area under the risk-coverage curve and the calibration error are not; they are worked
out from the cases in the order of their confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rag.evaluation.metrics.measures import MEASURES, ReliabilityBin, RiskPoint
from rag.evaluation.results import CaseResult

Floats = npt.NDArray[np.float64]

BINS = 10
_MOST_POINTS = 200
NAMES = tuple(measure.name for measure in MEASURES)
_F1, _AURC, _ECE = (NAMES.index(name) for name in ("abstention_f1", "aurc", "ece"))
_OF_UNANSWERABLE = [
    NAMES.index(name)
    for name in ("abstention_precision", "abstention_recall", "abstention_f1", "guessed")
]


class Counters:
    """The cases of a run, or some of them, ready to be added up."""

    def __init__(self, results: Sequence[CaseResult]) -> None:
        self.cases = len(results)
        values = np.array(
            [[_value(result, name) for name in NAMES] for result in results], dtype=np.float64
        ).reshape(len(results), len(NAMES))
        defined = ~np.isnan(values)
        self._parts: Floats = np.where(defined, values, 0.0)
        self._wholes: Floats = defined.astype(np.float64)
        self._parts[:, _F1], self._wholes[:, _F1] = _abstention_f1(results)
        if all(one.answerable for one in results):
            # Where nothing had to be refused, refusing cannot be told from failing, and that
            # nobody guessed is no merit.
            self._parts[:, _OF_UNANSWERABLE] = self._wholes[:, _OF_UNANSWERABLE] = 0
        self._answers = _Answers(results)
        self.holds: npt.NDArray[np.bool_] = self._wholes > 0
        """``(cases, len(NAMES))``: which case is defined for which measure."""
        self.holds[:, [_AURC, _ECE]] = self._answers.held(len(results))[:, np.newaxis]

    def statistics(self, weights: Floats) -> Floats:
        """Return ``(b, len(NAMES))`` for ``(b, cases)`` counts of the cases; nan is undefined."""
        wholes = weights @ self._wholes
        with np.errstate(invalid="ignore", divide="ignore"):
            values: Floats = np.where(wholes > 0, (weights @ self._parts) / wholes, np.nan)
        values[:, _AURC] = self._answers.aurc(weights)
        values[:, _ECE] = self._answers.ece(weights)
        return values

    def shares(self) -> dict[str, tuple[int, int]]:
        """Return the measures that are shares, each case 0 or 1, as how many of how many."""
        ones = ((self._parts == 0) | (self._parts == 1)).all(axis=0)
        ones[[_F1, _AURC, _ECE]] = False
        return {
            name: (int(self._parts[:, place].sum()), int(self._wholes[:, place].sum()))
            for place, name in enumerate(NAMES)
            if ones[place]
        }

    def risk_coverage(self) -> tuple[RiskPoint, ...]:
        """Return the risk-coverage curve, by falling threshold."""
        return self._answers.risk_coverage()

    def reliability(self) -> tuple[ReliabilityBin, ...]:
        """Return the bins of the reliability diagram, by rising confidence."""
        return self._answers.reliability()


class _Answers:
    """The answers that can be judged right or wrong, the surest first."""

    def __init__(self, results: Sequence[CaseResult]) -> None:
        self._known = sum(result.correct is not None for result in results)
        chosen = [
            (-result.confidence, place, not result.correct)
            for place, result in enumerate(results)
            if result.answered and result.correct is not None
        ]
        chosen.sort()
        self.count = len(chosen)
        self._places = np.array([place for _, place, _ in chosen], dtype=np.intp)
        self._confidence: Floats = np.array([-one for one, _, _ in chosen], dtype=np.float64)
        self._wrong: Floats = np.array([one for _, _, one in chosen], dtype=np.float64)
        # Answers of the same confidence stand or fall together: no order among them is meant.
        self._firsts = np.flatnonzero(np.r_[True, np.diff(self._confidence) != 0][: self.count])
        bins = np.minimum((self._confidence * BINS).astype(np.intp), BINS - 1)
        self._in_bin: Floats = (bins[:, np.newaxis] == np.arange(BINS)).astype(np.float64)

    def held(self, cases: int) -> npt.NDArray[np.bool_]:
        """Return which of the run's ``cases`` are among them, as ``(cases,)`` booleans."""
        held = np.zeros(cases, dtype=np.bool_)
        held[self._places] = True
        return held

    def aurc(self, weights: Floats) -> Floats:
        """Return the mean risk over the answers from the surest on (Geifman and El-Yaniv 2017).

        Within a tie the risk is what it is on average over every order of it, in closed form.
        """
        if not self.count:
            return np.full(len(weights), np.nan)
        chosen = weights[:, self._places]
        sizes = np.add.reduceat(chosen, self._firsts, axis=1)
        errors = np.add.reduceat(chosen * self._wrong, self._firsts, axis=1)
        before, wrong_before = _before(sizes), _before(errors)
        rate = np.divide(errors, sizes, out=np.zeros_like(errors), where=sizes > 0)
        harmonic = np.r_[0.0, np.cumsum(1 / np.arange(1, int(chosen.sum(axis=1).max()) + 1))]
        reciprocals = harmonic[(before + sizes).astype(np.intp)] - harmonic[before.astype(np.intp)]
        total = (rate * sizes + (wrong_before - rate * before) * reciprocals).sum(axis=1)
        return _ratio(total, chosen.sum(axis=1))

    def ece(self, weights: Floats) -> Floats:
        """Return the mean distance of confidence and accuracy in ten bins (Naeini et al. 2015)."""
        chosen = weights[:, self._places]
        sure = (chosen * self._confidence) @ self._in_bin
        right = (chosen * (1 - self._wrong)) @ self._in_bin
        return _ratio(np.abs(sure - right).sum(axis=1), chosen.sum(axis=1))

    def risk_coverage(self) -> tuple[RiskPoint, ...]:
        lasts = np.r_[self._firsts[1:], self.count] - 1 if self.count else self._firsts
        errors = np.cumsum(self._wrong)
        step = max(1, -(-len(lasts) // _MOST_POINTS))
        shown = lasts[::-1][::step][::-1]  # the last point, where all are answered, is always there
        return tuple(
            RiskPoint(
                coverage=round((int(last) + 1) / self._known, 6),
                risk=round(float(errors[last]) / (int(last) + 1), 6),
                threshold=float(self._confidence[last]),
            )
            for last in shown
        )

    def reliability(self) -> tuple[ReliabilityBin, ...]:
        sizes = self._in_bin.sum(axis=0)
        sure, right = self._confidence @ self._in_bin, (1 - self._wrong) @ self._in_bin
        return tuple(
            ReliabilityBin(
                low=number / BINS,
                high=(number + 1) / BINS,
                n=int(size),
                confidence=round(float(sure[number] / size), 6) if size else None,
                accuracy=round(float(right[number] / size), 6) if size else None,
            )
            for number, size in enumerate(sizes)
        )


def _value(result: CaseResult, name: str) -> float:
    value = result.metrics.get(name)
    return np.nan if value is None else value


def _abstention_f1(results: Sequence[CaseResult]) -> tuple[Floats, Floats]:
    """Return the parts of F1 (van Rijsbergen 1979): twice the right over both sides."""
    declined = np.array([one.grade == "none" and one.error is None for one in results], dtype=float)
    unanswerable = np.array([not one.answerable for one in results], dtype=float)
    return 2 * declined * unanswerable, declined + unanswerable


def _before(sums: Floats) -> Floats:
    """Return for each column the sum of those before it."""
    whole: Floats = np.cumsum(sums, axis=1) - sums
    return whole


def _ratio(parts: Floats, wholes: Floats) -> Floats:
    ratio: Floats = np.divide(parts, wholes, out=np.full(len(wholes), np.nan), where=wholes > 0)
    return ratio
