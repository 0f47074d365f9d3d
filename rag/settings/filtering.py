"""Filters as they are written: publishers, and days that may be whole months or years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.filters import Filters, date_from
from rag.errors import SettingsError


def filters_of(
    sources: Sequence[str], since: str | None, until: str | None, *, prefix: str = "--"
) -> Filters:
    """Return what was written; messages put ``prefix`` before a name. Raises SettingsError."""
    first = _day(since, f"{prefix}since", last=False)
    last = _day(until, f"{prefix}until", last=True)
    if first and last and first > last:
        raise SettingsError(
            f"{prefix}since {since} is after {prefix}until {until}: no article can be both",
            hint="Exchange them.",
        )
    return Filters(sources=tuple(sources), since=first, until=last)


def _day(text: str | None, name: str, *, last: bool) -> date | None:
    """Return the first or the last day of what may be a year or a month."""
    if text is None:
        return None
    try:
        return date_from(text, last=last)
    except ValueError as exc:
        raise SettingsError(
            f"{name} {text!r} is not a date", hint="Write 2025-01-13, 2025-01 or 2025."
        ) from exc
