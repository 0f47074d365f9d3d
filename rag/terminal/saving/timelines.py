"""A timeline as a document: Markdown with footnotes, a page with a time axis, or a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from index.text.visible import json_text
from rag.answers import Citation
from rag.language.dates import MONTHS, long_date
from rag.terminal.render.timeline import UNDATED, told_by
from rag.terminal.saving.documents import Reference, reference
from rag.terminal.saving.files import check, ending, write
from rag.terminal.saving.html import rendered
from rag.terminal.saving.markdown import escaped, footnote
from rag.terminal.saving.tables import csv_text
from rag.terminal.text import counted, one_line
from rag.timeline import Event, Timeline

TIMELINE_ENDINGS = (".md", ".html", ".csv", ".json")
_HEADS = (
    "event", "date", "precision", "text", "independent", "kind", "title", "publisher", "published",
    "path", "line", "url", "quote",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one group of articles says of an event."""

    label: str
    """What it is beside the event itself: "Reported before"; empty for the event."""
    text: str
    note: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event of the document."""

    number: int
    iso: str
    when: str
    position: float
    """Where it stands on the axis, in per cent of its length."""
    reports: tuple[Report, ...]


@dataclass(frozen=True, kw_only=True)
class TimelineDocument:
    """A timeline to be saved."""

    title: str
    made: str
    years: tuple[tuple[str, tuple[Entry, ...]], ...]
    """The dated events by year, in order."""
    undated: tuple[Entry, ...]
    undated_title: str
    ticks: tuple[tuple[str, float], ...]
    """Years or months along the axis, and where each begins in per cent of its length."""


def save_timeline(timeline: Timeline, path: Path, *, today: date, force: bool = False) -> None:
    """Write a timeline to ``path``, whole or not at all; ``today`` is named in it.

    Raises SaveError as ``save`` does.
    """
    check(path, force=force, endings=TIMELINE_ENDINGS)
    if ending(path) == ".csv":
        text = csv_text(_HEADS, _rows(timeline))
    elif ending(path) == ".json":
        text = json_text(timeline.as_json()) + "\n"
    elif ending(path) == ".md":
        text = "\n".join(_markdown(timeline_document(timeline, today=today)))
    else:
        text = rendered("timeline.html", document=timeline_document(timeline, today=today))
    write(path, text)


def timeline_document(timeline: Timeline, *, today: date) -> TimelineDocument:
    """Return the document of a timeline, its references numbered through."""
    every = [*timeline.events, *timeline.undated]
    span = _span(timeline.events)
    entries, references = [], 0
    for number, event in enumerate(every, start=1):
        reports = tuple(_reports(event, references))
        references += sum(len(one.references) for one in reports)
        entries.append(
            Entry(
                number=number,
                iso=event.date or "",
                when=event.date_in_words,
                position=_position(_years(event.date), span) if event.date else 0.0,
                reports=reports,
            )
        )
    dated = entries[: len(timeline.events)]
    made = f"{counted(len(dated), 'event')}, made by Dateline on {long_date(today)}"
    if timeline.left_out:
        made += f"; {counted(timeline.left_out, 'event')} that weigh less are left out"
    return TimelineDocument(
        title=one_line(timeline.topic),
        made=f"{made}.",
        years=tuple(
            (year, tuple(group)) for year, group in groupby(dated, key=lambda one: one.iso[:4])
        ),
        undated=tuple(entries[len(dated) :]),
        undated_title=UNDATED,
        ticks=tuple(_ticks(span)),
    )


def _reports(event: Event, before: int) -> Iterator[Report]:
    """Yield the event and what was reported before or otherwise; ``before`` it are references."""
    told = [("", event)]
    earlier = event.supersedes
    while earlier:
        told.append(("Reported before", earlier))
        earlier = earlier.supersedes
    told += [("Contradicted", other) for other in event.contradicted_by]
    for label, one in told:
        cited = [*one.citations, *([one.dated_by] if one.dated_by else [])]
        yield Report(
            label=label,
            text=one_line(one.text),
            note=_note(one, before + len(cited)),
            references=tuple(
                reference(number, citation) for number, citation in enumerate(cited, before + 1)
            ),
        )
        before += len(cited)


def _note(event: Event, last: int) -> str:
    year = f"the year is that of [{last}]" if event.dated_by else ""
    return "; ".join(filter(None, (told_by(event), year)))


_Span = tuple[float, float]
"""The beginning and the end of the axis, in years."""


def _span(events: Sequence[Event]) -> _Span:
    """Return the months from the first event to the last, or the years where they are many."""
    every = [_years(event.date) for event in events if event.date]
    if not every:
        return 0, 1
    first, last = math.floor(min(every) * 12) / 12, math.ceil(max(every) * 12 + 0.5) / 12
    if last - first > _MONTHS_OF:
        return math.floor(first), math.ceil(last)
    return first, max(last, first + 1 / 12)


def _years(iso: str) -> float:
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3]
    return year + (month - 1) / 12 + (day - 1) / 372


def _position(years: float, span: _Span) -> float:
    return round(100 * (years - span[0]) / (span[1] - span[0]), 2)


_TICKS = 10
"""Times that are written along the axis at most."""
_MONTHS_OF = 2
"""Years up to which the axis has months."""


def _ticks(span: _Span) -> Iterator[tuple[str, float]]:
    months = round((span[1] - span[0]) * 12)
    step = -(-months // _TICKS)
    if months > 12 * _MONTHS_OF:
        step = 12 * -(-step // 12)
    first = round(span[0] * 12)
    for month in range(first, first + months, step):
        year, number = divmod(month, 12)
        named = f"{MONTHS[number][:3]} {year}" if step % 12 else str(year)
        yield named, _position(month / 12, span)


def _markdown(document: TimelineDocument) -> Iterator[str]:
    yield from (f"# {escaped(document.title)}", "", f"*{escaped(document.made)}*", "")
    for year, entries in document.years:
        yield from (f"## {year}", "")
        for entry in entries:
            yield from _entry(entry)
    if document.undated:
        yield from (f"## {document.undated_title}", "")
        for entry in document.undated:
            yield from _entry(entry)
    yield from ("## Sources", "")
    every = [one for _, entries in document.years for one in entries] + list(document.undated)
    for entry in every:
        for report in entry.reports:
            for one in report.references:
                yield from footnote(one)


def _entry(entry: Entry) -> Iterator[str]:
    for report in entry.reports:
        notes = "".join(f"[^{one.number}]" for one in report.references)
        told = f"{escaped(report.text)}{notes}"
        aside = f" *({escaped(report.note)})*" if report.note else ""
        if report.label:
            yield from (f"> {report.label}: {told}{aside}", "")
        else:
            when = f"**{entry.when}**: " if entry.when else ""
            yield from (f"{when}{told}{aside}", "")


def _rows(timeline: Timeline) -> Iterator[Sequence[object]]:
    for number, event in enumerate([*timeline.events, *timeline.undated], start=1):
        yield from _rows_of(number, "event", event)
        earlier = event.supersedes
        while earlier:
            yield from _rows_of(number, "reported before", earlier)
            earlier = earlier.supersedes
        for other in event.contradicted_by:
            yield from _rows_of(number, "contradicted", other)


def _rows_of(number: int, kind: str, event: Event) -> Iterator[Sequence[object]]:
    for cited in event.citations:
        yield _row(number, kind, event, cited)
    if event.dated_by:
        yield _row(number, "year", event, event.dated_by)


def _row(number: int, kind: str, event: Event, cited: Citation) -> Sequence[object]:
    article = cited.article
    return (
        number,
        event.date,
        event.precision.value if event.precision else None,
        event.text,
        event.independent,
        kind,
        article.title,
        article.source,
        article.published.isoformat() if article.published else None,
        article.path,
        cited.line,
        article.url,
        cited.quote,
    )
