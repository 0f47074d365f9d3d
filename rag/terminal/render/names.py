"""Names as a console shows them: a table, or paragraphs where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from rag.directory import Entry
from rag.terminal.layout import BLANK, Block, Columns, Either
from rag.terminal.text import counted, one_line

_WITH_DATES, _NARROW = 100, 64
"""Columns from which on the dates have room, and below which the rows become paragraphs."""


def name_list(
    entries: Sequence[Entry],
    *,
    left_out: int = 0,
    more: str = "--top-k shows more, --json and --csv all",
) -> Group:
    """Return the names with how often and when they are there, and how many are left out.

    ``more`` says how those that are left out can be seen.
    """
    if not entries:
        return Group(Block(Text("The articles name nobody and nothing of the kind.")))
    numbers = ("articles", "mentions")
    dated = Columns("kind", *numbers, "first", "last", "name", "also", right=numbers)
    undated = Columns("kind", *numbers, "name", "also", right=numbers)
    paragraphs: list[RenderableType] = []
    for entry in entries:
        name = one_line(entry.name)
        also = ", ".join(one_line(one) for one in entry.spellings if one != entry.name)
        days = [day.isoformat() if day else "-" for day in (entry.first, entry.last)]
        counts = str(entry.kind), f"{entry.articles:,}", f"{entry.mentions:,}"
        dated.add(*counts, *days, name, also)
        undated.add(*counts, name, also)
        paragraphs += [
            Block(Text(name, style="heading")),
            Block(Text(_in_words(entry)), lead="  "),
            *([Block(Text(f"also {also}"), lead="  ")] if also else []),
        ]
    narrow = Either(undated, Group(*paragraphs), width=_NARROW)
    shown: list[RenderableType] = [Either(dated, narrow, width=_WITH_DATES)]
    if left_out:
        note = f"{counted(left_out, 'more name')}; {more}."
        shown += [BLANK, Block(Text(note, style="note"))]
    return Group(*shown)


def _in_words(entry: Entry) -> str:
    often = f"{counted(entry.articles, 'article')}, {counted(entry.mentions, 'mention')}"
    days = dict.fromkeys(day.isoformat() for day in (entry.first, entry.last) if day)
    return ", ".join([str(entry.kind), often, *filter(None, [" to ".join(days)])])
