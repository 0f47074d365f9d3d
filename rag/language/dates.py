"""Dates: every way of saying when, with what it says of the year, the month and the day.

``times`` finds them all: "13 January 2025", "last November", "on Wednesday", "the early 1990s".
``dates`` gives those that name a year, a month or a day, to be compared, and ``resolve`` says
which days are meant, told when the article was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import cache, lru_cache

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    {month.lower(): number for number, month in enumerate(MONTHS, start=1)}
    | {month[:3].lower(): number for number, month in enumerate(MONTHS, start=1)}
    | {"sept": 9}
)
_WORDS_TOO = frozenset({"may", "march", "august", "mar", "jan", "dec", "sep"})
"""Months that without a year need a capital: "in the march", "it may"."""
_GIVEN_NAMES = frozenset({"May", "March", "April", "June", "August", "Jan"})
"""Months that behind another name are one: "Theresa May"."""

YEAR = r"(?:1[0-9]|20)\d\d"
_RECENT_YEAR = r"(?P<year{n}>1[5-9]\d\d|20\d\d)\b"
_MONTH_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
# Mar-a-Lago is no month, March-April is.
_MONTH = rf"(?P<month{{n}}>{_MONTH_NAMES})\b(?!-(?!(?:{_MONTH_NAMES})\b)[a-z])\.?"
_DAY = r"(?P<day{n}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b"
_WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
_SAID = r"(?P<said{n}>last|this|next|past|previous|early|late|mid)"
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_COUNTS = "|".join(("an?", *_NUMBERS))
_OF_A_YEAR = r"(?:\s+(?:of\s+)?(?P<other_year{n}>last|this|next)\s+year)"
_FORMS = (
    rf"\b{_RECENT_YEAR}-(?P<month{{n}}>\d\d)-(?P<day{{n}}>\d\d)\b",
    r"\b(?P<first{n}>\d{{1,2}})(?P<mark{n}>[./])(?P<second{n}>\d{{1,2}})(?P=mark{n})"
    r"(?P<year{n}>(?:19|20)\d\d)\b",
    rf"\b{_DAY}(?:\s+of)?\s+{_MONTH},?(?:\s+{_RECENT_YEAR})?",
    rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_RECENT_YEAR})?",
    rf"\b{_MONTH}(?:\s+of)?,?\s+{_RECENT_YEAR}",
    rf"\b(?:{_SAID}[\s-]+)?{_MONTH}(?!\s+\d){_OF_A_YEAR}?",
    rf"\b(?:(?:the\s+)?(?P<said{{n}}>early|late|mid)[\s-]+)?{_RECENT_YEAR}"
    r"(?!\s*(?:soldiers|troops|people|%|per\s?cent))(?![,.]\d)",
    rf"\b(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<decade{{n}}>{YEAR})s\b",
    rf"\b(?P<old_year{{n}}>{YEAR}|\d{{{{1,3}}}}(?=\s?(?:BC|AD)))(?:\s?(?:BC|AD))?\b"
    r"(?!\s*(?:soldiers|troops|people|%|per\s?cent))(?![,.]\d)",
    r"\b(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<century{n}>\d{{1,2}})(?:st|nd|rd|th)\s+century\b",
    rf"\b(?:{_SAID}\s+)?(?P<weekday{{n}}>{_WEEKDAY})\b",
    r"\b(?P<said{n}>last|this|next)\s+(?P<unit{n}>week|month|year|weekend|summer|winter|autumn"
    r"|spring)\b",
    r"\b(?P<day_word{n}>yesterday|today|tonight|tomorrow|last\s+night"
    r"|this\s+(?:morning|afternoon|evening))\b",
    rf"\b(?P<count{{n}}>\d{{{{1,3}}}}|{_COUNTS})\s+(?P<unit{{n}}>day|week|month|year)s?\s+"
    r"(?P<ago{n}>ago)\b",
)
_TELLING = re.compile(
    r"\d|day\b|\b(?:tonight|tomorrow|ago|last|this|next|"
    + "|".join(month[:3] for month in MONTHS)
    + ")",
    re.IGNORECASE,
)
"""What each of the forms has something of, to pass over a sentence without at little cost."""
_INEXACT = re.compile(
    r"\b(?:than|over|about|around|nearly|almost|some|least|most|roughly|under|or)\s+$",
    re.IGNORECASE,
)
"""What before "two years ago" says that it was another time."""
_NAMED_BEFORE = re.compile(
    r"(?<![.!?:]\s)\b(?!(?:On|In|By|Since|Until|Last|This|Next|Early|Late)\b)[A-Z][a-z]+\s+$"
)
_PREPOSITION = re.compile(
    r"\b(?:in|on|since|by|before|after|during|until)\s+(?:the\s+)?$", re.IGNORECASE
)


class Precision(Enum):
    """How much of a date is said."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Date:
    """What is said of a time: ``text`` from ``start`` to ``end``; ``None`` for what is not said."""

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """0 for Monday."""
    relative: str | None = None
    """``last``, ``this`` or ``next``, or a word for a day: ``yesterday``."""
    unit: str | None = None
    """What it is the last or the next of: ``week``, ``month``, ``year`` or a season."""
    ago: int | None = None
    """How many of the unit ago."""

    @property
    def precision(self) -> Precision | None:
        """The smallest thing that it names; ``None`` where it names none of a calendar."""
        if self.day is not None or self.weekday is not None:
            return Precision.DAY
        if self.month is not None:
            return Precision.MONTH
        return Precision.YEAR if self.year is not None else None

    def is_in(self, others: Sequence[Date]) -> bool:
        """Whether ``others`` say all of this; the year may come from another one of them."""
        years = {other.year for other in others}
        return any(
            self._agrees(other)
            and (self.year in {None, other.year} or (other.year is None and self.year in years))
            for other in others
        )

    def _agrees(self, other: Date) -> bool:
        return self.month in {None, other.month} and self.day in {None, other.day}


@lru_cache(maxsize=4_096)
def times(text: str) -> tuple[Date, ...]:
    """Return every time that ``text`` names, in order; ``1/2/2025`` in both its readings."""
    return tuple(_times(text))


def dates(text: str) -> tuple[Date, ...]:
    """Return those that name a month, a day of one, or a year since 1500."""
    return tuple(
        one for one in times(text) if one.month is not None or (one.year and one.year >= 1500)
    )


def without_dates(text: str) -> str:
    """Return ``text``, as long as it is, with its dates blanked out."""
    for one in dates(text):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def with_preposition(text: str, time: Date) -> tuple[int, int]:
    """Return from where to where ``text`` has the time with what leads it in: "in 2023"."""
    before = _PREPOSITION.search(text, 0, time.start)
    return (before.start() if before else time.start), time.end


def long_date(day: date) -> str:
    """Return a date as in "13 January 2025"."""
    return f"{day.day} {day:%B %Y}"


def resolve(time: Date, published: date, *, ahead: bool | None = None) -> tuple[date, date] | None:
    """Return the first and the last day that are meant in an article ``published`` on a day.

    ``ahead`` says whether what happens then was still to come. Where that is not known, a weekday
    is the one up to that day, as news tells what has happened, unless it is the next one, and a
    month is the nearest. ``None`` for a month and a day that are in no calendar, and for what has
    no certain days.
    """
    try:
        return _resolved(time, published, ahead)
    except (ValueError, OverflowError):  # 31 February, 999 years ago
        return None


def _resolved(time: Date, published: date, ahead: bool | None) -> tuple[date, date] | None:
    if time.relative in _DAY_WORDS:
        return _one_day(published + timedelta(days=_DAY_WORDS[time.relative]))
    if time.ago is not None and time.unit == "day":
        return _one_day(published - timedelta(days=time.ago))
    if time.ago is not None and time.unit:
        return _of_unit(time.unit, -time.ago, published)
    if time.unit and time.month is None:
        return _of_unit(time.unit, _STEPS[time.relative or "this"], published)
    if time.month is not None:
        year = time.year or _year_of(time, published, ahead)
        if time.day is not None:
            return _one_day(date(year, time.month, time.day))
        return _month(year, time.month)
    if time.weekday is not None:
        return _one_day(_nearest(time, published, ahead))
    return (date(time.year, 1, 1), date(time.year, 12, 31)) if time.year else None


_DAY_WORDS = {
    "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "tomorrow": 1,
}  # fmt: skip
_CORRECTED = timedelta(days=7)
_STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1}


def _one_day(day: date) -> tuple[date, date]:
    return day, day


def _month(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _nearest(time: Date, published: date, ahead: bool | None) -> date:
    days = ((time.weekday or 0) - published.weekday()) % 7
    if time.relative == "next":
        return published + timedelta(days=days or 7)
    if time.relative == "last":
        return published - timedelta(days=(-days) % 7 or 7)
    return published + timedelta(days=days if ahead else -((-days) % 7))


def _year_of(time: Date, published: date, ahead: bool | None) -> int:
    """Return the year of a month without one: of those nearest to the article the one meant."""
    month = time.month or 1
    if time.unit == "year":  # "November of last year"
        return published.year + _STEPS[time.relative or "this"]
    if time.relative == "last":
        return published.year - (month >= published.month)
    if time.relative == "next":
        return published.year + (month <= published.month)
    if time.relative == "this":
        return published.year
    if ahead:
        over = (month, time.day or 31) < (published.month, published.day)
        return published.year + over
    if ahead is not None:  # articles are put right in the week after their date
        until = published + _CORRECTED
        return until.year - ((month, time.day or 1) > (until.month, until.day))
    return min(
        (published.year - 1, published.year, published.year + 1),
        key=lambda year: abs((date(year, month, time.day or 15) - published).days),
    )


def _of_unit(unit: str, step: int, published: date) -> tuple[date, date] | None:
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return _month(months // 12, months % 12 + 1)
    if unit in {"week", "weekend"}:
        monday = published + timedelta(days=7 * step - published.weekday())
        return monday + timedelta(days=5 * (unit == "weekend")), monday + timedelta(days=6)
    return None  # summer is another one south of the equator


def _times(text: str) -> Iterator[Date]:
    if not _TELLING.search(text):
        return
    for match in _pattern().finditer(text):
        said = {
            name.rstrip("0123456789"): value
            for name, value in match.groupdict().items()
            if value is not None
        }
        if _is_a_word(said, match) or ("ago" in said and _INEXACT.search(text, 0, match.start())):
            continue
        found = _date(said, match)
        for day, month in _days_and_months(said):
            if month is None or 1 <= month <= 12:
                yield replace(found, day=day, month=month)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of all forms, compiled when the first text is read."""
    return re.compile(
        "|".join(f"(?:{form.format(n=n)})" for n, form in enumerate(_FORMS)), re.IGNORECASE
    )


def _date(said: dict[str, str], match: re.Match[str]) -> Date:
    year = said.get("year") or said.get("old_year")
    if "BC" in match[0]:
        year = None
    day_word = " ".join(said.get("day_word", "").split())
    relative = day_word or said.get("other_year") or said.get("said")
    weekday = said.get("weekday")
    # A month in full needs no point: it ends the sentence.
    text = match[0].removesuffix(".") if len(said.get("month", "")) > 4 else match[0]
    return Date(
        text=text,
        start=match.start(),
        end=match.start() + len(text),
        year=int(year) if year else None,
        weekday=WEEKDAYS.index(weekday.capitalize()) if weekday else None,
        relative=relative.lower() if relative and relative.lower() not in _PARTS else None,
        unit="year" if "other_year" in said else said.get("unit", "").lower() or None,
        ago=_counted(said["count"].lower()) if "ago" in said else None,
    )


def _counted(count: str) -> int:
    if count.isdigit():
        return int(count)
    return _NUMBERS.index(count) + 1 if count in _NUMBERS else 1


_PARTS = frozenset({"early", "late", "mid"})


def _is_a_word(said: dict[str, str], match: re.Match[str]) -> bool:
    """Whether what looks like a month or a weekday is none: "it may", "Theresa May"."""
    month = said.get("month", "")
    if said.get("weekday", "A")[0].islower():
        return True
    if not month.isalpha() or "year" in said:
        return False
    if month[0].islower():
        return len(month) < 4 or month in _WORDS_TOO
    bare = match[0] == month
    return (
        bare and month in _GIVEN_NAMES and bool(_NAMED_BEFORE.search(match.string[: match.start()]))
    )


def _days_and_months(said: dict[str, str]) -> Iterator[tuple[int | None, int | None]]:
    if "first" in said:
        first, second = int(said["first"]), int(said["second"])
        yield first, second
        if first != second:
            yield second, first
        return
    month = said.get("month", "")
    day = int(said["day"]) if "day" in said else None
    yield day, int(month) if month.isdigit() else _MONTHS.get(month.lower())
