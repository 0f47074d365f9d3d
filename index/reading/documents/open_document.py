"""OpenDocument texts (.odt): paragraphs, lists, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.reading.documents import archives
from index.reading.documents.blocks import ITEM, rows_of, text_of
from index.reading.documents.properties import noted
from index.reading.documents.xml import local_name, parse_xml
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import printable
from index.reading.metadata.bylines import stated
from index.reading.text_files.plain_text import title_of

_NOT_TEXT = frozenset(
    {
        "tracked-changes",
        "annotation",
        "annotation-end",
        "note",
        "frame",
        "table-of-content",
        "forms",
    }
    | {"sequence-decls", "variable-decls", "user-field-decls", "bookmark", "ruby-text"}
)
_MOST_SPACES = 100


def parse(path: Path, longest: int) -> Draft:
    """Return the draft of an OpenDocument text; raise RefusedError."""
    with archives.opened(path, longest) as archive:
        content, about = (archives.member(archive, name) for name in ("content.xml", "meta.xml"))
    if content is None:
        raise RefusedError("it is damaged, or not an OpenDocument text")
    root = parse_xml(content)
    if next(root.iter("{*}encryption-data"), None) is not None:
        raise RefusedError("it is locked with a password")
    body = next(root.iter("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"), None)
    if body is None:
        raise RefusedError("it is damaged, or not an OpenDocument text")
    text = text_of(map(printable, [*_blocks(body), *_notes(body)]))
    if not text:
        raise RefusedError("it holds no text")
    said = {local_name(one): one.text for one in parse_xml(about).iter()} if about else {}
    author = said.get("creator") or said.get("initial-creator")
    metadata = noted(title=said.get("title"), author=author).or_else(stated(text))
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata)


def _blocks(parent: Any, lead: str = "") -> Iterator[str]:
    for element in parent:
        name = local_name(element)
        if name in {"p", "h"}:
            words = "".join(_words(element)).strip()
            yield lead + words if words else ""
            for box in element.iter("{*}text-box"):
                yield from _blocks(box)
        elif name == "list":
            yield from _blocks(element, ITEM)
        elif name == "table":
            yield from rows_of(_rows(element))
        elif name not in _NOT_TEXT:
            yield from _blocks(element, lead)


def _rows(table: Any) -> list[list[str]]:
    return [
        [
            " ".join(_blocks(cell))
            for cell in row
            if local_name(cell) in {"table-cell", "covered-table-cell"}
        ]
        for row in table.iter("{*}table-row")
        if next(row.iterancestors("{*}table")) is table
    ]


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "s":
            count = next((value for key, value in child.attrib.items() if key.endswith("}c")), "1")
            yield " " * min(int(count) if count.isdigit() else 1, _MOST_SPACES)
        elif name == "tab":
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name not in _NOT_TEXT:
            yield from _words(child)
        yield child.tail or ""


def _notes(body: Any) -> Iterator[str]:
    for note in body.iter("{*}note-body"):
        yield from _blocks(note)
