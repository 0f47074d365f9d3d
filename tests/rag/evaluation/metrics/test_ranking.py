import math

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.metrics import (
    all_at,
    average_precision,
    hit_at,
    ndcg,
    ranked,
    ranking_metrics,
    recall_at,
    reciprocal_rank,
)

QRELS = {"a": 1, "b": 3, "c": 0, "z": 2}
DOCUMENTS = st.sampled_from([f"d{number}" for number in range(30)])
# Few different scores, so that many tie; more documents than the measures look at.
RUNS = st.dictionaries(DOCUMENTS, st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1)
GRADES = st.dictionaries(DOCUMENTS, st.integers(0, 4), min_size=1, max_size=12)
THEIRS = {
    **{f"hit@{k}": f"success_{k}" for k in (1, 3, 5, 10)},
    **{f"recall@{k}": f"recall_{k}" for k in (1, 3, 5, 10)},
    "map@10": "map_cut_10",
    "ndcg@10": "ndcg_cut_10",
}


def trec_eval(run, qrels):
    """Return what trec_eval itself makes of one query."""
    asked = {"success", "recall", "map_cut", "ndcg_cut", "recip_rank"}
    asked = {f"{name}.1,3,5,10" if name != "recip_rank" else name for name in asked}
    return pytrec_eval.RelevanceEvaluator({"q": qrels}, asked).evaluate({"q": run})["q"]


@given(RUNS, GRADES)
def test_every_measure_is_the_one_of_trec_eval(run, qrels):
    ours, theirs = ranking_metrics(ranked(run), qrels), trec_eval(run, qrels)
    if not any(qrels.values()):
        assert set(ours.values()) == {None}
        return
    for name, their_name in THEIRS.items():
        assert ours[name] == pytest.approx(theirs[their_name]), name
    # trec_eval's reciprocal rank has no cutoff.
    assert ours["mrr@10"] == pytest.approx(
        theirs["recip_rank"] if theirs["recip_rank"] >= 0.1 else 0
    )


def test_ties_are_broken_by_name_from_the_last():
    assert ranked({"a": 0.5, "c": 0.5, "b": 0.5, "z": 0.1, "d": 0.9}) == ["d", "c", "b", "a", "z"]


def test_scores_tie_in_single_precision():
    assert ranked({"a": 0.5 + 1e-12, "b": 0.5}) == ["b", "a"]


@pytest.mark.parametrize(
    ("ranking", "k", "hit", "recall", "everything", "reciprocal", "precision", "gain"),
    [
        ("bza", 3, 1, 1, 1, 1, 1, 1),
        ("cab", 3, 1, 2 / 3, 0, 1 / 2, (1 / 2 + 2 / 3) / 3, None),
        ("cab", 1, 0, 0, 0, 0, 0, 0),
        ("xyz", 10, 1, 1 / 3, 0, 1 / 3, 1 / 9, None),
        ("", 10, 0, 0, 0, 0, 0, 0),
    ],
)
def test_measures_worked_out_by_hand(
    ranking, k, hit, recall, everything, reciprocal, precision, gain
):
    assert hit_at(ranking, QRELS, k) == hit
    assert recall_at(ranking, QRELS, k) == pytest.approx(recall)
    assert all_at(ranking, QRELS, k) == everything
    assert reciprocal_rank(ranking, QRELS, k) == pytest.approx(reciprocal)
    assert average_precision(ranking, QRELS, k) == pytest.approx(precision)
    if gain is not None:
        assert ndcg(ranking, QRELS, k) == pytest.approx(gain)


def test_the_gain_is_the_grade():
    best = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    assert ndcg("cab", QRELS, 3) == pytest.approx((1 / math.log2(3) + 3 / math.log2(4)) / best)


@given(st.lists(DOCUMENTS, unique=True), GRADES, st.integers(1, 20))
def test_recall_grows_with_the_cutoff_and_all_are_within_bounds(ranking, qrels, k):
    values = [
        measure(ranking, qrels, k)
        for measure in (hit_at, recall_at, all_at, reciprocal_rank, average_precision, ndcg)
    ]
    if not any(qrels.values()):
        assert set(values) == {None}
        return
    assert all(0 <= value <= 1 + 1e-12 for value in values)
    assert recall_at(ranking, qrels, k) <= recall_at(ranking, qrels, k + 1)
    best = sorted(qrels, key=lambda one: -qrels[one])
    assert ndcg(best, qrels, len(best)) == pytest.approx(1)
