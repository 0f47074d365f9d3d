"""The words of a PDF's page, with the place of each stretch of them, by PDFium."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import byref
from dataclasses import dataclass
from typing import Any

from index.reading.metadata import printable

_HYPHENS = frozenset((0x02, 0xAD, 0xFFFE))
"""What PDFium makes of a hyphen at the end of a line, and the soft hyphen."""
_BLANK = frozenset((9, 10, 13, 32, 0xA0))
_FIRST_PRINTABLE = 32
_GAP = 0.8
"""Blank between two words, in heights of their letters, that may be the one between two columns."""
_TILT = math.radians(8)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand on one line, close together; places in points, from the top left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of a line of its letters."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Its place from the top."""
        return (self.top + self.bottom) / 2


def segments_of(page: Any) -> list[Segment]:
    """Return what is written on a page of ``pypdfium2``; what is not upright on it is left out."""
    textpage = page.get_textpage()
    try:
        return [segment for segment in _Reader(page, textpage).segments() if segment.text]
    finally:
        textpage.close()


class _Reader:
    """Goes through the characters of a page; boxes are (left, right, top, bottom)."""

    def __init__(self, page: Any, textpage: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._raw = pdfium, textpage.raw
        self._count = textpage.count_chars()
        self._box = pdfium.FS_RECTF()
        self._left, bottom, right, self._top = page.get_bbox()
        self._width, self._height = right - self._left, self._top - bottom
        self._turns = self._upright_turns(page.get_rotation() // 90)

    def segments(self) -> Iterator[Segment]:
        text, between = "", ""
        first = last = 0
        for number in range(self._count):
            code = self._pdfium.FPDFText_GetUnicode(self._raw, number)
            if code in _BLANK or code in _HYPHENS:
                between = between or ("-" if code in _HYPHENS else " ")
                continue
            if code < _FIRST_PRINTABLE or not self._is_upright(number):
                continue
            if text and between and self._is_apart(last, number):
                yield self._segment(text + between.strip(), first, last)
                text = ""
            if not text:
                first = number
            elif between == " ":
                text += " "
            text += chr(code)
            last, between = number, ""
        if text:
            yield self._segment(text + between.strip(), first, last)

    def _segment(self, text: str, first: int, last: int) -> Segment:
        ends = [self._box_of(first), self._box_of(last)]
        # The mark of a footnote is smaller than the letters, and stands above them.
        _, _, top, bottom = max(ends, key=lambda box: box[3] - box[2])
        return Segment(
            text=printable(text), left=ends[0][0], right=ends[1][1], top=top, bottom=bottom
        )

    def _is_apart(self, before: int, behind: int) -> bool:
        """Whether two characters with a blank between them are not neighbours on one line."""
        _, right, top, bottom = self._box_of(before)
        left, _, next_top, next_bottom = self._box_of(behind)
        height = max(bottom - top, next_bottom - next_top, 1.0)
        overlap = min(bottom, next_bottom) - max(top, next_top)
        return not (-height < left - right < _GAP * height and overlap > 0.3 * height)

    def _box_of(self, number: int) -> tuple[float, float, float, float]:
        """Return where a character stands on the page as it is shown."""
        box = self._box
        self._pdfium.FPDFText_GetLooseCharBox(self._raw, number, byref(box))
        left, right = box.left - self._left, box.right - self._left
        top, bottom = self._top - box.top, self._top - box.bottom
        if self._turns == 1:
            return self._height - bottom, self._height - top, left, right
        if self._turns == 2:
            return (
                self._width - right,
                self._width - left,
                self._height - bottom,
                (self._height - top),
            )
        if self._turns == 3:
            return top, bottom, self._width - right, self._width - left
        return left, right, top, bottom

    def _upright_turns(self, rotation: int) -> int:
        """Return how many quarters clockwise the page is turned to have most of it upright."""
        step = max(1, self._count // 100)
        turns = [0, 0, 0, 0]
        for number in range(0, self._count, step):
            angle = self._pdfium.FPDFText_GetCharAngle(self._raw, number)
            turns[round(angle / (math.pi / 2)) % 4] += 1
        return turns.index(max(turns)) if any(turns) else rotation

    def _is_upright(self, number: int) -> bool:
        angle = self._pdfium.FPDFText_GetCharAngle(self._raw, number) - self._turns * math.pi / 2
        return abs(math.remainder(angle, 2 * math.pi)) < _TILT
