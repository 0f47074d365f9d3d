import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.metrics import (
    contains_answer,
    exact_match,
    normalise,
    numeric_match,
    token_f1,
)

WORDS = st.lists(st.sampled_from(["italy", "troops", "2025", "rate", "the"]), max_size=6)


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
        # As the official script of SQuAD 2.0 has it: what cannot be answered has one empty answer,
        # and an answer that normalises to nothing is none.
        ("", [], 1.0, 1.0),
        ("anything", [], 0.0, 0.0),
        ("", ["the", "Italy"], 0.0, 0.0),
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
        ("the seven-day holiday", "7"),
        ("for 23 seasons", "twenty-three"),
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
        ("one of them", "1"),
        ("seven percent", "7"),
        ("the seven-day holiday", "7 years"),
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


@pytest.mark.parametrize(
    ("text", "answers", "match"),
    [
        ("It has 4,600 soldiers.", ["4600"], 1.0),
        ("It has 4.6 thousand soldiers.", ["4,600 soldiers"], 1.0),
        ("three of them", ["3"], 1.0),
        ("22.03 percent", ["22.03%"], 1.0),
        ("22.03 points", ["22.5%"], 0.0),
        ("3 percent", ["3"], 0.0),
        ("between 3 and 5", ["5 to 3", "9"], 1.0),
        ("between 3 and 4", ["3 to 5"], 0.0),
        ("", ["7"], 0.0),
        ("7", ["Italy"], None),
        ("7", [], None),
    ],
)
def test_figures_are_compared_by_value(text, answers, match):
    assert numeric_match(text, answers) == match
