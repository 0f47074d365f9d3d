"""From the lines of all pages to one text: paragraphs joined, hyphens undone, pages marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from index.articles import PAGE_END
from index.reading.pdf.columns import Line

_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\s*\d*$")
_ITEM = re.compile(r"(?:[•▪●○◦‣–—*·-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_BROKEN_WORD = re.compile(r"([^\W\d_]{2,})-$")
_WORD_START = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")

_INDENT = 0.8
"""Of a paragraph's first line, in heights of a line."""
_SHORT = 0.75
"""Share of a column's width below which a line is a paragraph's last, where a sentence ends."""
_APART = 1.35
"""How many times the usual distance of lines two paragraphs are apart."""
_OTHER_SIZE = 1.12
_FEW = 5
"""Distances between lines that are too few to tell the usual one."""
_USUAL = 1.6
"""It is this many heights of a line then, at most."""
_WIDEST = 2.5
"""Distance of lines in their heights, as in manuscripts."""


def text_of(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of a document; every page ends with ``PAGE_END``, the last one too."""
    return _Joiner(pages).text()


class _Joiner:
    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        self._pages = pages
        self._compounds = Counter(
            word.casefold()
            for page in pages
            for line in page
            for word in _HYPHENATED.findall(line.text)
        )
        self._pitch = 0.0

    def text(self) -> str:
        parts: list[str] = []
        before: Line | None = None
        turned = ""
        """The ends of pages between the line before and the next."""
        for page in self._pages:
            self._pitch = _usual_pitch(page)
            for line in page:
                parts.append(
                    self._next(before, line, turned, parts) if before else turned + line.text
                )
                before, turned = line, ""
            turned += PAGE_END
        return "".join(parts) + turned

    def _next(self, before: Line, line: Line, turned: str, parts: list[str]) -> str:
        """Return what stands behind ``before`` in the text, ``line`` last."""
        if self._begins_paragraph(before, line, turned):
            return f"{turned}\n\n{line.text}"
        if _is_row(before) or _is_row(line) or _ITEM.match(line.text):
            return f"{turned}\n{line.text}"
        broken, rest = _BROKEN_WORD.search(before.text), _WORD_START.match(line.text)
        if broken and rest and rest[0][0].islower():
            if f"{broken[1]}-{rest[0]}".casefold() not in self._compounds:
                parts[-1] = parts[-1][:-1]
            if not turned:
                return line.text
            # The page ends behind the word, which stands on both.
            word, _, behind = line.text.partition(" ")
            return f"{word}{turned} {behind}"
        if before.text.endswith("-") and not turned:
            return line.text
        return f" {turned}{line.text}"

    def _begins_paragraph(self, before: Line, line: Line, turned: str) -> bool:
        if max(line.height, before.height) > _OTHER_SIZE * min(line.height, before.height):
            return True
        ends = bool(_SENTENCE_END.search(before.text))
        if turned or line.column_left != before.column_left or line.top < before.top:
            return ends or (line.text[:1].isupper() and _is_short(before))
        usual = max(before.height, min(self._pitch, _WIDEST * before.height))
        if line.top - before.top > _APART * usual:
            return True
        indented = line.left - max(line.column_left, before.left) > _INDENT * line.height
        if indented and not _ITEM.match(before.text) and ends:
            return True
        return ends and _is_short(before)


def _usual_pitch(page: Sequence[Line]) -> float:
    """Return the distance of most lines from the next, in points."""
    distances = [
        line.top - before.top
        for before, line in pairwise(page)
        if 0 < line.top - before.top < 3 * line.height
    ]
    if len(distances) >= _FEW:
        return median(distances)
    return min([*distances, *(_USUAL * line.height for line in page)], default=0.0)


def _is_short(line: Line) -> bool:
    return line.right - line.column_left < _SHORT * (line.column_right - line.column_left)


def _is_row(line: Line) -> bool:
    return "   " in line.text
