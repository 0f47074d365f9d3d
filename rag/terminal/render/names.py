"""Names as a console shows them: a table, or paragraphs where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from rag.directory import Entry
from rag.terminal.layout import BLANK, Block, Columns, Either
from rag.terminal.text import counted, one_line

_NARROW = 72
"""Columns below which the rows become paragraphs."""


def name_list(entries: Sequence[Entry], *, left_out: int = 0) -> Group:
    """Return the names with how often and when they are there, and how many are left out."""
    if not entries:
        return Group(Block(Text("The articles name nobody and nothing of the kind.")))
    table = Columns(
        "kind", "articles", "mentions", "first", "last", "name", "also",
        right=("articles", "mentions"),
    )  # fmt: skip
    paragraphs: list[RenderableType] = []
    for entry in entries:
        name = one_line(entry.name)
        also = ", ".join(one_line(one) for one in entry.spellings if one != entry.name)
        first, last = (day.isoformat() if day else "-" for day in (entry.first, entry.last))
        numbers = f"{entry.articles:,}", f"{entry.mentions:,}"
        table.add(str(entry.kind), *numbers, first, last, name, also)
        often = f"{counted(entry.articles, 'article')}, {counted(entry.mentions, 'mention')}"
        paragraphs += [
            Block(Text(name, style="heading")),
            Block(Text(f"{entry.kind}, {often}, {first} to {last}"), lead="  "),
            *([Block(Text(f"also {also}"), lead="  ")] if also else []),
        ]
    shown: list[RenderableType] = [Either(table, Group(*paragraphs), width=_NARROW)]
    if left_out:
        more = f"{counted(left_out, 'more name')}; --top-k shows more, --json and --csv all."
        shown += [BLANK, Block(Text(more, style="note"))]
    return Group(*shown)
