"""Publication dates as people and programs write them: a complete date or nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from index.reading.metadata.months import month_of

_LONGEST = 60
_LONGEST_LINE = 300
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_BUDDHIST = 543
"""Years by which the Buddhist calendar, which Thai dates follow, is ahead."""
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""Years that lie before the first of an era of Japan."""
_ERA = re.compile(r"(?P<era>令和|平成|昭和)\s?(?P<year>\d\d?|元)\s?年")
_THAI = re.compile("[\u0e00-\u0e7f]")
_THAI_YEAR = re.compile(r"(?<!\d)2[45]\d\d(?!\d)")

_ISO = re.compile(rf"{_YEAR}(?P<mark>[-/.])\s?(?P<month>\d\d?)(?P=mark)\s?(?P<day>\d\d?)(?!\d)")
_COMPACT = re.compile(r"(?P<year>(?:1[5-9]|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T\d{4,6}Z?)?")
_NUMERIC = re.compile(
    r"(?<!\d)(?P<first>\d\d?)(?P<mark>[./-])\s?(?P<second>\d\d?)(?P=mark)\s?" + _YEAR + r"(?!\d)"
)
# "2024年3月18日", "2024년 3월 18일", "18 tháng 3 năm 2024"
_NUMBERED = (
    re.compile(
        rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일号]?"
    ),
    re.compile(rf"(?<!\d)(?P<day>\d\d?) tháng (?P<month>\d\d?),?(?: năm)? {_YEAR}(?!\d)", re.I),
)
_MONTH = r"(?P<month>[^\W\d_][^\s\d,/()\[\]|;:–—-]{1,17}(?: (?:الثاني|الأول|الآخر|الآخرة))?)"
_DAY = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th|er|\.ª|[.ºª°]|-?[ae]n)?"
_OF = r"(?:(?:de|del|of|do|da|d|ta'|a|ng|le|gada|m\.|г\.)\s+)?"
_WORDED = (
    # "13 January 2025", "13-Jan-2025", "13. Januar 2025", "13 de enero de 2025"
    re.compile(
        rf"(?<![\d.:]){_DAY}[\s,./-]{{0,2}}{_OF}{_MONTH}[\s,./-]{{1,2}}{_OF}{_YEAR}(?!\d)", re.I
    ),
    # "January 13, 2025", "Jan 13th 2025"
    re.compile(
        rf"(?<!\w){_MONTH}[\s,./-]{{1,2}}(?:the )?{_DAY}"
        # The time may stand before the year: "Mon Mar 18 08:00:00 CET 2024".
        rf"(?:[\s,./-]{{1,2}}|\s\d\d?:\d\d(?::\d\d)?\s(?:[A-Z]{{3,4}}\s)?){_YEAR}(?!\d)",
        re.I,
    ),
    # Year first, in Hungarian, Lithuanian and Latvian: "2025. január 13."
    re.compile(rf"(?<!\d){_YEAR}[\s,./-]{{1,2}}{_OF}{_MONTH}[\s,./-]{{1,2}}{_DAY}(?!\d)", re.I),
    re.compile(rf"(?<!\d){_YEAR}\. gada {_DAY} {_MONTH}", re.I),
)
_NUMBER = re.compile(r"(?:/Date\()?(?P<number>\d{8,13}(?:\.\d+)?)(?:(?:[+-]\d{4})?\)/)?")
"""Seconds or milliseconds; the brackets are of programs by Microsoft."""
_EARLIEST_TIMESTAMP = 1e8
"""March 1973, in seconds: a smaller number is a year, a count or an id."""
_LATEST_TIMESTAMP = 1e10
"""The year 2286, in seconds: a number ten times as large is milliseconds."""
_WRAPPED = ("$date", "$numberlong", "date", "value", "datetime", "iso", "seconds", "_seconds")
"""Names under which databases and programs put a date that is an object of its own."""


def parse_date(value: object) -> date | None:
    """Return the day that ``value`` names.

    It is a string in any of some seventy languages, a number of seconds since 1970, or an object
    around one of them. ``None`` for what is no date, lacks the year, the month or the day, or can
    be read as two days ("03/04/2025"). The day is the one written down, whatever time zone follows
    it.
    """
    if isinstance(value, Mapping):
        inner = {str(name).lower(): each for name, each in value.items()}
        return next((parse_date(inner[name]) for name in _WRAPPED if name in inner), None)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return _from_text(_plain(value).strip())


def find_date(line: str) -> re.Match[str] | None:
    """Return the first complete date in a short ``line``; it may be a day that does not exist."""
    if len(line) > _LONGEST_LINE or not any(map(str.isdigit, line)):
        return None
    plain = _plain(line)
    if len(plain) != len(line):  # the match gives places in ``line``
        return None
    found = [*_worded(plain), *(pattern.search(plain) for pattern in (*_NUMBERED, _NUMERIC, _ISO))]
    return min(filter(None, found), key=lambda match: match.start(), default=None)


def _plain(text: str) -> str:
    """Return ``text`` with the digits of every script as ASCII's, and without marks of direction.

    A Thai year of the Buddhist calendar becomes the common one.
    """
    if text.isascii():
        return text
    digits = {ord(c): str(unicodedata.decimal(c)) for c in text if c.isdecimal() and c > "\x7f"}
    marks = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069"))
    plain = text.translate({**digits, **marks, ord("\u00a0"): " ", ord("\u202f"): " "})
    plain = _ERA.sub(_common_year, plain)
    if _THAI.search(plain):
        plain = _THAI_YEAR.sub(lambda year: str(int(year[0]) - _BUDDHIST), plain)
    return plain


def _common_year(era: re.Match[str]) -> str:
    year = 1 if era["year"] == "元" else int(era["year"])
    return f"{_ERAS[era['era']] + year}年"


def _worded(text: str) -> Iterator[re.Match[str]]:
    """Yield the dates whose month is a name."""
    for pattern in _WORDED:
        position = 0
        while match := pattern.search(text, position):
            if _month(match):
                yield match
                break
            position = match.start() + 1


def _month(match: re.Match[str]) -> int | None:
    return month_of(match["month"], after_dot=match["ordinal"] == ".")


@lru_cache(maxsize=4096)
def _from_text(text: str) -> date | None:
    if number := _NUMBER.fullmatch(text):
        return _from_number(float(number["number"]))
    if match := _ISO.match(text) or _COMPACT.fullmatch(text):
        return _day(match["year"], match["month"], match["day"])
    if match := _NUMERIC.match(text):
        return _from_day_and_month(match)
    for pattern in _NUMBERED:
        if match := pattern.search(text):
            return _day(match["year"], match["month"], match["day"])
    if match := min(_worded(text), key=lambda match: match.start(), default=None):
        return _day(match["year"], str(_month(match)), match["day"])
    match = _NUMERIC.search(text)
    return _from_day_and_month(match) if match else None


def _from_day_and_month(match: re.Match[str]) -> date | None:
    first, second, year = match["first"], match["second"], match["year"]
    day_first = _day(year, second, first)
    if match["mark"] == ".":  # only ever written day first
        return day_first
    month_first = _day(year, first, second)
    if day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


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
