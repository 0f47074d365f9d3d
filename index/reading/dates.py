"""Publication dates as people and programs write them: a complete date or nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from index.errors import importing

_LONGEST = 60
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_ISO = re.compile(_YEAR + r"(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)")
_COMPACT = re.compile(_YEAR + r"(?P<month>\d\d)(?P<day>\d\d)")
_NUMERIC = re.compile(
    r"(?<!\d)(?P<first>\d\d?)(?P<mark>[./-])\s?(?P<second>\d\d?)(?P=mark)\s?" + _YEAR + r"(?!\d)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.|º)?"
_MONTH = r"[^\W\d_]{3,12}\.?"
# "13 January 2025", "13 de enero de 2025"; "January 13, 2025"
_WORDED = re.compile(
    rf"\b(?:{_DAY}\s+(?:(?:de|of)\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}"
    rf"|{_MONTH}\s+{_DAY},?\s+{_YEAR.replace('year', 'later')})\b"
)
_EARLIEST_TIMESTAMP = 1e8
"""March 1973, in seconds: a smaller number is a year, a count or an id."""
_LATEST_TIMESTAMP = 1e10
"""The year 2286, in seconds: a number ten times as large is milliseconds."""


def parse_date(value: object) -> date | None:
    """Return the day that ``value`` (a string, or a number of seconds since 1970) names.

    ``None`` for what is no date, lacks the year, the month or the day, or can be read as two
    days ("03/04/2025"). The day is the one written down, whatever time zone follows it.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return _from_text(value.strip())


def find_date(line: str) -> re.Match[str] | None:
    """Return the first complete date in a short ``line``; it may be a day that does not exist."""
    if len(line) > 300:
        return None
    matches = [pattern.search(line) for pattern in (_WORDED, _NUMERIC, _ISO)]
    return min(filter(None, matches), key=lambda match: match.start(), default=None)


@lru_cache(maxsize=4096)
def _from_text(text: str) -> date | None:
    if re.fullmatch(r"\d{8,13}(?:\.\d+)?", text):
        return _from_number(float(text))
    if match := _ISO.match(text):
        return _day(match["year"], match["month"], match["day"])
    if match := _NUMERIC.match(text):
        return _from_day_and_month(match)
    match = _WORDED.search(text)
    return _from_words(match.group()) if match else None


def _from_day_and_month(match: re.Match[str]) -> date | None:
    first, second, year = match["first"], match["second"], match["year"]
    day_first = _day(year, second, first)
    if match["mark"] == ".":  # only ever written day first
        return day_first
    month_first = _day(year, first, second)
    if day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


def _from_words(text: str) -> date | None:
    with importing("dateparser"):
        import dateparser

    # Only absolute dates: "2 days ago" in a file would mean another day at each indexing.
    parsed = dateparser.parse(
        text,
        settings={
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
        },
    )
    return parsed.date() if parsed else None


def _from_number(number: float) -> date | None:
    if not _LATEST_TIMESTAMP * 1000 > number >= _EARLIEST_TIMESTAMP:
        match = _COMPACT.fullmatch(str(number).removesuffix(".0")) if 0 < number < 1e8 else None
        return _day(match["year"], match["month"], match["day"]) if match else None
    seconds = number / 1000 if number >= 10 * _LATEST_TIMESTAMP else number
    return datetime.fromtimestamp(seconds, UTC).date()


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
