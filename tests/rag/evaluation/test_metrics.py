import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.metrics import (
    abstention,
    contains_answer,
    exact_match,
    hit_at,
    mean,
    normalise,
    overlaps,
    percentile,
    quote_exists,
    quote_spans,
    recall_at,
    reciprocal_rank,
    token_f1,
)

RANKS = st.lists(st.none() | st.integers(1, 20), min_size=1, max_size=6)
WORDS = st.lists(st.sampled_from(["italy", "troops", "2025", "rate", "the"]), max_size=6)


@pytest.mark.parametrize(
    ("ranks", "k", "reciprocal", "hit", "recall"),
    [
        ([1], 10, 1.0, 1.0, 1.0),
        ([4, 2], 10, 0.5, 1.0, 1.0),
        ([4, 2], 3, 0.5, 1.0, 0.5),
        ([11, None], 10, 0.0, 0.0, 0.0),
        ([None, 10, 3, None], 10, 1 / 3, 1.0, 0.5),
        ([10], 10, 0.1, 1.0, 1.0),
    ],
)
def test_ranking_measures(ranks, k, reciprocal, hit, recall):
    assert reciprocal_rank(ranks, k) == pytest.approx(reciprocal)
    assert hit_at(ranks, k) == hit
    assert recall_at(ranks, k) == recall


@pytest.mark.parametrize("measure", [reciprocal_rank, hit_at, recall_at])
def test_ranking_measures_without_relevant_articles_are_undefined(measure):
    assert measure([], 10) is None


@given(RANKS, st.integers(1, 20))
def test_ranking_measures_are_bounded_and_grow_with_the_cutoff(ranks, k):
    for measure in (reciprocal_rank, hit_at, recall_at):
        assert 0 <= measure(ranks, k) <= measure(ranks, k + 1) <= 1
    assert max(reciprocal_rank(ranks, k), recall_at(ranks, k)) <= hit_at(ranks, k)


@given(st.integers(1, 10))
def test_a_perfect_ranking_scores_1(size):
    ranks = list(range(1, size + 1))
    assert reciprocal_rank(ranks, size) == hit_at(ranks, size) == recall_at(ranks, size) == 1


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("The  Panthers' defense!", "panthers defense"),
        ("22.03%", "2203"),
        ("A an THE", ""),
        ("theatre", "theatre"),
        ("\tco-operation\n", "cooperation"),
    ],
)
def test_squad_normalisation(text, normalised):
    assert normalise(text) == normalised


@given(st.text())
def test_squad_normalisation_is_idempotent(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("prediction", "answers", "match", "f1"),
    [
        ("the Italy.", ["Italy"], 1.0, 1.0),
        # 2 common tokens of 3 predicted and of 2 expected: 2 * 2 / 5
        ("in late 1945", ["late 1945"], 0.0, 0.8),
        # the best of several; a repeated token counts as often as both sides have it
        ("rate rate cut", ["hike", "rate cut now"], 0.0, 2 * 2 / 6),
        ("", ["Italy"], 0.0, 0.0),
        ("the", ["!"], 1.0, 1.0),
        ("anything", [], None, None),
    ],
)
def test_exact_match_and_f1(prediction, answers, match, f1):
    assert exact_match(prediction, answers) == match
    assert token_f1(prediction, answers) == pytest.approx(f1)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=3))
def test_exact_match_never_exceeds_f1(prediction, answers):
    golds = [" ".join(answer) for answer in answers]
    assert 0 <= exact_match(" ".join(prediction), golds) <= token_f1(" ".join(prediction), golds)
    assert token_f1(" ".join(prediction), golds) <= 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It has 4,600 troops.", "4600"),
        ("It has 4600 troops.", "4,600 troops"),
        ("kept at 22.03 percent", "22.03%"),
        ("kept at 22.03 per cent", "22.03 percent"),
        ("kept at 22.030%", "22.03 per cent"),
        ("Italy's share", "the Italy"),
        ("in the U.S., where", "US"),
        ("The US said", "U.S."),
        ("It fell to -5 degrees", "-5"),
        ("a 4,600km line", "4,600 km"),
        ("rated A by all", "A"),
        ("在东京举行", "东京"),
        ("Café Zola", "Cafe\u0301 zola"),
    ],
)
def test_contained_answers(text, answer):
    assert contains_answer(text, ["nothing like it", answer]) == 1.0


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It has 14,600 troops.", "4,600"),
        ("It has 4,600.5 tons", "4600"),
        ("It rose 2,203 points", "22.03"),
        ("version 1.2.3", "2.3"),
        ("Japanese cars", "Japan"),
        ("on the 16th", "16"),
        ("in the 1990s", "1990"),
        ("It rose to 5 degrees", "-5"),
        ("anything", "?!"),
        ("", "Italy"),
        ("troops, Italy", "Italy troops"),
    ],
)
def test_answers_that_are_not_contained(text, answer):
    assert contains_answer(text, [answer]) == 0.0


def test_containment_without_accepted_answers_is_undefined():
    assert contains_answer("Italy", []) is None


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_are_contained_by_value(number, other):
    said = contains_answer(f"about {number:,} in all", [str(other)])
    assert said == float(number == other)
    assert contains_answer(f"about {number} in all", [f"{number:,}"]) == 1.0


@given(st.text(), st.text(alphabet="xyz ", min_size=1))
def test_a_text_contains_the_words_put_into_it(text, words):
    assert contains_answer(f"{text} {words} end", [words]) == float(bool(words.strip()))


def test_the_mean_is_over_defined_values():
    assert mean([1.0, None, 0.0, None]) == 0.5
    assert mean([None]) is None
    assert mean([]) is None


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 50, None), ([3.0], 95, 3.0), ([4.0, 1.0, 3.0, 2.0], 50, 2.5), ([0.0, 10.0], 95, 9.5)],
)
def test_percentiles(values, percent, expected):
    assert percentile(values, percent) == (expected and pytest.approx(expected))


def test_abstention_counts_what_was_not_answered_as_positive():
    outcomes = [(False, False)] * 3 + [(True, False)] * 1 + [(False, True)] * 2 + [(True, True)] * 4
    precision, recall, f1 = abstention(outcomes)
    assert (precision, recall) == (3 / 4, 3 / 5)
    assert math.isclose(f1, 2 * 0.75 * 0.6 / (0.75 + 0.6))


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], (None, None, None)),
        ([(True, True)], (None, None, None)),
        ([(False, True)], (None, 0.0, 0.0)),
        ([(True, False)], (0.0, None, 0.0)),
        ([(False, False)], (1.0, 1.0, 1.0)),
    ],
)
def test_abstention_is_undefined_where_nothing_could_be_counted(outcomes, expected):
    assert abstention(outcomes) == expected


@pytest.mark.parametrize(
    ("start", "end", "quote", "exists"),
    [
        (0, 5, "Italy", True),
        (0, 5, "Spain", False),
        (-3, 8, "Italy", False),
        (0, 99, "Italy is", False),
        (5, 6, " ", False),
        (3, 3, "", False),
    ],
)
def test_a_quote_exists_at_its_offsets_only(start, end, quote, exists):
    assert quote_exists("Italy is", start, end, quote) is exists


def test_quotes_are_found_whatever_their_white_space():
    text = "a (b)\n c, and a  (b) c"
    assert list(quote_spans(text, "a (b) c")) == [(0, 8), (14, 22)]
    assert list(quote_spans(text, " ")) == []


@pytest.mark.parametrize(
    ("span", "other", "shared"),
    [((0, 5), (4, 9), True), ((0, 5), (5, 9), False), ((2, 3), (0, 9), True)],
)
def test_spans_overlap_where_they_share_a_character(span, other, shared):
    assert overlaps(span, other) is overlaps(other, span) is shared
