"""Figures that yes-or-no questions ask about."""

import pytest

from rag.answering.extractive.evidence.asked_figures import asked_figure


@pytest.mark.parametrize(
    ("claim", "about"),
    [
        ("Does the force have more than 10,000 soldiers?", "Does the force have soldiers?"),
        ("Did the Greens win at least 20 percent?", "Did the Greens win ?"),
        ("Did more than two police officers die?", "Did police officers die?"),
        ("Does the assembly have 100 seats?", "Does the assembly have seats?"),
    ],
)
def test_what_a_figure_is_compared_by_is_no_word_that_an_answer_must_have(claim, about):
    asked = asked_figure(claim)
    assert asked is not None
    assert asked[1] == about


@pytest.mark.parametrize(
    "claim",
    [
        "Was there an attack in 2023?",
        "Did they meet on 13 January?",
        "Did one of the attackers die?",
        "Has a third person died?",
        "Is there a bridge?",
    ],
)
def test_years_days_and_ordinals_are_no_figures(claim):
    assert asked_figure(claim) is None


@pytest.mark.parametrize(
    ("claim", "text", "told"),
    [
        ("Does it have more than 10,000 soldiers?", "It has 4,600 soldiers.", True),
        ("Does it have more than 10,000 soldiers?", "It takes 61 votes.", False),
        ("Did they win over 20 percent?", "They won 22.5 percent.", True),
        ("Did they win over 20 percent?", "They won 31 seats.", False),
        ("Do soldiers from at least 20 countries serve?", "They come from 28 countries.", True),
    ],
)
def test_a_figure_of_the_same_thing_tells(claim, text, told):
    asked = asked_figure(claim)
    assert asked is not None
    assert asked[0].is_told_in(text) is told
