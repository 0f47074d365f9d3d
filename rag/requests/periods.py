"""Times that a question names: "in March 2022", "before June 2024", "last week"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest

from rag.language.dates import Date, dates
from rag.requests.request import Period

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_BEGINNINGS = [month[:3].lower() for month in _MONTHS]
_SURE_MONTH = _MONTH.replace("|march", "").replace("|may", "").replace("|mar", "")
# "may" and "march" are months only where a number or "in" stands beside them.
_LOWER_CASE_MONTHS = (
    rf"(\b)({_MONTH})\b(?=\.?,?\s+\d)",
    rf"(\d(?:st|nd|rd|th)?\s+(?:of\s+)?)({_MONTH})\b",
    rf"(\b(?:in|during|since|until|last|this)\s+(?:early\s+|late\s+)?)({_MONTH})\b",
    rf"(\b)({_SURE_MONTH})\b",
    rf"((?i:{_MONTH})\s+(?:and|to)\s+)({_MONTH})\b",
)
_LEADING = (
    r"(?:\b(?P<open>since|after|before|until|till|by|prior to|from)"
    r"|\b(?:as of|back in|in|on|during|of|throughout|for|over|at the end of|at the start of))\s+"
    r"(?:the\s+)?(?:(?:year|month|day|whole|spring|summer|autumn|fall|winter|early|late|end|start"
    r"|beginning|middle|mid)(?:\s+of)?[\s-]+){0,2}$"
)
_SPAN = r"\b(?:between|from)\s+(?:the\s+)?$"
_TO = r"\s*(?:and|to|until|till|through|-|–)\s*(?:the\s+)?"
_ARTICLES_BEFORE = (
    r"\b(?:articles?|news|reports?|coverage|stories|headlines|pieces|those|ones)\s+"
    r"(?:(?:are|is|were) (?:there\s+|in the library\s+)?|(?:do )?(?:you|we|I) have\s+)?$"
)
_RELATIVE = (
    r"\b(?:(?:in|during|over|within|from|since)\s+)?(?:the\s+)?"
    r"(?:(?P<which>last|past|previous|this|current)\s+"
    r"(?:(?P<number>\d+|two|three|four|few|couple of)\s+)?"
    r"(?P<unit>day|week|month|year)s?(?!\w|['’]s)"
    r"|(?P<day>yesterday|today)(?!\w|['’]s))"
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "few": 3, "couple of": 2}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, kw_only=True)
class NamedPeriod:
    """A period and where the question names it, with the preposition before it."""

    period: Period
    start: int
    end: int


def named_period(
    question: str, *, today: date | None = None, newest: date | None = None
) -> NamedPeriod | None:
    """Return the first time that ``question`` names as one, and not as part of a name.

    "The 2022 World Cup" names none. ``newest`` is the library's last date of publication: "in
    November" is the last one up to then.
    """
    today = today or datetime.now().astimezone().date()
    text = with_capital_months(question)
    every = [*_spans(text, newest or today), *_relative(text, today)]
    return min(every, key=lambda one: one.start, default=None)


def dated_in(text: str, *, newest: date) -> NamedPeriod | None:
    """Return the first date in ``text``, whatever leads it in: that of "gas prices June"."""
    found = _certain(with_capital_months(text))
    if not found:
        return None
    return NamedPeriod(period=_of(found[0], "", newest), start=found[0].start, end=found[0].end)


def with_capital_months(question: str) -> str:
    """Return ``question``, as long as it is, with the capitals that make its months known."""
    if not any(month in question for month in _BEGINNINGS):
        return question
    for pattern in _LOWER_CASE_MONTHS:
        question = re.sub(pattern, lambda month: month[1] + month[2].capitalize(), question)
    return question


def _spans(text: str, newest: date) -> Iterator[NamedPeriod]:
    found = _certain(text)
    for first, last in zip_longest(found, found[1:]):
        leading, following = text[: first.start], text[first.end :]
        span = re.search(_SPAN, leading, re.I)
        if span and last and re.fullmatch(_TO, text[first.end : last.start], re.I):
            both = _between(first, last, newest)
            yield NamedPeriod(period=both, start=span.start(), end=last.end)
            return
        if before := re.search(_LEADING, leading, re.I):
            of_articles = re.search(_ARTICLES_BEFORE, leading[: before.start()], re.I)
            preposition = (before["open"] or "").lower()
            if preposition == "by" and _is_of_event(first, leading, following):
                yield NamedPeriod(period=_of(first, "", newest), start=first.start, end=first.end)
                continue
            period = _of(
                first, "" if of_articles and preposition == "from" else preposition, newest
            )
            yield NamedPeriod(period=period, start=before.start(), end=first.end)
        elif _stands_alone(first, leading, following):
            yield NamedPeriod(period=_of(first, "", newest), start=first.start, end=first.end)


def _stands_alone(named: Date, leading: str, following: str) -> bool:
    """Whether a date without a preposition is a time: "articles march 2022", "Ukraine 2022"."""
    if named.day is None and named.year is None:
        return False  # "May" alone is mostly the verb
    at_an_end = not leading.strip() or not following.strip(" ?.!")
    if at_an_end or _is_of_event(named, leading, following):
        return True
    return bool(re.search(_ARTICLES_BEFORE, leading, re.I))


def _is_of_event(named: Date, leading: str, following: str) -> bool:
    """Whether a date says which event is meant: "the February 2023 earthquake".

    A year alone may be a part of a name, as in "the 2022 World Cup".
    """
    has_article = re.search(r"\bthe\s*$", leading, re.I)
    return bool(named.month and named.year and has_article and re.match(r"\s[a-z]", following))


def _certain(text: str) -> list[Date]:
    """Return the dates that are read in one way only and are in the calendar."""
    every = dates(text)
    starts = [one.start for one in every]
    return [one for one in every if starts.count(one.start) == 1 and _bounds(one, 2024)]


def _of(named: Date, preposition: str, newest: date) -> Period:
    first, last = _days(named, newest)
    wording = written(named, first.year)
    if preposition in {"since", "from"}:
        return Period(since=first, wording=f"since {wording}")
    if preposition == "after":
        return Period(since=last + timedelta(days=1), wording=f"after {wording}")
    if preposition in {"before", "prior to"}:
        return Period(until=first - timedelta(days=1), wording=f"before {wording}")
    if preposition:
        return Period(until=last, wording=f"until {wording}")
    return Period(since=first, until=last, wording=f"of {wording}")


def _between(first: Date, last: Date, newest: date) -> Period:
    end = _days(last, newest)[1]
    begin = _bounds(first, first.year or end.year)
    start = begin[0] if begin else end
    if start > end:
        start = start.replace(year=end.year - 1)
    wording = f"from {written(first, start.year)} to {written(last, end.year)}"
    return Period(since=start, until=end, wording=wording)


def _days(named: Date, newest: date) -> tuple[date, date]:
    """Return the first and the last day; a year that is not named is the last up to ``newest``."""
    for year in (named.year or newest.year, newest.year - 1):
        found = _bounds(named, year)
        if found and (named.year or found[0] <= newest):
            return found
    return newest, newest


def _bounds(named: Date, year: int) -> tuple[date, date] | None:
    year = named.year or year
    try:
        if named.month is None:
            return (date(year, 1, 1), date(year, 12, 31))
        if named.day is not None:
            day = date(year, named.month, named.day)
            return day, day
        following = date(year + named.month // 12, named.month % 12 + 1, 1)
        return date(year, named.month, 1), following - timedelta(days=1)
    except ValueError:  # 31 February is in no calendar
        return None


def written(named: Date, year: int) -> str:
    """Return a date as a reader is told of it: "11 November 2022"."""
    day = str(named.day) if named.day is not None else ""
    month = _MONTHS[named.month - 1] if named.month is not None else ""
    return " ".join(filter(None, (day, month, str(year))))


def _relative(text: str, today: date) -> Iterator[NamedPeriod]:
    found = re.search(_RELATIVE, text, re.I)
    if not found:
        return
    first, last = _relative_days(found, today)
    day = f"of {first}" if first == last else f"from {first} to {last}"
    period = Period(since=first, until=last, wording=day)
    yield NamedPeriod(period=period, start=found.start(), end=found.end())


def _relative_days(found: re.Match[str], today: date) -> tuple[date, date]:
    if found["day"]:
        day = today - timedelta(days=found["day"].lower() == "yesterday")
        return day, day
    unit, which = found["unit"].lower(), found["which"].lower()
    if found["number"] or which == "past" or unit == "day":
        number = (found["number"] or "1").lower()
        days = _NUMBERS.get(number) or int(number)
        return today - timedelta(days=min(days * _DAYS[unit], 40_000)), today
    start = _start(unit, today)
    if which in {"this", "current"}:
        return start, today
    return _start(unit, start - timedelta(days=1)), start - timedelta(days=1)


def _start(unit: str, day: date) -> date:
    """Return the first day of the week, month or year of ``day``."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)
