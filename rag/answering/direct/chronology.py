"""What happened one thing after the other, or at a time: the events of a timeline as an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.filters import Filters
from index.library import Library
from rag.answering.direct.telling import composed_of
from rag.answers import Citation, Composed, Statement
from rag.requests.request import Request
from rag.timeline import Event, find_timeline

_SHOWN = 10
"""Events."""

_CITED = 3
"""Articles that are cited for each of them."""

_CHRONOLOGY = re.compile(r"\b(?:timeline|time line|chronology|chronological)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EVENTS_OF = re.compile(r"^(?:the )?(?:key |main |important )?events (?:in|of|around|on|at) ", re.I)


def asks_for_chronology(request: Request) -> bool:
    """Whether a request for an overview wants it in the order of time."""
    return bool(request.topic and _CHRONOLOGY.search(request.question))


def chronology_of(request: Request, library: Library, filters: Filters) -> Composed | None:
    """Return the dated events on the request's topic; ``None`` where the articles date none."""
    topic = _EVENTS_OF.sub("", request.topic)
    return _told(find_timeline(library, topic, filters=filters, limit=_SHOWN).events)


def happened(request: Request, library: Library, filters: Filters) -> Composed | None:
    """Return the events of the request's time, whenever they were told; ``None`` for no event.

    A day that is named without its year may be one after the newest article, too.
    """
    period = request.as_of
    if period is None or period.since is None or period.until is None:
        return None
    times = [(period.since, period.until)]
    if not _YEAR.search(request.text):
        times.append((_a_year_later(period.since), _a_year_later(period.until)))
    everywhen = replace(filters, since=None, until=None)
    found = (
        find_timeline(library, _named(*within), filters=everywhen, limit=_SHOWN, within=within)
        for within in times
    )
    return next(filter(None, (_told(one.events) for one in found)), None)


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _named(first: date, last: date) -> str:
    """Return what stands in sentences that tell of these days: "24 September", "September"."""
    if first == last:
        return f"{first.day} {first:%B}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B}"
    return " ".join(str(year) for year in range(first.year, last.year + 1))


def _told(events: Sequence[Event]) -> Composed | None:
    """Return the events as statements, each with its date and the articles that tell it."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for event in events:
        cited = [
            replace(one, marker=len(citations) + number)
            for number, one in enumerate(event.citations[:_CITED], start=1)
        ]
        citations += cited
        markers = tuple(one.marker for one in cited)
        behind = "".join(f"[{marker}]" for marker in markers)
        statements.append(
            Statement(text=f"{event.date_in_words}: {event.text} {behind}", markers=markers)
        )
    return composed_of(statements, citations) if statements else None
