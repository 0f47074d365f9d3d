"""When something happened: the days that a moment's words mean, and how exactly they say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rag.language.dates import Date, Precision, resolve
from rag.timeline.clauses import Tense
from rag.timeline.moments import Moment

_ANY = date(2000, 1, 1)
"""A day by which a time that names its year is the one it names."""
_LONG_AGO = 200
"""Days from which on a month without a year, and not of this one, would have been given one."""
_ABOUT = timedelta(days=1)
_BACK, _AHEAD = 4, 6
"""Days between an article and a weekday that it names. Articles are added to after their date: what
then happened "on Friday", a day later, is not of the Friday before."""


@dataclass(frozen=True, kw_only=True)
class When:
    """From which day to which; equal for a single day."""

    first: date
    last: date

    @property
    def precision(self) -> Precision | None:
        """The smallest part of a calendar that it lies in; ``None`` for what spans two years."""
        if self.first == self.last:
            return Precision.DAY
        if self.first.year != self.last.year:
            return None
        return Precision.MONTH if self.first.month == self.last.month else Precision.YEAR

    @property
    def iso(self) -> str:
        """Return "2023-09-24", "2023-09" or "2023", as it is known."""
        lengths = {Precision.DAY: 10, Precision.MONTH: 7}
        return self.first.isoformat()[: lengths.get(self.precision or Precision.YEAR, 4)]

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.last - self.first).days + 1

    def lies_in(self, first: date, last: date) -> bool:
        """Whether all of it is from ``first`` to ``last``."""
        return first <= self.first and self.last <= last

    def fits(self, other: When) -> bool:
        """Whether one of the two lies in the other."""
        return (
            self.first <= other.first <= other.last <= self.last
            or other.first <= self.first <= self.last <= other.last
        )


def when(moment: Moment, published: date | None) -> When | None:
    """Return the days that are meant in an article ``published`` on a day.

    ``None`` for what nothing supports: "on Wednesday" in an article without a date, or in a
    quotation, whose speaker counts from another day.
    """
    time = said(moment.times)
    days = None
    if is_absolute(time):
        # "100 years ago, in 1923": the year says when it was, by whatever day one counts.
        days = resolve(replace(time, relative=None, unit=None, ago=None), _ANY)
    elif published is not None and not moment.is_quoted:
        days = _relative(time, published, moment.tense)
    found = When(first=days[0], last=days[1]) if days else None
    return found if found and found.precision else None


def said(times: Sequence[Date]) -> Date:
    """Return what the times say together: the day of one and the year of another."""
    whole = times[0]
    for one in times[1:]:
        told = {
            name: value
            for name in ("year", "month", "day", "weekday", "relative", "unit", "ago")
            if getattr(whole, name) is None and (value := getattr(one, name)) is not None
        }
        whole = replace(whole, **told)
    return whole


def is_absolute(time: Date) -> bool:
    """Whether it names its year."""
    return time.year is not None


def is_of_a_calendar(time: Date) -> bool:
    """Whether all that lacks is the year: "on September 24"."""
    return time.year is None and time.month is not None and time.relative is None


def _relative(time: Date, published: date, tense: Tense) -> tuple[date, date] | None:
    days = resolve(time, published, ahead=tense.ahead)
    if days and time.ago and time.ago > 1 and time.unit == "day":
        return days[0] - _ABOUT, days[1] + _ABOUT  # counted from when it was written, or heard of
    if days is None or time.relative is not None or time.ago is not None:
        return days
    apart = (days[0] - published).days
    if time.month is None:  # a weekday
        near = range(1) if tense is Tense.UNKNOWN else range(-_BACK, _AHEAD + 1)
        return days if apart in near else None
    if time.day is None and tense is Tense.UNKNOWN and days[0].month != published.month:
        return None  # "the vote in May": the last one, or the next
    return days if days[0].year == published.year or abs(apart) <= _LONG_AGO else None
