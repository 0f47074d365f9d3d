"""Running heads and page numbers: lines at the edge of a page that belong to no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.reading.pdf.columns import Line

_EDGE = 0.15
"""Share of a page's height, above and below, in which they stand."""
_NEAREST = 3
"""Lines at each edge that are looked at."""
_REPEATED_FROM = 3
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|p\.|seite|s\.|faqe|página|pagina)\s*)?"
    r"(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:/|of|von|de|sur|di|nga)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """The lines of a page in their reading order, and its height in points."""

    lines: Sequence[Line]
    height: float


def without_running_heads(pages: Sequence[Page]) -> list[list[Line]]:
    """Return the lines of each page but for those that repeat at its edges, and page numbers."""
    repeated = Counter(key for page in pages for key in {_key(line) for _, line in _edges(page)})
    often = max(2, min(_REPEATED_FROM, len(pages)))
    kept = []
    for page in pages:
        dropped = {id(line) for line in _dropped(page, repeated, often)}
        kept.append([line for line in page.lines if id(line) not in dropped])
    return kept


def _dropped(page: Page, repeated: Counter[tuple[str, int]], often: int) -> list[Line]:
    return [
        line
        for outermost, line in _edges(page)
        if (outermost and _PAGE_NUMBER.fullmatch(line.text))
        or (repeated[_key(line)] >= often and re.search(r"[^\W\d_]", line.text))
    ]


def _edges(page: Page) -> Iterator[tuple[bool, Line]]:
    """Yield the lines at both edges of a page, and whether none stands further out."""
    by_place = sorted(page.lines, key=lambda line: line.top)
    for line in by_place[:_NEAREST]:
        if line.bottom < page.height * _EDGE:
            yield line.top < by_place[0].bottom, line
    for line in by_place[-_NEAREST:]:
        if line.top > page.height * (1 - _EDGE):
            yield line.bottom > by_place[-1].top, line


def _key(line: Line) -> tuple[str, int]:
    """Return what a running head has in common with itself on other pages."""
    words = re.sub(r"\b(?:\d+|[ivxl]+)\b", "#", " ".join(line.text.casefold().split()))
    return words, round(line.height)
