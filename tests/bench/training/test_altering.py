"""Near misses: altered in one place, by something of the same shape."""

from __future__ import annotations

import random

import pytest
from training.altering import altered, negated, pool_of, swapped

POOL = pool_of(["Who met Mark Rutte in Vienna in 1998?", "How did 312 of them reach Oslo?"])


def test_the_pool_is_sorted_by_shape():
    assert POOL == {
        "year": ["1998"],
        "3 digits": ["312"],
        "2 words": ["Mark Rutte"],
        "1 words": ["Vienna", "Oslo"],
    }


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "text",
    [
        "Who led Kosovo in 2005?",
        "How many of the 120 seats are there?",
        "What is the largest of them?",
    ],
)
def test_one_place_is_altered(text, seed):
    made = altered(text, POOL, random.Random(seed))
    assert made is not None
    before, after = text.split(), made.split()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_nothing_of_the_passage_is_put_in():
    kept = "Vienna and Oslo, in 1998"
    assert altered("Who led Kosovo?", POOL, random.Random(1), keep=kept) is None


def test_what_has_no_name_number_or_opposite_stays():
    assert altered("Why did they?", POOL, random.Random(1)) is None


@pytest.mark.parametrize(
    ("statement", "denial"),
    [
        ("The bank was founded in May.", "The bank was not founded in May."),
        ("They did not reply.", "They did reply."),
        ("They never replied.", "They replied."),
        ("He left.", None),
    ],
)
def test_a_statement_is_denied(statement, denial):
    assert negated(statement) == denial


def test_names_change_places():
    assert swapped("In May, Italy sent Rutte home.", random.Random(1)) is not None
    made = swapped("There Italy thanked Norway.", random.Random(1))
    assert made == "There Norway thanked Italy."
    assert swapped("There Italy thanked them.", random.Random(1)) is None
