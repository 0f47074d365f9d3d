"""Metadata: what is known about an article besides its text, under the usual names of fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from index.reading.metadata.dates import parse_date
from index.reading.metadata.publishers import domain_of, named, publisher_of

TITLE = ("title", "headline", "heading", "webtitle", "subject")
SOURCE = (
    *("source", "publisher", "publishername", "sourcename", "outlet", "publication", "newspaper"),
    *("sitename", "provider", "site", "domain", "sourcedomain", "sitefull", "origin"),
)
URL = (
    *("url", "link", "permalink", "canonicalurl", "canonical", "sourceurl", "weburl", "articleurl"),
    *("contenturl", "externalurl", "guid", "respondedurl", "requestedurl"),
)
AUTHORS = ("authors", "author", "byline", "by", "creator", "writer", "contributor")
PUBLISHED = (
    *("published", "publishedat", "publisheddate", "publishedon", "publishedutc", "publishedtime"),
    *("datepublished", "datepublish", "publishdate", "publicationdate", "webpublicationdate"),
    *("firstpublished", "firstpublishedat", "pubdate", "issued", "date", "datetime", "postdate"),
    *("dateposted", "createdat", "created", "datecreated", "timestamp", "seendate"),
)
_MOST_AUTHORS = 50
_LONGEST_NAME = 200
_NOTHING = frozenset({"", "~", "null", "None", "none", "NaN", "nan", "N/A", "n/a", "undefined"})
# Names under which an object holds its own name, or its text.
_INNER = ("name", "main", "rendered", "original", "title", "value", "text", "content", "#text")
EPOCH = date(1970, 1, 1)
"""What programs write where they have no date."""

_BETWEEN_NAMES = re.compile(r"\s*(?:[,;|\n·•]|\s/\s)\s*")
_AND = re.compile(r"\s*(?:&|\b(?:and|und|et|dhe)\b)\s*", re.IGNORECASE)
_BETWEEN_FULL_NAMES = re.compile(r"(?<=\S )(?:y|e|og|och|i|и)(?= [^\W\d_a-z])")
"""A single letter, which stands within names too: "Ortega y Gasset"."""
_BY = re.compile(
    r"(?:(?:posted |published |reported |written )?by|par|por|nga|piše|autor(?:en|in|es|a)?"
    r"|auteure?s?|автор"
    r"|(?:(?:geschrieben|verfasst|veröffentlicht) )?von(?!\s+de[mnr]\b)(?=\s+\S+\s+\S))"
    r"\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"(?:ph\.?\s?d|[bmj]\.?\s?[ads]|[bm]\.?\s?sc|mba|mph|dds|esq|r\.?[dn]|facp|jr|sr|i{2,3})\.?",
    re.IGNORECASE,
)
_LAST_NAME_FIRST = re.compile(r"[^\W\d_][\w'’-]+, [^\W\d_][\w'’-]+")
_PLACE = re.compile(r"\s+(?:in|for|aus|à|en|w|nga)\s+[^\W\d_a-z].*$")
"""Where the author was, or for whom the author wrote: "Nora Quist in Lindvik"."""
_ADDRESSED = re.compile(r"(?P<name>[^<>()]*?)\s*<[^<>]*@[^<>]*>|\S+@\S+\s*\((?P<inside>[^()]+)\)")


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
    sources = [name for value in values(by_name, SOURCE) if (name := one_line(name_of(value)))]
    # A name that is told anywhere says more than the domain of a host that is not well known.
    known = (name for name in sources if publisher_of(name) or not domain_of(name))
    source = next(known, first_of(sources))
    url = first_of(_url(value) for value in values(by_name, URL))
    if source and "://" in source:
        url = url or source
    days = (day for day in map(parse_date, values(by_name, PUBLISHED)) if day and day != EPOCH)
    return Metadata(
        title=first_of(one_line(name_of(value)) for value in values(by_name, TITLE)),
        source=named(source) if source else publisher_of(url),
        url=url,
        authors=next(filter(None, map(parse_authors, values(by_name, AUTHORS))), ()),
        published=next(days, None),
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
    return None if line in _NOTHING else line


def printable(text: str) -> str:
    """Return ``text`` with U+FFFD for what UTF-8 files and databases cannot hold."""
    return (
        text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )


def name_of(value: object) -> object:
    """Return the name or text in an object, or in the first of a list; other values as they are."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        value = value[0]
    if not isinstance(value, Mapping):
        return value
    if "firstname" in value or "lastname" in value:
        parts = (value.get(part) for part in ("firstname", "middlename", "lastname"))
        return " ".join(part for part in parts if isinstance(part, str) and part)
    return next((value[name] for name in _INNER if isinstance(value.get(name), str)), None)


def parse_authors(value: object) -> tuple[str, ...]:
    """Return the names in a string, or in a list of strings or of ``{"name": ...}``, each once."""
    if isinstance(value, Mapping) and not one_line(name_of(value)):
        value = value.get("person")
    written = value if isinstance(value, list) else [value]
    lines = (one_line(name_of(entry)) for entry in written[:_MOST_AUTHORS])
    names = (name for line in lines if line for name in _split_names(line))
    return tuple(dict.fromkeys(name for name in names if 1 < len(name) <= _LONGEST_NAME))


def _split_names(line: str) -> Iterator[str]:
    line = _BY.sub("", line, count=1) if _BY.match(line) else line
    for part in _parts(line):
        pair = _BETWEEN_FULL_NAMES.split(part)
        for one in pair if all(" " in each.strip() for each in pair) else [part]:
            addressed = _ADDRESSED.fullmatch(one.strip())
            name = (addressed["name"] or addressed["inside"] or "") if addressed else one
            name = name.strip(' \t"')
            alone = _PLACE.sub("", name)
            name = alone if " " in alone else name
            if name and "@" not in name[1:] and not (domain_of(name) or _DEGREE.fullmatch(name)):
                yield name


def _parts(line: str) -> list[str]:
    # "Doe, Jane; Roe, Richard": where semicolons separate the names, commas are part of them.
    if ";" in line:
        return line.split(";")
    if _LAST_NAME_FIRST.fullmatch(line):
        return [line]
    return [name for part in _BETWEEN_NAMES.split(line) for name in _each_of(part)]


def _each_of(part: str) -> list[str]:
    """Return the names that "and" joins; in the name of one office it joins words: "Mac & i"."""
    names = list(filter(None, _AND.split(part)))
    whole = [" " in name for name in names]
    return names if all(whole) or len(names) < len(_AND.split(part)) else [part]


def _url(value: object) -> str | None:
    line = one_line(value) if isinstance(value, str) else None
    return line if line and " " not in line and re.search(r"[./]", line) else None
