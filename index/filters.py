"""Which articles a question may be answered from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the user asked for: publishers, by name or part of it, and publication dates."""

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out at all."""
        return bool(self.sources or self.since or self.until)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Filters made exact against one library; dates as integers such as 20250113."""

    sources: tuple[str, ...] | None = None
    since: int | None = None
    until: int | None = None


def date_number(day: date | None) -> int | None:
    """Return 20250113 for 13 January 2025: the form both halves of a library compare."""
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day


def date_of(number: int | None) -> date | None:
    """Return the date of such a number."""
    if number is None:
        return None
    return date(number // 10_000, number // 100 % 100, number % 100)
