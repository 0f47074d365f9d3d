"""Copies of one text have one origin; what corrects a text is no copy of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.articles import Article
from rag.answers.origins import Origins

WIRE = Article(
    origin="wire.txt",
    path="wire.txt",
    title="Cable car stops over Skar",
    source="Nord Wire",
    published=date(2024, 2, 5),
    text=(
        "A cable car stopped above Skar on Sunday, and 38 skiers waited three hours for help. "
        "The operator blamed a worn bearing that should have been replaced in autumn. "
        "Nobody was hurt, the rescue service of Osen said, and the lift stays closed for a week."
    ),
)


def copy(text, name="paper.txt", **about):
    return replace(WIRE, origin=name, path=name, text=text, **about)


def test_an_article_that_carries_another_one_has_its_origin():
    origins = Origins()
    longer = copy(f"SKAR - {WIRE.text} The police are looking into it, and so is the ministry.")
    assert origins.of(WIRE) is None
    assert origins.of(longer) == WIRE
    assert origins.of(copy(longer.text, "third.txt")) == WIRE
    assert origins.of(WIRE) is None
    assert origins.of(copy("The bank of Osen kept its rate.", "other.txt")) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("38 skiers", "41 skiers"),
        ("above Skar on", "above Brek on"),
        ("should have been replaced", "should not have been replaced"),
        ("stays closed", "stays open"),
    ],
)
def test_a_correction_is_no_copy_of_what_it_corrects(before, after):
    origins = Origins()
    origins.of(WIRE)
    corrected = copy(WIRE.text.replace(before, after), title=WIRE.title.replace("Skar", "a valley"))
    assert corrected.text != WIRE.text
    assert origins.of(corrected) is None


def test_the_same_words_a_year_later_tell_of_another_day():
    origins = Origins()
    origins.of(WIRE)
    reprinted = copy(WIRE.text.replace("a worn", "one worn"), published=date(2024, 2, 6))
    assert origins.of(reprinted) == WIRE
    other_winter = copy(
        WIRE.text.replace("A cable car", "The cable car"), "2025.txt", published=date(2025, 2, 4)
    )
    assert origins.of(other_winter) is None
