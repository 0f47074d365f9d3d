"""Which sentences can speak of one event and say the same of it."""

from __future__ import annotations

from datetime import date

import pytest

from rag.language.contradiction import (
    Difference,
    Told,
    differences,
    is_spelt_alike,
    negated,
    says_all_numbers,
)

NAME, TIME, NUMBER, POLARITY = Difference


def found(one, other, *, published=(date(2024, 6, 10), date(2024, 6, 11)), leaving_out=""):
    left, right = (Told(text, "", day) for text, day in zip((one, other), published, strict=True))
    both = differences(left, right, leaving_out=leaving_out)
    assert both == differences(right, left, leaving_out=leaving_out)
    return both


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The jury found the skipper guilty.", "The jury found the skipper not guilty."),
        ("The jury convicted the skipper.", "The jury acquitted the skipper."),
        ("The council approved the tram line.", "The council rejected the tram line."),
        ("The council voted down the tram line.", "The council approved the tram line."),
        ("House prices rose in Osen.", "House prices fell in Osen."),
        ("The Blues won the derby.", "The Blues lost the derby."),
        ("The pass at Skar is closed.", "The pass at Skar has reopened."),
        ("The strike was called off.", "The strike goes ahead."),
        ("The water is safe to drink.", "The water is unsafe to drink."),
        ("The dam held.", "The dam failed to hold."),
        ("The mayor said she would run.", "The mayor said she wouldn’t run."),
        ("Police arrested the driver.", "Police released the driver."),
        ("The ban was imposed in May.", "The ban was lifted in May."),
    ],
)
def test_a_denial_or_a_contrary_keeps_sentences_apart(one, other):
    assert found(one, other) == {POLARITY}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A jury acquitted the skipper.", "A jury found the skipper not guilty."),
        ("The council rejected the line.", "The council did not approve the line."),
        ("The ferry sank, killing 12 people.", "The ferry sank, killing twelve people."),
        ("Some 4,600 soldiers serve in Osen.", "In Osen 4,612 soldiers serve."),
        ("The school was cleared.", "The school was cleared, but nobody was hurt."),
        ("Marta Ny leads the bank.", "Governor Marta Ny leads the bank."),
        ("The bridge in Vik opened.", "Vik’s bridge was opened no later than planned."),
        ("Milan Radoičić led the raid.", "Milan Radojičić led the raid."),
    ],
)
def test_the_same_in_other_words_does_not_differ(one, other):
    assert found(one, other) == frozenset()


def test_other_places_and_other_numbers_are_another_event():
    one = "Nine cows died in a barn at Holm."
    assert found(one, "Five cows died in a barn at Brek.") == {NAME, NUMBER}
    assert found(one, "Nine cows died in a barn.") == frozenset()
    assert found(one, "Nine cows died in a barn at Brek.", leaving_out="Holm, Brek") == frozenset()


def test_what_stands_around_a_sentence_names_what_it_leaves_out():
    one = Told("Nine cows died at Holm.", "A barn burnt down at Holm, said Ida Vang.")
    other = Told("Nine cows died, said Ida Vang.", "A barn burnt down at Holm.")
    assert not differences(one, other)
    assert differences(one, Told(other.text, "A barn burnt down at Brek, said Per Moe.")) == set()
    assert differences(one, Told("Nine cows died at Brek.", "Per Moe saw it."))


def test_a_weekday_is_that_of_the_article():
    one = "The bridge closed on Monday."
    assert found(one, one, published=(date(2024, 6, 10), date(2024, 6, 12))) == frozenset()
    assert found(one, one, published=(date(2023, 6, 12), date(2024, 6, 12))) == {TIME}
    assert found(one, one, published=(None, date(2024, 6, 12))) == frozenset()
    assert found("Rents rose in 2022.", "Rents rose in March 2022.") == frozenset()
    assert found("Rents rose in 2022.", "Rents rose in March 2023.") == {TIME}


def test_numbers_that_only_one_gives_are_told_by_that_one_alone():
    one, other = Told("Six people were hurt."), Told("Six people and two dogs were hurt.")
    assert not differences(one, other)
    assert says_all_numbers(other, one)
    assert not says_all_numbers(one, other)


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("No one was hurt.", True),
        ("They didn't come.", True),
        ("No fewer than ten came.", False),
        ("Ten came (not all at once).", False),
    ],
)
def test_what_denies_outright(text, denies):
    assert negated(text) is denies


def test_short_names_are_spelt_in_one_way():
    assert is_spelt_alike("hashim", "hashem")
    assert not is_spelt_alike("dal", "bru")
    assert not is_spelt_alike("dal", "dag")
