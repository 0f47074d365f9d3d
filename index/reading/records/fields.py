"""One record: where an export keeps the text of an article, and what it says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from index.reading.decoding import with_unix_lines
from index.reading.formats import Draft, LeftOutError, RefusedError
from index.reading.metadata import (
    TITLE,
    Metadata,
    from_fields,
    normalised,
    one_line,
    printable,
    values,
)
from index.reading.metadata.bylines import stated
from index.reading.metadata.dates import parse_date
from index.reading.metadata.publishers import without_publisher
from index.reading.text_files import wikitext
from index.reading.text_files.plain_text import title_of
from index.reading.web import html

# Plain text is preferred to the same in HTML.
TEXT = (
    *("text", "bodytext", "contenttext", "maintext", "plaintext", "fulltext", "articletext"),
    *("body", "content", "contenthtml", "article", "articlebody", "story", "revisions"),
    "blocks",
)
_SUMMARY = (
    *("leadparagraph", "abstract", "description", "summary", "standfirst", "trailtext", "excerpt"),
    *("snippet", "shortdescription", "extract"),
)
"""What stands in for the text where a record has none."""
_INNER = ("fields", "source", "attributes", "article", "properties", "node", "thread", "metadata")
"""Objects inside of a record that hold fields of its article."""
_WRAPPERS = ("response", "result", "content", "data", "article", "item", "story", "post")
"""Objects around the only article of a file."""
_LISTS = (
    *("articles", "data", "items", "results", "docs", "posts", "hits", "value", "stories"),
    *("documents", "entries", "news", "records", "pages"),
)
_AROUND = ("response", "result", "query", "feed", "channel", "payload", *_LISTS)
"""Objects around such a list."""
_DEEPEST = 4

_CUT_OFF = re.compile(r"\s*\[\+(?P<characters>\d+) chars\]\s*$")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
"""Marks that old wires sent to printers."""
_REMOVED = frozenset({"[removed]", "[deleted]"})


def records_in(document: Mapping[str, object]) -> tuple[Sequence[object], Metadata] | None:
    """Return the list of records in an object, and what the object says of all of them.

    ``None`` where the object is a record itself.
    """
    fields = normalised(document)
    if _text_in(fields):
        return None
    found = _inner_list(fields)
    # Of a feed, the title is the name of its publisher.
    is_feed = "items" in fields and ("homepageurl" in fields or "feedurl" in fields)
    about = Metadata(source=one_line(fields.get("title"))) if is_feed else Metadata()
    return None if found is None else (found, about)


def _inner_list(fields: Mapping[str, object], depth: int = 0) -> Sequence[object] | None:
    lists = [each for each in values(fields, _LISTS) if isinstance(each, list)]
    if lists:
        return lists[0] if len(lists) == 1 else None
    for name in _AROUND:
        inner = fields.get(name)
        if not isinstance(inner, Mapping) or depth == _DEEPEST:
            continue
        if name == "pages" and all(isinstance(each, Mapping) for each in inner.values()):
            return list(inner.values())
        if (found := _inner_list(normalised(inner), depth + 1)) is not None:
            return found
    return None


def draft_of(
    record: object, *, default_key: str | None = None, about: Metadata | None = None
) -> Draft:
    """Return the draft of a record.

    ``default_key`` tells it from others of its file, ``about`` is what is known of all of them.
    Raises RefusedError, and LeftOutError for a record that is the trace of an article taken back.
    """
    if not isinstance(record, Mapping):
        raise RefusedError("it is not an object with an article's fields")
    fields = _flat(_unwrapped(record))
    text = _text_in(fields) or _summary_in(fields)
    if not text:
        raise RefusedError("it has no text (none of text, body, content, article holds any)")
    if text.strip().lower() in _REMOVED:
        raise LeftOutError(f"its text is {text.strip()!r}, so it was left out")
    notes: tuple[str, ...] = ()
    if cut := _CUT_OFF.search(text):
        text = text[: cut.start()]
        notes = (f"its text is cut off: {int(cut['characters']):,} characters are missing",)
    dated = Metadata()
    if wikitext.is_wikitext(text):
        dated = Metadata(published=parse_date(wikitext.date_in(text)))
        text = wikitext.plain(text).strip()
    elif html.has_markup(text):
        text = html.text_of_fragment(text)
    metadata = from_fields(fields).or_else(dated).or_else(stated(text)).or_else(about or Metadata())
    key = default_key and (_id_of(fields) or metadata.url or default_key)
    title = unescape(metadata.title) if metadata.title else title_of(text)
    if metadata.source:
        title = without_publisher(title, [metadata.source]) or title
    return Draft(text=text, title=title, metadata=metadata, key=key, notes=notes)


def _unwrapped(record: Mapping[str, object]) -> Mapping[str, object]:
    for _ in range(_DEEPEST):
        fields = normalised(record)
        inner = [each for each in values(fields, _WRAPPERS) if isinstance(each, Mapping)]
        if len(inner) != 1 or _text_in(fields) or any(True for _ in values(fields, TITLE)):
            break
        record = inner[0]
    return record


def _flat(record: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a record, with those of the objects inside it behind them."""
    fields = normalised(record)
    for inner in [each for each in values(fields, _INNER) if isinstance(each, Mapping)]:
        about = normalised(inner)
        if inner is fields.get("source"):
            if not _text_in(about):
                continue  # a publisher, and not the document of a search engine
            fields["source"] = about.get("source")
        for name, value in about.items():
            if name not in {"name", "id"} and not fields.get(name):
                fields[name] = value
    return fields


def _id_of(fields: Mapping[str, object]) -> str | None:
    return one_line(fields.get("id")) or one_line(fields.get("uuid"))


def _text_in(fields: Mapping[str, object]) -> str | None:
    """Return the first text there is; a list of strings is one text, a paragraph each."""
    return next(filter(None, map(_text_of, values(fields, TEXT))), None)


def _summary_in(fields: Mapping[str, object]) -> str | None:
    """Return the longest of the texts that tell what an article says."""
    return max(filter(None, map(_text_of, values(fields, _SUMMARY))), key=len, default=None)


def _text_of(value: object) -> str | None:
    if isinstance(value, Mapping) and isinstance(value.get("body"), list):
        value = value["body"]
    paragraphs = value if isinstance(value, list) else [value]
    text = "\n\n".join(filter(None, map(_paragraph, paragraphs)))
    if not text.strip():
        return None
    return with_unix_lines(_CONTROLS.sub("", printable(text))).removeprefix("\ufeff")


def _paragraph(value: object) -> str | None:
    if isinstance(value, Mapping):
        value = next(_strings_in(value), None)
    return value if isinstance(value, str) else None


def _strings_in(value: Mapping[str, object]) -> Iterator[str]:
    """Yield the texts in an object such as ``{"rendered": ...}`` or a revision of a wiki's."""
    for name in (
        "rendered",
        "text",
        "content",
        "value",
        "html",
        "*",
        "slots",
        "main",
        "bodyHtml",
        "data",
    ):
        inner = value.get(name)
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, Mapping):
            yield from _strings_in(inner)
