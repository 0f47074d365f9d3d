"""The reading order of a page: its columns from the left, each line by line.

A gutter is a strip without words between texts that stand side by side. Lines that cross it, such
as a headline over two columns, cut the page into bands, and within a band its left side is read
before its right. Short pieces side by side are the cells of a table and are read row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from index.reading.pdf.segments import Segment

_SIDE_BY_SIDE = 4
"""Lines on each side of a gutter, at least."""
_SHORTEST = 14
"""Characters of a line of a column, in the middle of them all; the cells of a table have fewer."""
_NARROWEST = 0.5
"""Width of a gutter in heights of a line."""
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column: its words, and the edges of the column it stands in."""

    segments: tuple[Segment, ...]
    column_left: float
    column_right: float

    @property
    def text(self) -> str:
        """The words, with a wide blank between cells."""
        words = self.segments[0].text
        for before, segment in pairwise(self.segments):
            wide = segment.left - before.right > 1.5 * segment.height
            words += ("   " if wide else " ") + segment.text
        return words

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """Where its last word ends."""
        return self.segments[-1].right

    @property
    def top(self) -> float:
        """The upper edge of its tallest word."""
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(segment.bottom for segment in self.segments)

    @property
    def height(self) -> float:
        """The height of most of its letters."""
        return max(self.segments, key=lambda segment: len(segment.text)).height


def lines_in_order(segments: Sequence[Segment]) -> list[Line]:
    """Return the lines of a page as they are read."""
    return list(_ordered(list(segments), depth=0))


def _ordered(segments: list[Segment], *, depth: int) -> Iterator[Line]:
    gutter = _gutter(segments) if depth < _DEEPEST else None
    if gutter is None:
        yield from _column(segments)
        return
    for is_crossing, group in groupby(_in_bands(segments, gutter), key=lambda one: one[0]):
        band = [segment for _, segment in group]
        if is_crossing:
            yield from (
                _ordered(band, depth=depth + 1) if len(band) < len(segments) else _column(band)
            )
            continue
        yield from _ordered([one for one in band if one.right <= gutter], depth=depth + 1)
        yield from _ordered([one for one in band if one.right > gutter], depth=depth + 1)


def _in_bands(segments: list[Segment], gutter: float) -> Iterator[tuple[bool, Segment]]:
    """Yield the segments from the top down, each with whether it crosses the gutter."""
    for segment in sorted(segments, key=lambda one: (one.middle, one.left)):
        yield segment.left < gutter < segment.right, segment


def _gutter(segments: list[Segment]) -> float | None:
    """Return the middle of the gutter with most text beside it, ``None`` where there is none."""
    if len(segments) < 2 * _SIDE_BY_SIDE:
        return None
    best, found = 0.0, None
    starts = sorted(segment.left for segment in segments)
    for column_left in _frequent(starts):
        height = median(segment.height for segment in segments)
        gutter = column_left - _NARROWEST * height / 2
        weight = _weight(segments, gutter, margin=_NARROWEST * height / 2)
        if weight > best:
            best, found = weight, gutter
    return found


def _frequent(starts: list[float]) -> Iterator[float]:
    """Yield the places at which several lines begin; one place stands for those a point apart."""
    group: list[float] = []
    for start in [*starts, float("inf")]:
        if group and start - group[0] > 2:
            if len(group) >= _SIDE_BY_SIDE:
                yield group[0]
            group = []
        group.append(start)


def _weight(segments: list[Segment], gutter: float, *, margin: float) -> float:
    """Return how much text stands side by side across a gutter; 0 where it is none."""
    left = [one for one in segments if one.right <= gutter + margin / 2]
    right = [one for one in segments if one.left >= gutter]
    crossing = len(segments) - len(left) - len(right)
    if min(len(left), len(right)) < _SIDE_BY_SIDE:
        return 0
    left_beside, right_beside = _beside(left, right), _beside(right, left)
    if min(len(left_beside), len(right_beside)) < _SIDE_BY_SIDE:
        return 0
    for side in (left_beside, right_beside):
        if median(len(one.text) for one in side) < _SHORTEST:
            return 0
    beside = len(left_beside) + len(right_beside)
    return beside - crossing / 2 if beside > crossing / 4 else 0


def _beside(ones: list[Segment], others: list[Segment]) -> list[Segment]:
    """Return those of ``ones`` that have one of ``others`` at their height."""
    top = min(other.top for other in others)
    bottom = max(other.bottom for other in others)
    return [one for one in ones if top <= one.middle <= bottom]


def _column(segments: list[Segment]) -> Iterator[Line]:
    """Yield the lines of one column."""
    if not segments:
        return
    left = min(segment.left for segment in segments)
    right = max(segment.right for segment in segments)
    for row in _rows(segments):
        yield Line(tuple(sorted(row, key=lambda one: one.left)), left, right)


def _rows(segments: list[Segment]) -> Iterator[list[Segment]]:
    row: list[Segment] = []
    for segment in sorted(segments, key=lambda one: one.middle):
        tallest = max(row, key=lambda one: one.height, default=segment)
        if row and not tallest.top < segment.middle < tallest.bottom:
            yield row
            row = []
        row.append(segment)
    if row:
        yield row
