"""Numbers in figures and words."""

from __future__ import annotations

import pytest

from rag.language.numbers import NumberType, numbers


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("nineteen horses", 19, "nineteen"),
        ("twenty-five horses", 25, "twenty-five"),
        ("two hundred and fifty horses", 250, "two hundred and fifty"),
        ("fifteen hundred men", 1500, "fifteen hundred"),
        ("one million two hundred thousand and five", 1_200_005, None),
        ("two and a half million", 2_500_000, None),
        ("two million and a half", 2_500_000, None),
        ("3½ hours", 3.5, "3½"),
        ("a hundred people", 100, "a hundred"),
        ("two dozen eggs", 24, "two dozen"),
        ("4,600 soldiers", 4600, "4,600"),
        ("3.700.000 euros", 3_700_000, "3.700.000"),
        ("1,20,000 rupees", 120_000, "1,20,000"),
        ("2'500'000 francs", 2_500_000, "2'500'000"),
        ("4.6 million", 4_600_000, None),
        ("$4.6m", 4_600_000, "4.6m"),
        ("5 crore", 50_000_000, None),
        ("3,5 points", 3.5, "3,5"),
        ("half of them", 0.5, "half"),
        ("three quarters of them", 0.75, "three quarters"),
    ],
)
def test_what_a_number_is_worth(text, value, said):
    (found,) = numbers(text)
    assert found.value == pytest.approx(value)
    assert found.text == (said or text)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("one of the two cars", [1, 2]),
        ("one and two", [1, 2]),
        ("two three-year terms", [2, 3]),
        ("in 2023, on 5 May", []),
    ],
)
def test_numbers_side_by_side_and_what_is_no_number(text, values):
    assert [one.value for one in numbers(text)] == values


@pytest.mark.parametrize(
    "text", ["22%", "22 per cent", "six and a half percent", "2 percentage points"]
)
def test_shares(text):
    (found,) = numbers(text)
    assert found.type is NumberType.PERCENT
    assert found.text == text


def test_numbers_in_words_and_figures_are_one():
    (said,), (written,) = numbers("two hundred and fifty"), numbers("250")
    assert said.is_in([written])
    assert not said.is_in(numbers("200 and 50"))


def test_bounds_contradict_each_other():
    (more,), (less,) = numbers("over 100 people"), numbers("fewer than 100 people")
    assert more.contradicts([less])
    assert not more.contradicts([more])
    assert numbers("about 5")[0].is_in(numbers("4.9"))


@pytest.mark.parametrize(
    ("said", "stands", "same"),
    [
        ("half of them", "50% of them", True),
        ("a third of the members", "33 percent of the members", True),
        ("two-thirds of the members", "67 percent of them", True),
        ("half of them", "60% of them", False),
        ("a quarter of them", "4 percent of them", False),
        ("two in three of them", "two-thirds of the members", True),
        ("nine out of ten", "90% of them", True),
    ],
)
def test_a_part_is_a_share(said, stands, same):
    [own], [other] = numbers(said), numbers(stands)
    assert own.is_in([other]) is other.is_in([own]) is same


@pytest.mark.parametrize(
    ("said", "stands", "same"),
    [
        ("17.6 percent", "17.63 percent", True),
        ("41 percent", "40.80 percent", True),
        ("1.3 billion", "1.28 billion", True),
        ("1.2 billion", "1.28 billion", False),
        ("17.63 percent", "17.6 percent", False),
        ("4,600", "4,631", False),
    ],
)
def test_a_share_or_a_decimal_may_be_rounded(said, stands, same):
    assert numbers(said)[0].is_in(numbers(stands)) is same


def test_days_are_no_parts():
    assert [one.value for one in numbers("He won two in three days.")] == [2, 3]


def test_a_text_without_figures_or_number_words_has_none():
    assert numbers("A man and a woman came by.") == ()
    assert [one.value for one in numbers("A dozen came.")] == [12]
