"""Why a search came out as it did: how it was understood, ranks and scores, what fell out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from rag.answers import Hit, Trace
from rag.terminal.layout import BLANK, Block, Columns
from rag.terminal.render import byline, passage
from rag.terminal.text import one_line, shortened

if TYPE_CHECKING:
    from index.filters import Filters
    from rag.retrieval import Explanation, Miss

_EXCERPT_LENGTH = 300
_MISS_LENGTH = 100
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("dense", "dense_rank", ""),
    ("cosine", "dense_score", ".4f"),
    ("text", "text_rank", ""),
    ("BM25", "text_score", ".2f"),
    ("words", "coverage", ".2f"),
    ("sentence", "sentence", ".2f"),
    ("pairs", "adjacency", ".2f"),
    ("preferred", "preferred", "+.2f"),
    ("before", "rerank_before", ""),
    ("reranker", "rerank_score", ".4f"),
)
"""Headings, the fields of a trace, and how a value is written."""
_ALWAYS = 4
"""So many of them are shown even if they are empty."""


def explanation(told: Explanation) -> Group:
    """Return ranked passages, how they came to rank so, and the best that are not shown."""
    hits = told.retrieval.hits
    parts: list[RenderableType] = []
    for hit in hits:
        parts += [passage(hit, length=_EXCERPT_LENGTH, score=True), BLANK]
    if not hits:
        parts += [Block(Text("No passage was found.")), BLANK]
    parts += _understood(told)
    if hits:
        parts += [BLANK, traces(hits)]
    if told.misses:
        parts += [BLANK, Text("Not shown, the nearest:", style="heading")]
        parts += [_miss(one) for one in told.misses]
    return Group(*parts)


def traces(found: Sequence[Hit], *, used: Mapping[int, str] | None = None) -> Columns:
    """Return every signal of the passages' ranks, and by which sources they are used."""
    shown = [
        column
        for number, column in enumerate(_COLUMNS)
        if number < _ALWAYS or any(getattr(hit.trace, column[1]) is not None for hit in found)
    ]
    headings = ("rank", *(["used"] if used else []), "score", *(name for name, _, _ in shown))
    table = Columns(*headings, right=headings, narrowest=8 * len(headings) - 8)
    for hit in found:
        signals = (_written(hit.trace, field, layout) for _, field, layout in shown)
        marked = [used[hit.rank] or "-"] if used else []
        table.add(str(hit.rank), *marked, f"{hit.score:.4f}", *signals)
    return table


def _written(trace: Trace, field: str, layout: str) -> str:
    value = getattr(trace, field)
    return "-" if value is None else format(value, layout)


def _understood(told: Explanation) -> Iterator[Block]:
    """Yield the words that were looked for, the filters and what the question prefers."""
    yield Block(Text(one_line(", ".join(told.terms)) or "none"), lead="Words: ")
    if told.filters:
        yield Block(Text(one_line(", ".join(_filters(told.filters)))), lead="Filters: ")
    if told.preference:
        yield Block(Text(one_line(", ".join(told.preference.named()))), lead="Preferred: ")


def _filters(filters: Filters) -> Iterator[str]:
    if filters.sources:
        yield f"published by {' or '.join(filters.sources)}"
    if filters.since:
        yield f"since {filters.since}"
    if filters.until:
        yield f"until {filters.until}"


def _miss(miss: Miss) -> Group:
    hit = miss.hit
    heading = Text.assemble(byline(hit.article), (f" (score {hit.score:.2f})", "note"))
    return Group(
        Block(heading, lead="- "),
        Block(Text(shortened(hit.passage.text, _MISS_LENGTH)), lead="  "),
        Block(Text(one_line(miss.reason)), lead=Text(f"  {miss.why}: ", style="note")),
    )
