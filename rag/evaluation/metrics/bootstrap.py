"""Confidence intervals: Wilson's for shares, the bootstrap for means, its paired form for changes.

The bootstrap (Efron 1979, percentile method) says that a share of 0 or 1 is certain, however few
the cases; Wilson's interval (1927) does not. With fewer than ``TOO_FEW`` cases there is none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rag.evaluation.metrics.aggregate import NAMES, Counters, Floats
from rag.evaluation.metrics.measures import TOO_FEW, Figure

RESAMPLES = 1_000
SEED = 0
DIGITS = 6
_LEVELS = (0.025, 0.975)
_Z = 1.959964
"""The normal distribution's quantile of the upper level."""
_AT_ONCE = 4_000_000
"""Numbers of a matrix of counts, which bounds the memory to some ten megabytes."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """By how much a measure differs between two runs, over the cases that they share."""

    name: str
    before: float | None
    after: float | None
    n: int
    """Cases for which it is defined in both runs."""
    change: float | None
    low: float | None = None
    high: float | None = None
    """The 95 % interval of the change; ``None`` where the cases are too few."""
    p: float | None = None
    """Two-sided: how often a resample's change has the other sign, or none."""


def figures(
    counters: Counters, *, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, Figure]:
    """Return every measure with its interval, by name."""
    if not counters.cases:
        return {name: Figure(value=None, n=0) for name in NAMES}
    values = counters.statistics(np.ones((1, counters.cases)))[0]
    drawn = np.concatenate(
        [counters.statistics(weights) for weights in counts(counters.cases, resamples, seed)]
    )
    shares = counters.shares()
    return {
        name: _figure(float(values[place]), n, drawn[:, place], shares.get(name))
        for place, (name, n) in enumerate(
            zip(NAMES, counters.holds.sum(axis=0).tolist(), strict=True)
        )
    }


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of ``hits`` in ``n``, which is at least 1."""
    share, square = hits / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    spread = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return round(max(0.0, middle - spread), DIGITS), round(min(1.0, middle + spread), DIGITS)


def differences(
    before: Counters, after: Counters, *, resamples: int, seed: int
) -> list[Difference]:
    """Return every measure of two runs of the same cases, in the same order, and its change.

    Each resample holds the same cases of both (paired bootstrap; Koehn 2004).
    """
    ones = np.ones((1, before.cases))
    old, new = before.statistics(ones)[0], after.statistics(ones)[0]
    drawn = np.concatenate(
        [
            after.statistics(weights) - before.statistics(weights)
            for weights in counts(before.cases, resamples, seed)
        ]
    )
    shared = (before.holds & after.holds).sum(axis=0)
    return [
        _difference(name, float(old[place]), float(new[place]), int(shared[place]), drawn[:, place])
        for place, name in enumerate(NAMES)
    ]


def counts(cases: int, resamples: int, seed: int) -> Iterator[Floats]:
    """Yield ``(b, cases)`` arrays: how often each resample holds each case; ``b`` varies."""
    random = np.random.default_rng(seed)
    at_once = max(1, _AT_ONCE // cases)
    for first in range(0, resamples, at_once):
        size = min(at_once, resamples - first)
        drawn = random.integers(0, cases, size=(size, cases))
        drawn += np.arange(size)[:, np.newaxis] * cases
        flat = np.bincount(drawn.ravel(), minlength=size * cases)
        yield flat.reshape(size, cases).astype(np.float64)


def _figure(value: float, n: int, drawn: Floats, share: tuple[int, int] | None) -> Figure:
    if np.isnan(value):
        return Figure(value=None, n=n)
    if n < TOO_FEW:
        return Figure(value=round(value, DIGITS), n=n)
    low, high = wilson(*share) if share else _interval(drawn)
    return Figure(value=round(value, DIGITS), n=n, low=low, high=high)


def _difference(name: str, old: float, new: float, n: int, drawn: Floats) -> Difference:
    before, after = (None if np.isnan(one) else round(one, DIGITS) for one in (old, new))
    if before is None or after is None:
        return Difference(name=name, before=before, after=after, n=n, change=None)
    if n < TOO_FEW:
        change = round(new - old, DIGITS)
        return Difference(name=name, before=before, after=after, n=n, change=change)
    low, high = _interval(drawn)
    known = drawn[~np.isnan(drawn)]
    # One is added to both, for of finitely many resamples none is ever sure (Davison and Hinkley).
    against = (min((known <= 0).sum(), (known >= 0).sum()) + 1) / (len(known) + 1)
    return Difference(
        name=name,
        before=before,
        after=after,
        n=n,
        change=round(new - old, DIGITS),
        low=low,
        high=high,
        p=round(min(1.0, 2 * float(against)), 4),
    )


def _interval(drawn: Floats) -> tuple[float, float]:
    """Return the 2.5th and the 97.5th percentile of the resamples in which it is defined."""
    low, high = np.nanquantile(drawn, _LEVELS)
    return round(float(low), DIGITS), round(float(high), DIGITS)
