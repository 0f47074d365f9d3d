"""Lengths of time, however they are counted."""

from __future__ import annotations

import pytest

from rag.language.durations import as_long, lengths


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a year and a half", "18 months", True),
        ("two weeks", "14 days", True),
        ("a fortnight", "fourteen days", True),
        ("half a century", "50 years", False),
        ("five decades", "50 years", True),
        ("two years", "18 months", False),
    ],
)
def test_the_same_time(one, other, same):
    own, theirs = lengths(one).values(), lengths(other).values()
    assert any(as_long(mine, stands) for mine in own for stands in theirs) is same
