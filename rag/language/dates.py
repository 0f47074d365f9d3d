"""Dates: read in the usual ways of writing them, and compared by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
# "may" and "march" are words too: as months they need a capital, which is looked at below.
_MONTH = "(?P<month{n}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day{n}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year{n}>1[5-9]\d\d|20\d\d)\b"
_FORMS = [
    rf"\b{_YEAR}-(?P<month{{n}}>\d\d)-(?P<day{{n}}>\d\d)\b",
    r"\b(?P<first{n}>\d{{1,2}})(?P<mark{n}>[./])(?P<second{n}>\d{{1,2}})(?P=mark{n})"
    r"(?P<year{n}>(?:19|20)\d\d)\b",
    rf"\b{_DAY}(?:\s+of)?\s+{_MONTH},?(?:\s+{_YEAR})?",
    rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?",
    rf"\b{_MONTH}(?:\s+of)?,?\s+{_YEAR}",
    rf"\b{_MONTH}",
    r"\b(?P<year{n}>1[5-9]\d\d|20\d\d)\b(?!\s*(?:soldiers|troops|people|%|per\s?cent))(?![,.]\d)",
]
_DATE = re.compile(
    "|".join(f"(?:{form.format(n=n)})" for n, form in enumerate(_FORMS)), re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Date:
    """What is said of a date; ``None`` for what is not."""

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None

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


@lru_cache(maxsize=4096)
def dates(text: str) -> tuple[Date, ...]:
    """Return the dates of ``text`` in order; ``1/2/2025`` is given in both its readings."""
    return tuple(_dates(text))


def without_dates(text: str) -> str:
    """Return ``text``, as long as it is, with its dates blanked out."""
    for date in dates(text):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text


def _dates(text: str) -> Iterator[Date]:
    for match in _DATE.finditer(text):
        parts = {
            name.rstrip("0123456789"): value
            for name, value in match.groupdict().items()
            if value is not None
        }
        year = int(parts["year"]) if "year" in parts else None
        for day, month in _days_and_months(parts):
            if month is not None and not 1 <= month <= 12:
                continue
            yield Date(
                text=match[0],
                start=match.start(),
                end=match.end(),
                year=year,
                month=month,
                day=day,
            )


def _days_and_months(parts: dict[str, str]) -> Iterator[tuple[int | None, int | None]]:
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        yield first, second
        if first != second:
            yield second, first
        return
    month = parts.get("month", "")
    if month.isalpha() and not month[0].isupper():
        return
    day = int(parts["day"]) if "day" in parts else None
    yield day, int(month) if month.isdigit() else _MONTHS.get(month.lower())
