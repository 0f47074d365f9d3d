"""Which articles a question may be answered from."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, kw_only=True, init=False)
class Filters:
    """What the user asked for: publishers, by their names or parts of them, and dates."""

    sources: tuple[str, ...]
    since: date | None
    until: date | None

    def __init__(
        self,
        *,
        sources: str | Iterable[str] = (),
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> None:
        """Take dates as such or as text: ``2025-01-13``, a month or a year. Raises ValueError.

        A month or a year begins for ``since`` with its first day and ends for ``until`` with its
        last.
        """
        named = (sources,) if isinstance(sources, str) else tuple(sources)
        object.__setattr__(self, "sources", named)
        first = date_from(since, last=False) if isinstance(since, str) else since
        object.__setattr__(self, "since", first)
        last = date_from(until, last=True) if isinstance(until, str) else until
        object.__setattr__(self, "until", last)

    def __bool__(self) -> bool:
        """Whether anything is left out at all."""
        return bool(self.sources or self.since or self.until)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Filters resolved against one library; dates as integers such as 20250113."""

    sources: tuple[str, ...] | None = None
    since: int | None = None
    until: int | None = None


def date_from(text: str, *, last: bool) -> date:
    """Return the first or the last day of what may be a day, a month or a year.

    Raises ValueError.
    """
    match = _DATE.fullmatch(text.strip())
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    month = month or (12 if last else 1)
    try:
        return date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError as exc:
        raise ValueError(f"{text!r} is not a date: write 2025-01-13, 2025-01 or 2025") from exc


def date_number(day: date | None) -> int | None:
    """Return 20250113 for 13 January 2025: the form that catalog and Chroma compare."""
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day


def date_of(number: int | None) -> date | None:
    """Return the date of a number that ``date_number`` made."""
    if number is None:
        return None
    return date(number // 10_000, number // 100 % 100, number % 100)
