"""Figures: what reports of one event count."""

from __future__ import annotations

import pytest

from rag.timeline.figures import figure


@pytest.mark.parametrize(
    ("words", "what", "value", "at_least"),
    [
        ("The blast killed at least 12 people.", "dead", 12, True),
        ("Fourteen people were killed in the blast.", "dead", 14, False),
        ("The death toll has risen to 14.", "dead", 14, False),
        ("Two miners died and 30 were injured.", "dead", 2, False),
        ("The crash injured 30.", "hurt", 30, False),
        ("Police arrested more than 300 protesters.", "arrested", 300, True),
        ("Some 4,000 people were displaced.", "displaced", 4000, True),
        ("Three are missing.", "missing", 3, False),
        ("Nineteen children and two teachers were killed.", "dead", 21, False),
        ("He killed two teachers and 19 children.", "dead", 21, False),
        ("The crash killed two people and three were hurt.", "dead", 2, False),
        ("The number of deaths increased from 31 to 34.", "dead", 34, False),
        (
            "The death toll of the quake that struck five days ago passed 25,000.",
            "dead",
            25000,
            False,
        ),
        (
            "The death toll from the storm climbed to 49, with 27 of those in one county.",
            "dead",
            49,
            False,
        ),
    ],
)
def test_what_is_counted(words, what, value, at_least):
    found = figure(words)
    assert (found.what, found.value, found.at_least) == (what, value, at_least)


@pytest.mark.parametrize(
    "words",
    ["The mission has 4,600 soldiers.", "Nobody was hurt.", "Another 12 people were killed."],
)
def test_what_is_no_such_figure(words):
    assert figure(words) is None


def test_a_figure_that_may_be_more_contradicts_no_higher_one():
    dozen, fourteen = figure("It killed at least 12 people."), figure("It killed 14 people.")
    assert not dozen.contradicts(fourteen)
    assert not fourteen.contradicts(dozen)
    assert figure("It killed 12 people.").contradicts(fourteen)
    assert not fourteen.contradicts(fourteen)


def test_those_of_one_kind_are_a_part_of_all():
    every = figure("Nineteen children and two teachers were killed.")
    children = figure("He mourned the deaths of 19 children.")
    assert children.is_part_of(every)
    assert not every.contradicts(children)
    assert every.contradicts(figure("It killed 18 children."))
