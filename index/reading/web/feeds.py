"""Feeds: RSS and Atom, one article an entry, by feedparser; and what lists of feeds name."""

from __future__ import annotations

import calendar
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from index.errors import importing
from index.reading.documents.xml import local_name, parse_xml
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata, one_line, parse_authors, printable
from index.reading.text_files.plain_text import title_of
from index.reading.web import html

_MOST_ENTRIES = 10_000


def read(content: bytes, on_progress: Callable[[float], None]) -> Iterator[Draft | RefusedError]:
    """Yield a draft, or the reason there is none, for each entry. Raises RefusedError."""
    if addresses := feeds_in(content):
        raise RefusedError(
            f"it lists {'a feed' if len(addresses) == 1 else f'{len(addresses)} feeds'} and holds"
            f" no article; name {'it' if len(addresses) == 1 else 'one'} to have it fetched"
            f" (rag index {addresses[0]})"
        )
    feed = _parsed(content)
    source = one_line(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries[:_MOST_ENTRIES], start=1):
        try:
            yield _draft(entry, source, key=one_line(entry.get("id")) or str(number))
        except RefusedError as refusal:
            yield refusal.at(f"entry {number}")
        on_progress(number / len(feed.entries))


def addresses_in(content: bytes) -> list[str]:
    """Return the addresses of the articles of a feed. Raises RefusedError for what is none."""
    links = (one_line(entry.get("link")) for entry in _parsed(content).entries[:_MOST_ENTRIES])
    return list(dict.fromkeys(filter(None, links)))


def feeds_in(content: bytes) -> list[str]:
    """Return the addresses of the feeds that an OPML file lists, none for another file."""
    if b"<opml" not in content[:2_000].lower():
        return []
    root = parse_xml(content)
    outlines = (one_line(outline.get("xmlUrl")) for outline in root.iter() if local_name(outline))
    return list(dict.fromkeys(filter(None, outlines)))


def _parsed(content: bytes) -> Any:
    with importing("feedparser"):
        import feedparser

    # As a stream: feedparser would take bytes that happen to be a path for a file to open.
    feed = feedparser.parse(io.BytesIO(content), sanitize_html=False)
    if not feed.version:
        raise RefusedError("it is no feed, and no XML of articles that is read")
    if not feed.entries:
        raise RefusedError("it is a feed without entries")
    return feed


def _draft(entry: Any, source: str | None, *, key: str) -> Draft:
    markup = [part.get("value", "") for part in entry.get("content", [])]
    written = max([*markup, entry.get("summary", "")], key=len)
    text = html.text_of_fragment(printable(written)) if written.strip() else ""
    if not text:
        raise RefusedError("it has no text, only a headline")
    title = one_line(html.text_of_fragment(entry.title)) if entry.get("title") else None
    authors = parse_authors([one.get("name") for one in entry.get("authors", [])])
    own = entry.get("source") or {}
    metadata = Metadata(
        title=title,
        source=one_line(own.get("title")) or source,
        url=one_line(entry.get("link")),
        authors=authors or parse_authors(entry.get("author")),
        published=_day(entry.get("published_parsed") or entry.get("updated_parsed")),
    )
    return Draft(text=text, title=title or title_of(text), metadata=metadata, key=key)


def _day(moment: Any) -> Any:
    if moment is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
