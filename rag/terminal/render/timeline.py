"""Timelines as a console shows them: one event below the other, each with its sources."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from rag.answers import Citation
from rag.citations.excerpts import printed
from rag.terminal.layout import BLANK, Block
from rag.terminal.render.articles import byline, references
from rag.terminal.text import counted, one_line
from rag.timeline import Event, Timeline

_SOURCES = 3
"""Sources of an event that are shown; the others are counted."""
_INDENT = "    "
UNDATED = "Without a certain date"


def timeline(found: Timeline, *, more: str = "--top-k shows more") -> Group:
    """Return the events in order, then those without a date.

    ``more`` says how those that are left out can be seen.
    """
    if not found.events and not found.undated:
        return Group(Block(Text(f"The articles tell no event on {one_line(found.topic)}.")))
    parts: list[RenderableType] = []
    for event in found.events:
        parts += [*([BLANK] if parts else []), *_event(event)]
    if found.undated:
        parts += [*([BLANK] if parts else []), Block(Text(UNDATED, style="heading"))]
        for event in found.undated:
            parts += [BLANK, *_told(event)]
    if found.left_out:
        weighs = "weighs" if found.left_out == 1 else "weigh"
        note = f"{counted(found.left_out, 'more event')} {weighs} less; {more}."
        parts += [BLANK, Block(Text(note, style="note"))]
    return Group(*parts)


def told_by(event: Event) -> str:
    """Return "2 articles, 1 independent", where one article tells it nothing."""
    articles = len(event.citations)
    if articles == 1:
        return ""
    independent = event.independent
    copies = "" if independent == articles else f", {independent} independent"
    return f"{counted(articles, 'article')}{copies}"


def _event(event: Event) -> Iterator[RenderableType]:
    head = Text(event.date_in_words, style="heading")
    if several := told_by(event):
        head.append(f"  {several}", style="note")
    yield Block(head)
    yield from _told(event)
    if event.dated_by:
        yield Block(Text("The year is that of:", style="note"), lead=_INDENT)
        yield from _source(event.dated_by, quoted=True)
    earlier = event.supersedes
    while earlier:
        yield Block(_said("Reported before:", earlier), lead=_INDENT)
        yield from _sources(earlier)
        earlier = earlier.supersedes
    for other in event.contradicted_by:
        yield Block(_said("Contradicted:", other), lead=_INDENT)
        yield from _sources(other)


def _told(event: Event) -> Iterator[RenderableType]:
    yield Block(Text(one_line(event.text)), lead="  ")
    yield from _sources(event)


def _said(lead: str, event: Event) -> Text:
    return Text.assemble((f"{lead} ", "note"), one_line(event.text))


def _sources(event: Event) -> Iterator[RenderableType]:
    text = one_line(event.text)
    for cited in event.citations[:_SOURCES]:
        yield from _source(cited, quoted=one_line(printed(cited.quote)) not in text)
    if len(event.citations) > _SOURCES:
        more = counted(len(event.citations) - _SOURCES, "more article")
        yield Block(Text(f"and {more}", style="note"), lead=_INDENT)


def _source(cited: Citation, *, quoted: bool) -> Iterator[RenderableType]:
    yield Block(byline(cited.article), lead=Text(f"{_INDENT}[{cited.marker}] ", style="marker"))
    indent = _INDENT * 2
    if quoted:
        yield Block(Text(f"“{one_line(printed(cited.quote))}”", style="quote"), lead=indent)
    yield from references(cited.article, cited.start, indent=indent)
