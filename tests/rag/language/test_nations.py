"""Nations: one table of countries, adjectives, peoples and capitals."""

from __future__ import annotations

import pytest

from rag.language.nations import (
    ADJECTIVE,
    COUNTRIES,
    NATIONS,
    PEOPLES,
    is_capital,
    is_country,
    is_said_as_place,
    nation_of,
)


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("croatia", "croats"),
        ("thailand", "thai"),
        ("dutch", "holland"),
        ("us", "americans"),
        ("turkiye", "turks"),
        ("british", "uk"),
        ("northern", "north"),
        ("korean", "korea"),
    ],
)
def test_a_nation_its_people_and_its_adjective_are_one(form, other):
    assert nation_of()[form] == nation_of()[other]


@pytest.mark.parametrize(
    ("form", "other"), [("niger", "nigerian"), ("austria", "australian"), ("dominica", "dominican")]
)
def test_nations_with_like_names_are_kept_apart(form, other):
    assert nation_of()[form] != nation_of()[other]


@pytest.mark.parametrize("name", ["Serbia", "the Netherlands", "Türkiye", "South Korea", "U.S."])
def test_countries(name):
    assert is_country(name)


@pytest.mark.parametrize("name", ["Europe", "Serbian", "Belgrade", "North"])
def test_what_is_no_country(name):
    assert not is_country(name)


def test_capitals():
    assert is_capital("Pristina")
    assert is_capital("Brasilia")
    assert not is_capital("Banja Luka")


def test_every_line_has_a_name_and_sets_are_drawn_from_it():
    assert all(nation.names for nation in NATIONS)
    assert ADJECTIVE["Serbia"] == "Serbian"
    assert "Serbia" in COUNTRIES
    assert "South Korea" not in COUNTRIES
    assert "Serbs" in PEOPLES
    assert "Swiss" not in PEOPLES


@pytest.mark.parametrize(
    ("name", "before", "after", "expected"),
    [
        ("Banjska", "fighting in ", "", True),
        ("Bratislava", "", ", Slovakia", True),
        ("NATO", "in ", "", False),
        ("Rutte", "said ", "", False),
    ],
)
def test_how_a_place_is_said(name, before, after, expected):
    assert is_said_as_place(name, before, after) is expected
