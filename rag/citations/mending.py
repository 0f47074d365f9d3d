"""Mending: an article's text as it is read, without what the page's layout did to it.

Words broken at a line's end are joined; the ``>`` of quoted mail, the marks of headings and an
article's own note numbers, which would be taken for those of our sources, go; the row of a table
says what its cells are: ``| Greens | 9 |`` becomes ``Party: Greens, Seats: 9``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.sentences import Span

_ROW = r"[ \t]*\|[^\n]*\|[ \t]*$"
_LAYOUT = re.compile(
    r"(?P<broken>(?<=[^\W\d_])-[ \t]*\n[> \t]*(?=[a-zß-öø-ÿ]))|(?P<quoted>^[ \t]*(?:>[ \t]?)+)"
    r"|(?P<note>\s?\[\d{1,3}\](?!\())|(?P<hyphen>\xad)|(?P<heading>^[ \t]{0,3}\#{1,6}[ \t]+)"
    rf"|(?P<row>^{_ROW})",
    re.MULTILINE,
)
_IS_ROW = re.compile(_ROW)
_RULE = re.compile(r"[\s|:=-]+")
"""A row that only separates a table's headings from its rows."""
_CELL = re.compile(r"[^|\s](?:[^|]*[^|\s])?")


@dataclass(frozen=True, kw_only=True)
class Mended:
    """A stretch of a text as it is read."""

    text: str
    origins: Sequence[int]
    """Of each of its characters, and of its end: the offset in the text, never falling."""

    def span(self, start: int, end: int) -> Span:
        """Return where the text's ``[start:end]`` is read in ``self.text``."""
        return bisect_left(self.origins, start), bisect_left(self.origins, end)


def mended(text: str, start: int = 0, end: int | None = None) -> Mended:
    """Return ``text[start:end]`` as it is read; of a table, what lies outside is looked at too."""
    end = len(text) if end is None else end
    pieces: list[str] = []
    origins: list[int] = []
    position = start
    for found in _LAYOUT.finditer(text, start, end):
        pieces.append(text[position : found.start()])
        origins += range(position, found.start())
        for piece, origin in _row(text, found) if found["row"] else ():
            pieces.append(piece)
            origins += [origin] * len(piece)
        position = found.end()
    pieces.append(text[position:end])
    origins += range(position, end + 1)
    return Mended(text="".join(pieces), origins=origins)


def is_row(line: str) -> bool:
    """Whether a line is the row of a table, and not the rule below its headings."""
    return bool(_IS_ROW.fullmatch(line)) and not _RULE.fullmatch(line)


def _row(text: str, row: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Yield what is read of a row, piece by piece, each with the offset that it stands for."""
    if _RULE.fullmatch(row[0]):
        return
    headings = _headings(text, row.start())
    for number, cell in enumerate(_CELL.finditer(text, row.start(), row.end())):
        before = ", " if number else ""
        if number < len(headings):
            before += f"{headings[number]}: "
        yield before, cell.start() if number else row.start()
        yield cell[0], cell.start()


def _headings(text: str, start: int) -> list[str]:
    """Return the cells of the first row of the table that has the row at ``start``."""
    first = start
    while first > 0:
        above = text.rfind("\n", 0, first - 1) + 1
        if not _IS_ROW.fullmatch(text[above : first - 1]):
            break
        first = above
    if first == start:
        return []
    line = text[first : text.find("\n", first)]
    return [cell[0].rstrip(":") for cell in _CELL.finditer(line)]
