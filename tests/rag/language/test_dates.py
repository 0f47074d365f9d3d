"""Dates: every form once, with what it says, and which days it means."""

from __future__ import annotations

from datetime import date

import pytest

from rag.language.dates import (
    Precision,
    dates,
    long_date,
    resolve,
    times,
    with_preposition,
    without_dates,
)

PUBLISHED = date(2024, 3, 20)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "said", "first", "last"),
    [
        ("on 13 January 2025", "13 January 2025", "2025-01-13", "2025-01-13"),
        ("on the 5th of May 2020", "5th of May 2020", "2020-05-05", "2020-05-05"),
        ("on February 9, 2025 they", "February 9, 2025", "2025-02-09", "2025-02-09"),
        ("2025-01-13", "2025-01-13", "2025-01-13", "2025-01-13"),
        ("31.1.2025", "31.1.2025", "2025-01-31", "2025-01-31"),
        ("in January 2025", "January 2025", "2025-01-01", "2025-01-31"),
        ("in may 2025", "may 2025", "2025-05-01", "2025-05-31"),
        ("on Sept. 5", "Sept. 5", "2024-09-05", "2024-09-05"),
        ("in December", "December", "2023-12-01", "2023-12-31"),
        ("last November", "last November", "2023-11-01", "2023-11-30"),
        ("in November of last year", "November of last year", "2023-11-01", "2023-11-30"),
        ("in April of last year", "April of last year", "2023-04-01", "2023-04-30"),
        ("in February of last year", "February of last year", "2023-02-01", "2023-02-28"),
        ("next March", "next March", "2025-03-01", "2025-03-31"),
        ("in 1999.", "1999", "1999-01-01", "1999-12-31"),
        ("in late 2023", "late 2023", "2023-01-01", "2023-12-31"),
        ("on Wednesday", "Wednesday", "2024-03-20", "2024-03-20"),
        ("on Thursday", "Thursday", "2024-03-14", "2024-03-14"),
        ("last Wednesday", "last Wednesday", "2024-03-13", "2024-03-13"),
        ("next Friday", "next Friday", "2024-03-22", "2024-03-22"),
        ("yesterday", "yesterday", "2024-03-19", "2024-03-19"),
        ("tomorrow", "tomorrow", "2024-03-21", "2024-03-21"),
        ("last night", "last night", "2024-03-19", "2024-03-19"),
        ("two days ago", "two days ago", "2024-03-18", "2024-03-18"),
        ("a week ago", "a week ago", "2024-03-11", "2024-03-17"),
        ("just three months ago", "three months ago", "2023-12-01", "2023-12-31"),
        ("10 years ago", "10 years ago", "2014-01-01", "2014-12-31"),
        ("last year", "last year", "2023-01-01", "2023-12-31"),
        ("next month", "next month", "2024-04-01", "2024-04-30"),
        ("last week", "last week", "2024-03-11", "2024-03-17"),
        ("this weekend", "this weekend", "2024-03-23", "2024-03-24"),
    ],
)
def test_what_is_said_and_which_days_are_meant(text, said, first, last):
    (found,) = times(text)
    assert found.text == said
    assert text[found.start : found.end] == said
    assert resolve(found, PUBLISHED) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "ahead", "first"),
    [
        ("on Thursday", False, "2024-03-14"),
        ("on Thursday", True, "2024-03-21"),
        ("on Wednesday", True, "2024-03-20"),
        ("in August", False, "2023-08-01"),
        ("in August", True, "2024-08-01"),
        ("in March", False, "2024-03-01"),
        ("in March", True, "2024-03-01"),
        ("on January 5", True, "2025-01-05"),
        ("on May 5", False, "2023-05-05"),
        ("on March 25", False, "2024-03-25"),
        ("on March 28", False, "2023-03-28"),
    ],
)
def test_what_is_still_to_come_and_what_is_over(text, ahead, first):
    (found,) = times(text)
    days = resolve(found, PUBLISHED, ahead=ahead)
    assert days is not None
    assert days[0] == date.fromisoformat(first)


def test_what_is_over_at_the_turn_of_a_year():
    (found,) = times("on January 2")
    assert resolve(found, date(2022, 12, 30), ahead=False) == (date(2023, 1, 2),) * 2


@pytest.mark.parametrize(
    "text", ["the early 1990s", "the 14th century", "300 BC", "last summer", "31 February 2024"]
)
def test_times_without_certain_days(text):
    (found,) = times(text)
    assert found.text == text
    assert resolve(found, PUBLISHED) is None


@pytest.mark.parametrize(
    "text",
    [
        "it may rain",
        "Prime Minister Theresa May said so",
        "2008 people",
        "on a march",
        "the search of Mar-a-Lago",
        "Jan-Erik Olsen",
        "by the second",
        "a sunday roast",
        "more than two years ago",
        "almost a year ago",
        "two or three days ago",
        "years ago",
    ],
)
def test_what_is_no_date(text):
    assert times(text) == ()


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("5 May 2020", Precision.DAY),
        ("on Monday", Precision.DAY),
        ("in May 2020", Precision.MONTH),
        ("in 2020", Precision.YEAR),
        ("last week", None),
    ],
)
def test_precision(text, precision):
    assert times(text)[0].precision is precision


def test_a_day_and_month_in_figures_has_two_readings():
    assert {(one.day, one.month) for one in dates("1/2/2025")} == {(1, 2), (2, 1)}
    assert {(one.day, one.month) for one in dates("13/2/2025")} == {(13, 2)}


def test_weekdays_and_relative_words_are_no_dates_to_compare():
    assert dates("yesterday, on Monday, last week, in 1389") == ()


def test_dates_are_blanked_out():
    assert without_dates("On 5 May 2020 they") == "On            they"


def test_a_time_with_what_leads_it_in():
    text = "Who won the vote in 2023?"
    start, end = with_preposition(text, times(text)[0])
    assert text[start:end] == "in 2023"


def test_a_date_is_in_others_that_say_all_of_it():
    (whole,) = dates("5 May 2020")
    assert dates("May 2020")[0].is_in([whole])
    assert not whole.is_in(dates("May 2020"))
    assert whole.is_in([*dates("5 May"), *dates("in 2020")])


def test_a_day_is_written_out():
    assert long_date(date(2025, 1, 3)) == "3 January 2025"
