"""Lengths of time: 18 months are a year and a half, and a fortnight is 14 days."""

from __future__ import annotations

import re

from rag.language.numbers import AMOUNT, numbers

_DAYS = {
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 365.25 / 12,
    "year": 365.25,
    "decade": 3652.5,
    "century": 36525.0,
    "centurie": 36525.0,
}
_LENGTH = re.compile(
    rf"\b(?P<count>{AMOUNT}|an?)[\s-]+(?P<unit>{'|'.join(_DAYS)})s?\b(?P<half>\s+and\s+a\s+half\b)?",
    re.IGNORECASE,
)
_CLOSE = 0.01
"""Share by which two lengths may differ: not every month has as many days."""


def lengths(text: str) -> dict[tuple[int, int], float]:
    """Return the lengths of time in a text, in days, by where they stand."""
    found = {}
    for match in _LENGTH.finditer(text):
        counted = numbers(match["count"])
        count = counted[0].value if counted else 1.0
        half = 0.5 if match["half"] else 0.0
        found[match.span()] = (count + half) * _DAYS[match["unit"].lower()]
    return found


def as_long(one: float, other: float) -> bool:
    """Whether two lengths in days are the same."""
    return abs(one - other) <= _CLOSE * max(one, other)
