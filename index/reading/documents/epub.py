"""Electronic books (.epub): one article a chapter, in the order in which they are read."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from index.reading.decoding import decode
from index.reading.documents import archives
from index.reading.documents.xml import parse_xml
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata, one_line, parse_authors
from index.reading.metadata.bylines import stated
from index.reading.metadata.dates import parse_date
from index.reading.text_files.plain_text import title_of
from index.reading.web import html

_NOT_A_BOOK = "it is damaged, or not an electronic book"
_NOT_CHAPTERS = frozenset({"nav", "cover", "cover-image"})
_LONGEST_HEADING = 200


def read(
    path: Path, longest: int, on_progress: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    """Yield a draft for each chapter that has text. Raises RefusedError."""
    with archives.opened(path, longest) as archive:
        package = _package(archive)
        book = _about(package)
        chapters = list(_chapters(package))
        some = False
        for number, name in enumerate(chapters, start=1):
            content = archives.member(archive, posixpath.join(package.get("folder"), name))
            draft = _chapter(content, book, name) if content else None
            if draft:
                some = True
                yield draft
            on_progress(number / len(chapters))
    if not some:
        raise RefusedError("it has no chapter with text")


def _package(archive: zipfile.ZipFile) -> Any:
    """Return the element that lists what the book is made of; its ``folder`` is where they lie."""
    container = archives.member(archive, "META-INF/container.xml")
    roots = parse_xml(container).iter("{*}rootfile") if container else iter(())
    place = next((root.get("full-path") for root in roots), None)
    content = archives.member(archive, place) if place else None
    if content is None or place is None:
        raise RefusedError(_NOT_A_BOOK)
    if archives.member(archive, "META-INF/rights.xml"):
        raise RefusedError("it is locked by digital rights management")
    package = parse_xml(content)
    package.set("folder", posixpath.dirname(place))
    return package


def _about(package: Any) -> Metadata:
    def said(name: str) -> list[str]:
        return [
            line
            for element in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
            if (line := one_line(element.text))
        ]

    return Metadata(
        title=next(iter(said("title")), None),
        source=next(iter(said("publisher")), None),
        authors=tuple(name for line in said("creator") for name in parse_authors(line)),
        published=next(filter(None, map(parse_date, said("date"))), None),
    )


def _chapters(package: Any) -> Iterator[str]:
    """Yield the places of the chapters in their order, each once."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    listed = (items.get(one.get("idref")) for one in package.iter("{*}itemref"))
    names = (
        unquote(item.get("href") or "")
        for item in listed
        if item is not None and _NOT_CHAPTERS.isdisjoint((item.get("properties") or "").split())
    )
    yield from dict.fromkeys(name for name in names if name)


def _chapter(content: bytes, book: Metadata, name: str) -> Draft | None:
    """Return the draft of a chapter, ``None`` where it has no text, as a cover."""
    try:
        text = html.text_of_fragment(decode(content))
    except RefusedError:
        return None
    heading = text.partition("\n")[0]
    heading = heading if len(heading) <= _LONGEST_HEADING else title_of(text)
    title = f"{heading} ({book.title})" if book.title and book.title != heading else heading
    return Draft(text=text, title=title, metadata=stated(text).or_else(book), key=name)
