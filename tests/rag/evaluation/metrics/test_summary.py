"""What many cases come to: the tallies, their intervals, the curves."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from case_results import case_result as case
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation import summarise
from rag.evaluation.metrics.aggregate import NAMES, Counters
from rag.evaluation.metrics.bootstrap import counts, differences, figures
from rag.evaluation.metrics.measures import BY_NAME
from rag.evaluation.metrics.summary import latency
from rag.evaluation.results import Judgement, Usage


def value(results, name):
    return figures(Counters(results), resamples=20)[name].value


def answers(*pairs):
    return [case(confidence=confidence, correct=correct) for confidence, correct in pairs]


def test_a_measure_is_the_mean_over_the_cases_that_have_it():
    results = [case(metrics={"f1": score}) for score in (1.0, None, 0.5, 0.0)] * 4
    figure = figures(Counters(results), resamples=200)["f1"]
    assert (figure.value, figure.n) == (0.5, 12)
    assert 0 <= figure.low < 0.5 < figure.high <= 1


def test_what_is_undefined_is_not_0():
    found = figures(Counters([case(metrics={"f1": None})]), resamples=20)["f1"]
    assert (found.value, found.n, found.low, found.high) == (None, 0, None, None)
    empty = summarise([])
    assert {figure.value for figure in empty.metrics.values()} == {None}
    assert (list(empty.metrics), empty.risk_coverage, empty.by_tag) == (list(BY_NAME), (), {})
    assert [one.accuracy for one in empty.reliability] == [None] * 10


@pytest.mark.parametrize(
    ("right", "needless", "missed", "f1"),
    [(3, 1, 2, 2 * 0.75 * 0.6 / 1.35), (0, 0, 2, 0.0), (0, 2, 0, None), (2, 0, 0, 1.0),
     (0, 0, 0, None)],
)  # fmt: skip
def test_f1_of_abstention(right, needless, missed, f1):
    results = [
        *[case(answerable=False, answered=False)] * right,
        *[case(answered=False)] * needless,
        *[case(answerable=False)] * missed,
        *[case()] * 4,
    ]
    assert value(results, "abstention_f1") == (f1 and pytest.approx(f1, abs=1e-6))


def test_a_failed_case_is_no_abstention():
    failed = case(answered=False, answerable=False, correct=False, error="no")
    assert value([failed, case(answerable=False)], "abstention_f1") == 0.0


def test_abstention_is_undefined_where_nothing_is_unanswerable():
    results = [case(answered=False, metrics={"abstention_precision": 0.0}), case()]
    for name in ("abstention_precision", "abstention_recall", "abstention_f1"):
        assert value(results, name) is None, name
    assert value([*results, case(answerable=False)], "abstention_precision") == 0.0


def test_the_area_under_the_risk_coverage_curve_by_hand():
    # Surest first, the risks are 0, 0, 1/3, 1/2.
    results = answers((0.9, True), (0.8, True), (0.7, False), (0.6, False))
    assert value(results, "aurc") == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4, abs=1e-6)
    points = summarise(results, resamples=10).risk_coverage
    assert [(one.coverage, round(one.risk, 3), one.threshold) for one in points] == [
        (0.25, 0.0, 0.9), (0.5, 0.0, 0.8), (0.75, 0.333, 0.7), (1.0, 0.5, 0.6),
    ]  # fmt: skip


def test_what_was_not_answered_is_not_covered():
    results = [*answers((0.9, True)), case(answered=False, correct=False)]
    (point,) = summarise(results, resamples=10).risk_coverage
    assert (point.coverage, point.risk) == (0.5, 0.0)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), min_size=1, max_size=6))
def test_ties_count_as_the_mean_of_their_orders(pairs):
    orders = []
    for order in itertools.permutations(pairs):
        if [confidence for confidence, _ in order] == sorted(
            (confidence for confidence, _ in order), reverse=True
        ):
            wrong = np.cumsum([not correct for _, correct in order])
            orders.append((wrong / np.arange(1, len(order) + 1)).mean())
    assert value(answers(*pairs), "aurc") == pytest.approx(np.mean(orders), abs=1e-6)


def test_calibration_by_hand():
    # Bin 0.9 to 1: sure 0.95, right 0.5; bin 0.2 to 0.3: sure 0.2, right 1.
    results = answers((0.9, True), (1.0, False), (0.2, True))
    assert value(results, "ece") == pytest.approx((abs(1.9 - 1) + abs(0.2 - 1)) / 3, abs=1e-6)
    bins = summarise(results, resamples=10).reliability
    assert (bins[9].n, bins[9].confidence, bins[9].accuracy) == (2, 0.95, 0.5)
    assert (bins[2].n, bins[2].confidence, bins[2].accuracy) == (1, 0.2, 1.0)
    assert (bins[0].n, bins[0].confidence, bins[0].accuracy) == (0, None, None)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30), st.data())
def test_a_resample_is_what_its_cases_come_to(pairs, data):
    """The weights of the bootstrap mean the same as the cases written out as often."""
    results = answers(*pairs)
    drawn = data.draw(st.lists(st.sampled_from(range(len(pairs))), min_size=1, max_size=30))
    weights = np.bincount(drawn, minlength=len(pairs)).astype(float)[np.newaxis]
    weighted = Counters(results).statistics(weights)[0]
    written_out = Counters([results[place] for place in drawn])
    plain = written_out.statistics(np.ones((1, len(drawn))))[0]
    assert weighted == pytest.approx(plain, nan_ok=True)


def test_resamples_hold_as_many_cases_as_there_are_and_follow_the_seed():
    first, again, other = (np.concatenate(list(counts(7, 50, seed))) for seed in (1, 1, 2))
    assert (first.sum(axis=1) == 7).all()
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # As scipy.stats.binomtest has them, with Wilson as the method.
    [(0, 10, 0.0, 0.277533), (10, 10, 0.722467, 1.0), (8, 10, 0.490162, 0.943318),
     (300, 1000, 0.272407, 0.329124)],
)  # fmt: skip
def test_the_interval_of_a_share_is_wilsons(hits, n, low, high):
    results = [case(metrics={"correct": float(number < hits)}) for number in range(n)]
    figure = figures(Counters(results), resamples=20)["correct"]
    assert (figure.low, figure.high) == pytest.approx((low, high), abs=2e-5)


def test_fewer_than_ten_cases_have_no_interval():
    few = figures(Counters([case(metrics={"f1": 0.5})] * 9), resamples=20)["f1"]
    assert (few.value, few.n, few.low, few.high) == (0.5, 9, None, None)
    enough = figures(Counters([case(metrics={"f1": 0.5})] * 10), resamples=20)["f1"]
    assert (enough.low, enough.high) == (0.5, 0.5)


def test_a_mean_has_the_interval_of_the_bootstrap():
    results = [case(metrics={"f1": 0.25 + 0.5 * (number < 300)}) for number in range(1000)]
    figure = figures(Counters(results))["f1"]
    error = 1.96 * 0.5 * (0.21 / 1000) ** 0.5
    assert (figure.low, figure.high) == pytest.approx((0.4 - error, 0.4 + error), abs=0.004)


def test_a_paired_difference_is_surer_than_the_two_values():
    before = [case(metrics={"f1": float(number % 2)}) for number in range(200)]
    after = [replace(one, metrics={"f1": 1.0}) if number < 20 else one
             for number, one in enumerate(before)]  # fmt: skip
    found = differences(Counters(before), Counters(after), resamples=500, seed=0)[NAMES.index("f1")]
    assert (found.before, found.after, found.change, found.n) == (0.5, 0.55, 0.05, 200)
    assert 0.01 < found.low < 0.05 < found.high < 0.09
    assert found.p < 0.01


def test_no_difference_is_no_finding():
    tally = Counters([case(metrics={"f1": 0.5})] * 12)
    found = differences(tally, tally, resamples=50, seed=0)[NAMES.index("f1")]
    assert (found.change, found.low, found.high, found.p) == (0.0, 0.0, 0.0, 1.0)


def test_by_tag_and_by_kind():
    results = [
        case(tags=("b", "a", "a"), kind="time", metrics={"f1": 1.0}),
        case(tags=("b",), kind="person", metrics={"f1": 0.0}),
    ]
    summary = summarise(results, resamples=10)
    assert {tag: (group.n, group.metrics["f1"].value) for tag, group in summary.by_tag.items()} == {
        "a": (1, 1.0),
        "b": (2, 0.5),
    }
    assert list(summary.by_kind) == ["person", "time"]


def test_what_models_used_is_added_up_so_far_as_it_is_reported():
    results = [
        case(usage=Usage(calls=2, input_tokens=10, output_tokens=3)),
        case(usage=Usage(calls=1, cost=0.5)),
        case(judgement=Judgement(score=1.0, reply="RIGHT", usage=Usage(calls=1))),
    ]
    summary = summarise(results, resamples=10)
    assert summary.usage == Usage(calls=3, input_tokens=10, output_tokens=3, cost=0.5)
    assert summary.judge_usage == Usage(calls=1)
    assert summarise([case()], resamples=10).usage is None


@pytest.mark.parametrize(
    ("seconds", "percent", "expected"),
    [([], 50, None), ([3.0], 95, 3.0), ([4.0, 1.0, 3.0, 2.0], 50, 2.0), ([*range(1, 101)], 95, 95)],
)
def test_latency_is_the_nearest_rank(seconds, percent, expected):
    found = latency(seconds, percent, resamples=50, seed=0)
    assert (found.value, found.n) == (expected, len(seconds))
    if len(seconds) < 10:
        assert (found.low, found.high) == (None, None)
    else:
        assert found.low <= expected <= found.high
