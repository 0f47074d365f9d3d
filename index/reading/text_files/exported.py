"""An article of an export, and the lines that it is found among."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.reading.metadata import Metadata, parse_authors
from index.reading.metadata.bylines import is_name

_LAST_NAME_FIRST = re.compile(r"([^,]+), ([^,]+)")
_FROM = re.compile(r"^\s*(?:by\s+)?from\s+", re.IGNORECASE)

Line = tuple[int, str]
"""A line that is not blank: its index in the text, and its words."""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """An article below what an export says of it."""

    metadata: Metadata
    text: str
    first_line: int
    """The line on which ``text`` begins, counted from 1."""
    key: str | None = None
    """Its name in the database."""


def said_in(lines: Sequence[str], start: int, end: int) -> list[Line]:
    """Return the lines that are not blank from ``start`` to before ``end``."""
    return [(number, words) for number in range(start, end) if (words := lines[number].strip())]


def below(
    lines: Sequence[str],
    start: int,
    end: int,
    *,
    metadata: Metadata,
    key: str | None = None,
    lines_above: int = 0,
) -> Exported | None:
    """Return the article from the first line from ``start`` on that is not blank to before ``end``.

    ``None`` where all are blank. ``lines_above`` is how many lines of the text stand above these.
    """
    first = next((number for number in range(start, end) if lines[number].strip()), None)
    if first is None:
        return None
    text = "\n".join(lines[first:end]).rstrip() + "\n"
    line = lines_above + first + 1
    return Exported(metadata=metadata, text=text, first_line=line, key=key)


def whole(
    lines: Sequence[str], found: Sequence[Exported | None], parts: Sequence[tuple[int, int]]
) -> list[Exported | None]:
    """Return the articles found in ``parts`` of an export, a part in which none was as one itself.

    Where none was found in any, it is no export.
    """
    if not any(found):
        return list(found)
    return [
        article or below(lines, start, end, metadata=Metadata())
        for article, (start, end) in zip(found, parts, strict=True)
    ]


def names_in(value: str | None) -> tuple[str, ...]:
    """Return the names in the field that databases keep authors in, first names first."""
    written = parse_authors(_FROM.sub("", value or "", count=1))
    names = (_LAST_NAME_FIRST.sub(r"\2 \1", name) for name in written)
    return tuple(filter(is_name, names))
