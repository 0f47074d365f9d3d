"""Metadata: what is known about an article besides its text, under the usual names of fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from index.reading.dates import parse_date

TITLE = ("title", "headline", "heading")
SOURCE = ("source", "publisher", "outlet", "publication", "newspaper", "sitename", "site")
URL = ("url", "link", "permalink", "canonicalurl", "canonical", "sourceurl")
AUTHORS = ("authors", "author", "byline", "by", "creator", "writer")
PUBLISHED = (
    *("published", "publishedat", "publisheddate", "publishedon", "datepublished", "publishdate"),
    *("publicationdate", "pubdate", "date", "createdat", "created", "timestamp"),
)
_MOST_AUTHORS = 50
_LONGEST_NAME = 200

BETWEEN_NAMES = re.compile(r"\s*(?:[,;&|\n]|\band\b)\s*", re.IGNORECASE)
_BY = re.compile(r"(?:written |reported )?by\s*:?\s+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What is known about an article; ``None`` or ``()`` where nothing is."""

    title: str | None = None
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """Return this metadata with its gaps filled from ``other``."""
        return Metadata(
            title=self.title or other.title,
            source=self.source or other.source,
            url=self.url or other.url,
            authors=self.authors or other.authors,
            published=self.published or other.published,
        )


def from_fields(fields: Mapping[str, object]) -> Metadata:
    """Return the metadata in ``fields``, by their usual names; unusable values count as absent."""
    by_name = normalised(fields)
    source = first_of(one_line(name_of(value)) for value in values(by_name, SOURCE))
    url = first_of(_url(value) for value in values(by_name, URL))
    if source and "://" in source:
        url, source = url or source, urlsplit(source).netloc.removeprefix("www.") or None
    return Metadata(
        title=first_of(one_line(value) for value in values(by_name, TITLE)),
        source=source,
        url=url,
        authors=next(filter(None, map(parse_authors, values(by_name, AUTHORS))), ()),
        published=next(filter(None, map(parse_date, values(by_name, PUBLISHED))), None),
    )


def normalised(fields: Mapping[str, object]) -> dict[str, object]:
    """Return ``fields`` with names in lower case and without ``_``, ``-``, ``:`` and blanks."""
    return {re.sub(r"[\W_]", "", str(name)).lower(): value for name, value in fields.items()}


def values(by_name: Mapping[str, object], spellings: Iterable[str]) -> Iterable[object]:
    """Return the values under ``spellings``, in the order of preference."""
    return (by_name[spelling] for spelling in spellings if spelling in by_name)


def first_of(candidates: Iterable[str | None]) -> str | None:
    """Return the first candidate that is not empty."""
    return next(filter(None, candidates), None)


def one_line(value: object) -> str | None:
    """Return a string or number as one line of text, ``None`` for anything else or nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    line = " ".join(printable(str(value)).split())
    return None if line in {"", "~", "null", "None"} else line


def printable(text: str) -> str:
    """Return ``text`` with U+FFFD for what UTF-8 files and databases cannot hold."""
    return (
        text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )


def name_of(value: object) -> object:
    """Return the name in ``{"name": ...}``; any other value as it is."""
    return value.get("name") if isinstance(value, Mapping) else value


def parse_authors(value: object) -> tuple[str, ...]:
    """Return the names in a string, or in a list of strings or of ``{"name": ...}``, each once."""
    written = value if isinstance(value, list) else [value]
    lines = (one_line(name_of(entry)) for entry in written[:_MOST_AUTHORS])
    names = (name for line in lines if line for name in _split_names(line))
    return tuple(dict.fromkeys(name for name in names if 1 < len(name) <= _LONGEST_NAME))


def _split_names(line: str) -> list[str]:
    line = _BY.sub("", line, count=1) if _BY.match(line) else line
    # "Doe, Jane; Roe, Richard": where semicolons separate the names, commas are part of them.
    parts = line.split(";") if ";" in line else BETWEEN_NAMES.split(line)
    return [part.strip() for part in parts if part.strip()]


def _url(value: object) -> str | None:
    line = one_line(value) if isinstance(value, str) else None
    return line if line and " " not in line and re.search(r"[./]", line) else None
