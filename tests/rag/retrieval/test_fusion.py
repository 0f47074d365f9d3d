"""Two rankings become one."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.fusion import ALL_SIGNALS, SEARCHES, Weights, fuse
from rag.retrieval.signals import Match


def ranking(ids):
    scores = st.lists(
        st.floats(0.01, 30, allow_nan=False), min_size=len(ids), max_size=len(ids), unique=True
    )
    return scores.map(lambda found: list(zip(ids, sorted(found, reverse=True), strict=True)))


rankings = st.lists(st.sampled_from("abcdefgh"), unique=True).flatmap(ranking)


def test_what_leads_both_halves_scores_one():
    first, *_ = fuse([("a", 0.8), ("b", 0.5)], [("a", 9.0), ("c", 3.0)])
    assert first.passage_id == "a"
    assert first.score(SEARCHES) == 1.0


def test_what_leads_one_half_alone_has_that_half_s_weight():
    fused = fuse([("a", 0.8), ("b", 0.4)], [("c", 9.0)])
    scores = {one.passage_id: one.score(SEARCHES) for one in fused}
    assert scores == {"a": SEARCHES.dense, "b": 0.0, "c": SEARCHES.text}


@pytest.mark.parametrize("weights", [SEARCHES, ALL_SIGNALS])
def test_the_best_there_can_be_scores_one(weights):
    [one] = fuse([("a", 0.8)], [("a", 9.0)])
    match = Match(coverage=1.0, sentence=1.0, adjacency=1.0)
    assert replace(one, match=match).score(weights) == pytest.approx(1.0)
    assert sum(astuple(weights)) == pytest.approx(1.0)


def test_how_the_words_stand_is_in_the_score_and_in_the_trace():
    [one] = fuse([("a", 0.8)], [])
    weights = Weights(dense=0.0, text=0.0, coverage=0.5, sentence=0.3, adjacency=0.2)
    assert one.full_trace.coverage is None
    matched = replace(one, match=Match(coverage=1.0, sentence=0.5, adjacency=0.25))
    assert matched.score(weights) == pytest.approx(0.7)
    assert matched.full_trace == replace(one.trace, coverage=1.0, sentence=0.5, adjacency=0.25)


def test_a_lead_counts_by_how_far_it_is_ahead():
    """Reciprocal ranks would tie these two."""
    far = fuse([("a", 0.9), ("b", 0.3), ("z", 0.2)], [("b", 5.0), ("a", 4.9)])
    assert [one.passage_id for one in far][:2] == ["a", "b"]


def test_the_trace_says_where_each_half_had_it():
    trace = {one.passage_id: one.trace for one in fuse([("a", 0.8)], [("b", 9.0), ("a", 3.0)])}
    assert (trace["a"].dense_rank, trace["a"].text_rank) == (1, 2)
    assert (trace["a"].dense_score, trace["a"].text_score) == (0.8, 3.0)
    assert trace["b"].dense_rank is None


def test_of_nothing_comes_nothing():
    assert fuse([], []) == []


@given(rankings, rankings)
def test_every_passage_is_there_once_ranked_by_a_score_between_0_and_1(dense, text):
    fused = fuse(dense, text)
    assert {one.passage_id for one in fused} == {one for one, _ in [*dense, *text]}
    assert len(fused) == len({one.passage_id for one in fused})
    scores = [one.score(SEARCHES) for one in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 + 1e-9 for score in scores)
