"""Filters as a program writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.filters import Filters


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-05", date(2024, 2, 5), date(2024, 2, 5)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_day_a_month_or_a_year(text, first, last):
    filters = Filters(since=text, until=text)
    assert (filters.since, filters.until) == (first, last)
    assert filters == Filters(since=first, until=last)


@pytest.mark.parametrize("text", ["", "May", "2024-13", "2024-02-30", "20240205"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match="is not a date: write 2025-01-13, 2025-01 or 2025"):
        Filters(since=text)


def test_one_publisher_or_several():
    assert Filters(sources="Koha") == Filters(sources=["Koha"])
    assert replace(Filters(sources=["Koha"]), since="2024").sources == ("Koha",)


def test_none_lets_everything_pass():
    assert not Filters()
    assert Filters(until="2024")
