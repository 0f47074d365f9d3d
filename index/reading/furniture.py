"""The lines of an article that must not become passages: its headline, and page furniture.

Only whole, lone, short lines count, and only well-known ones or ones that repeat, so that nothing
an article says is lost. Markdown headings below the title and bylines stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from index.reading.boilerplate import is_boilerplate

_LONGEST_REPEATED = 60
_REPEATED_FROM = 3
_LONGEST_TITLE_LINE = 500
_SENTENCE_END = (".", "!", "?", ":", ";", ",", "…")
_QUOTES = "\"'“”‘’«»"
# Headings, quotations, list items, table rows and bylines may repeat and still be content.
_CONTENT = re.compile(r"[#>|]|[-*+•] |\d+[.)] |by ", re.IGNORECASE)


def furniture(text: str, title: str) -> list[tuple[int, int]]:
    """Return the spans of ``text`` that are furniture: whole lines with their line ends.

    Spans are sorted, disjoint character offsets. Where nothing but furniture would be left the
    list is empty: a text that is only its title is still a text.
    """
    lines = list(_lines(text))
    counts = Counter(line for _, _, line in lines if len(line) <= _LONGEST_REPEATED)
    headline = _folded(title)
    found = [
        (start, end)
        for start, end, line in lines
        if is_boilerplate(line) or _is_headline(line, headline) or _repeats(line, counts)
    ]
    return found if len(found) < len(lines) else []


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end (behind the line end) and stripped content of the lines not blank."""
    start = 0
    for line in text.split("\n"):
        end = min(start + len(line) + 1, len(text))
        if content := line.strip():
            yield start, end, content
        start = end


def _is_headline(line: str, headline: str) -> bool:
    if not headline or len(line) > _LONGEST_TITLE_LINE:
        return False
    return headline in (_folded(line), _folded(line.removeprefix("# ")))


def _folded(line: str) -> str:
    return " ".join(line.split()).strip(_QUOTES).casefold()


def _repeats(line: str, counts: Counter[str]) -> bool:
    return (
        counts[line] >= _REPEATED_FROM
        and not line.rstrip(_QUOTES + ")]").endswith(_SENTENCE_END)
        and not _CONTENT.match(line)
    )
