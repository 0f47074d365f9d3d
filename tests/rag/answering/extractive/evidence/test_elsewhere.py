"""Sentences that speak of another one of what the question names."""

from __future__ import annotations

import pytest

from rag.answering.extractive.evidence.elsewhere import (
    counts_for_another,
    counts_other_things,
    gives_another_measure,
    is_of_a_namesake,
    is_of_another_year,
    is_of_the_one_after,
    tells_of_no_winner,
)
from rag.answering.extractive.question import parse_question


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("How old is Tor Aas?", "Berg had led it for four years.", True),
        ("How old is Tor Aas?", "The director, a 44-year-old engineer, spoke.", False),
        ("How old is Tor Aas?", "Tor Aas, 44, spoke.", False),
        ("How long is the tunnel?", "Repairs took fourteen weeks.", True),
        ("How long is the tunnel?", "The tunnel is 1,200 metres long.", False),
        ("How long is the strike?", "It lasted fourteen weeks.", False),
        ("How many people live in Ulvik?", "The clinic treats 3,200 patients.", True),
        ("How many people live in Ulvik?", "Ulvik is home to 3,200.", False),
        ("What is the population of Ulvik?", "Most of the population is old.", True),
    ],
)
def test_a_number_of_something_else_is_another_measure(question, text, another):
    assert gives_another_measure(parse_question(question), text) is another


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("Vang won the 2022 World Cup on Sunday.", True),
        ("Vang won the 2026 World Cup, after that of 2022.", False),
        ("Vang won the World Cup.", False),
        ("Born in 2001, Vang won it.", False),
    ],
)
def test_the_cup_of_another_year_is_another_cup(text, another):
    question = parse_question("Who won the 2026 World Cup?")
    assert is_of_another_year(question, text) is another


def test_a_word_may_stand_between_another_year_and_the_games():
    question = parse_question("When will the 2028 Games begin?")
    assert is_of_another_year(question, "The 2024 Winter Games begin on Friday.")


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("How many people did Hurricane Olga kill?", "Hurricane Bram killed 43 people.", True),
        ("How many people did Hurricane Olga kill?", "The 1928 Bram hurricane killed 43.", True),
        ("How many people did Hurricane Olga kill?", "Hurricane Olga killed two.", False),
        ("How many people did Hurricane Olga kill?", "The hurricane killed two.", False),
        ("When did Queen Maud die?", "Queen Ida died on Friday.", True),
        ("When did the queen die?", "Queen Ida died on Friday.", False),
    ],
)
def test_what_bears_another_name_is_another_one(question, text, another):
    assert is_of_a_namesake(parse_question(question), text) is another


@pytest.mark.parametrize(
    ("question", "before", "another"),
    [
        ("How many soldiers does Norway send?", "The mission is in Fiskum.", True),
        ("How many soldiers come from Norway?", "The mission is in Fiskum.", True),
        ("How many soldiers does Norway send?", "Norway joined the mission.", False),
        ("How many soldiers does the mission have?", "It is in Fiskum.", False),
        ("How many soldiers are in Fiskum?", "It is the third mission.", False),
    ],
)
def test_a_figure_is_nobody_s_who_is_named_only_behind_it(question, before, another):
    text = "It has 4,600 soldiers of many countries."
    assert counts_for_another(parse_question(question), text, before) is another


@pytest.mark.parametrize(
    ("question", "text", "none"),
    [
        ("Who won the debate?", "Vang spoke at a debate of the committee.", True),
        ("Who won the debate?", "Vang beat Holm in the debate.", False),
        ("Who won the election?", "Vang spoke of the general election.", True),
        ("Who won the election?", "Vang was elected mayor.", False),
        ("Who attended the debate?", "Vang spoke at a debate of the committee.", False),
    ],
)
def test_who_won_is_not_told_without_a_word_for_it(question, text, none):
    assert tells_of_no_winner(parse_question(question), text) is none


@pytest.mark.parametrize(
    ("question", "text", "after"),
    [
        ("Who was head of the port before Berg?", "Berg, head of the port, spoke.", True),
        ("who led the port before Tor Berg?", "Tor Berg has led the port since May.", True),
        ("Who preceded Berg?", "Berg heads the port.", True),
        ("Who was head of the port before Berg?", "Berg succeeded Aas as its head.", False),
        ("Who was head of the port before Berg?", "Aas, head of the port, spoke.", False),
        ("Who is Tor Berg?", "Berg heads the port.", False),
    ],
)
def test_who_came_after_is_not_who_came_before(question, text, after):
    assert is_of_the_one_after(parse_question(question), text) is after


@pytest.mark.parametrize(
    ("question", "text", "others"),
    [
        ("How many seats did the Greens win?", "The Greens got 22.5 percent of the vote.", True),
        ("How many seats did the Greens win?", "They got 22.5 percent, or 31 seats.", False),
        ("How many people voted?", "It takes 61 votes in the 120-seat assembly.", True),
        ("How many votes does it take?", "It takes 61 votes in the 120-seat assembly.", False),
        ("How many people voted?", "Some 900,000 voted.", False),
        ("How many days did it last?", "It lasted four days.", False),
        ("Who voted?", "It takes 61 votes.", False),
        ("How many votes did the Greens get?", "They got 22.5 percent of the vote.", False),
        ("How long was Berg's sentence?", "Berg was sentenced to nine years.", False),
    ],
)
def test_shares_votes_and_days_are_no_count_of_other_things(question, text, others):
    assert counts_other_things(parse_question(question), text) is others


@pytest.mark.parametrize(
    ("text", "before", "another"),
    [
        ("Over 4,600 soldiers from 28 countries serve there.", "A mission grows\n", True),
        ("Hungary has sent 400 of the soldiers.", "A mission grows\n", False),
        ("Another 400 soldiers were sent on Monday.", "Hungary's army has a mission.\n", False),
    ],
)
def test_soldiers_of_no_country_are_not_those_of_the_one_asked_about(text, before, another):
    question = parse_question("How many Hungarian soldiers serve there?")
    assert counts_for_another(question, text, before) is another
