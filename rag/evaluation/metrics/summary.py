"""The summary of a run, computed from the results of its cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from rag.evaluation.metrics.aggregate import Counters
from rag.evaluation.metrics.bootstrap import DIGITS, RESAMPLES, SEED, counts, figures
from rag.evaluation.metrics.measures import TOO_FEW, Counts, Figure, Group, Summary
from rag.evaluation.results import CaseResult, Usage

_LATE = 6


def summarise(
    results: Sequence[CaseResult], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Summary:
    """Return the summary of some results; without results every figure is undefined."""
    counters = Counters(results)

    def _group(chosen: Sequence[CaseResult]) -> Group:
        return Group(
            n=len(chosen), metrics=figures(Counters(chosen), resamples=resamples, seed=seed)
        )

    return Summary(
        counts=count(results),
        metrics=figures(counters, resamples=resamples, seed=seed),
        by_tag=_by(results, lambda one: one.tags, _group),
        by_kind=_by(results, lambda one: (one.kind,), _group),
        by_turn=_by(results, _turn, _group) if any(one.history for one in results) else {},
        risk_coverage=counters.risk_coverage(),
        reliability=counters.reliability(),
        usage=_sum(result.usage for result in results),
        judge_usage=_sum(
            result.judgement.usage if result.judgement else None for result in results
        ),
    )


def count(results: Sequence[CaseResult]) -> Counts:
    """Return how many cases there are of each sort."""
    answerable = sum(result.answerable for result in results)
    answered = sum(result.answered for result in results)
    return Counts(
        cases=len(results),
        answerable=answerable,
        unanswerable=len(results) - answerable,
        with_evidence=sum(bool(result.evidence) for result in results),
        with_quotes=sum(any(one.quote for one in result.evidence) for result in results),
        with_answers=sum(bool(result.gold_answers) for result in results),
        answered=answered,
        not_answered=len(results) - answered,
        short_answers=sum(result.answered and bool(result.short_answer) for result in results),
        citations=sum(len(result.citations) for result in results),
        failed=sum(result.error is not None for result in results),
    )


def latency(seconds: Sequence[float], percent: int, *, resamples: int, seed: int) -> Figure:
    """Return a percentile of seconds, the nearest rank, with its bootstrap interval."""
    if not seconds:
        return Figure(value=None, n=0)
    ordered = np.sort(np.array(seconds))
    rank = max(1, -(-len(ordered) * percent // 100))
    value = round(float(ordered[rank - 1]), DIGITS)
    if len(ordered) < TOO_FEW:
        return Figure(value=value, n=len(ordered))
    drawn = np.concatenate(
        [
            ordered[(np.cumsum(weights, axis=1) >= rank).argmax(axis=1)]
            for weights in counts(len(ordered), resamples, seed)
        ]
    )
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Figure(
        value=value,
        n=len(ordered),
        low=round(float(low), DIGITS),
        high=round(float(high), DIGITS),
    )


def _by(
    results: Sequence[CaseResult],
    keys: Callable[[CaseResult], Iterable[str]],
    group: Callable[[Sequence[CaseResult]], Group],
) -> dict[str, Group]:
    """Return the group of each key, in alphabetical order."""
    members: dict[str, list[CaseResult]] = {}
    for result in results:
        for key in dict.fromkeys(keys(result)):
            members.setdefault(key, []).append(result)
    return {key: group(members[key]) for key in sorted(members)}


def _turn(result: CaseResult) -> tuple[str]:
    """Return the place of a question in its conversation; all that come late are one group."""
    place = len(result.history) + 1
    return (f"{place}" if place < _LATE else f"{_LATE} and later",)


def _sum(usages: Iterable[Usage | None]) -> Usage | None:
    """Return the usages added up; a figure that none of them reports stays ``None``."""
    known = [usage for usage in usages if usage]
    if not known:
        return None
    inputs = [one.input_tokens for one in known if one.input_tokens is not None]
    outputs = [one.output_tokens for one in known if one.output_tokens is not None]
    costs = [one.cost for one in known if one.cost is not None]
    return Usage(
        calls=sum(one.calls for one in known),
        input_tokens=sum(inputs) if inputs else None,
        output_tokens=sum(outputs) if outputs else None,
        cost=round(sum(costs), DIGITS) if costs else None,
    )
