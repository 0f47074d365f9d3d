from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.dates import parse_date

DAY = date(2025, 1, 13)


@pytest.mark.parametrize(
    "value",
    [
        "2025-01-13",
        "2025-1-13",
        "2025/01/13",
        "2025-01-13T23:30:00-05:00",
        "2025-01-13 08:00:00",
        "20250113",
        20250113,
        "January 13, 2025",
        "Jan. 13, 2025",
        "January 13th, 2025",
        "13 January 2025",
        "Monday, 13 January 2025 at 10:30 CET",
        "Mon, 13 Jan 2025 23:30:00 GMT",
        "13.01.2025",
        "13. 1. 2025",
        "13/01/2025",
        "01/13/2025",
        "13. Januar 2025",
        "13 de enero de 2025",
        "13 janar 2025",
        1736762400,
        1736762400.5,
        1736762400000,
        "1736762400",
    ],
)
def test_whole_dates(value):
    assert parse_date(value) == DAY


def test_dotted_dates_are_day_first():
    assert parse_date("03.04.2025") == date(2025, 4, 3)


@pytest.mark.parametrize(
    "value",
    [
        *("", "   ", "soon", "January 13", "January 2025", "2025", "13.01.", "2025-01"),
        *("03/04/2025", "2025-13-45", "31 February 2025", "yesterday", "2 days ago"),
        *("January 13, 2025 " * 10, 2025, 0, -1, 1.5, True, None, [], {}),
        *(float("nan"), float("inf"), 10**400, 99999999),
    ],
)
def test_partial_ambiguous_and_impossible_dates_are_none(value):
    assert parse_date(value) is None


@settings(deadline=None)  # the first date in words loads its library
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_iso_and_english_dates_come_back(day):
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%d.%m.%Y}") == day
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day
    assert parse_date(f"{day.day} {day:%b} {day.year}") == day


@settings(deadline=None)  # the first date in words loads its library
@given(st.one_of(st.text(), st.integers(), st.floats(), st.from_regex(r"\d+[-/. ]\d+[-/. ]\d+")))
def test_no_value_raises(value):
    assert parse_date(value) is None or isinstance(parse_date(value), date)
