"""Paragraphs, list items and table rows of a document, put together to a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

ITEM = "- "
"""Begins an item of a list."""
_ITEM = re.compile(r"[-•] \S|\d+[.)] ")
_ROW = re.compile(r"[^:;]+: .+; \S")
_NUMBER = re.compile(r"[\d\s.,%€$£+–-]+")
_MOST_CELLS = 200
_LONGEST_HEAD = 60


def text_of(blocks: Iterable[str]) -> str:
    """Return one text: a blank line between blocks, none within a list or a table."""
    text, before = "", ""
    for block in filter(None, (block.strip() for block in blocks)):
        together = _kind(before) == _kind(block) is not None
        text += ("\n" if together else "\n\n" if text else "") + block
        before = block
    return text


def rows_of(table: Sequence[Sequence[str]]) -> list[str]:
    """Return a line for each row of a table, each cell behind the head of its column.

    Where the first row is none of heads, the cells stand side by side.
    """
    rows = [[" ".join(cell.split()) for cell in row[:_MOST_CELLS]] for row in table]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    if max(map(len, rows)) == 1:
        return [row[0] for row in rows]
    if not _are_heads(rows):
        return ["; ".join(filter(None, row)) for row in rows]
    heads = rows[0]
    return [
        "; ".join(
            f"{head}: {cell}" if head else cell
            for head, cell in zip([*heads, *[""] * len(row)], row, strict=False)
            if cell
        )
        for row in rows[1:]
    ]


def _are_heads(rows: list[list[str]]) -> bool:
    first = rows[0]
    return (
        len(rows) > 1
        and sum(map(bool, first)) >= max(2, len(first) - 1)
        and all(len(cell) <= _LONGEST_HEAD for cell in first)
        and sum(bool(_NUMBER.fullmatch(cell)) for cell in first) < len(first) / 2
    )


def _kind(block: str) -> re.Pattern[str] | None:
    """Return which kind of line a block is, ``None`` for a paragraph."""
    if "\n" in block:
        return None
    return next((kind for kind in (_ITEM, _ROW) if kind.match(block)), None)
