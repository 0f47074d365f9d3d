"""Word files (.docx): paragraphs, lists, tables and notes, with tracked changes accepted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.errors import importing
from index.reading.documents import archives
from index.reading.documents.blocks import ITEM, rows_of, text_of
from index.reading.documents.properties import noted
from index.reading.documents.xml import local_name, parse_xml
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata, printable
from index.reading.metadata.bylines import stated
from index.reading.text_files.plain_text import title_of

_AROUND = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
"""Elements that stand around paragraphs and tables and say nothing themselves."""
_REMOVED = frozenset({"del", "moveFrom", "Fallback", "txbxContent", "pPr", "rPr"})
_NOTES = ("footnotes", "endnotes")


def parse(path: Path, longest: int) -> Draft:
    """Return the draft of a Word file; raise RefusedError."""
    with importing("python-docx"):
        import docx
        from docx.opc.exceptions import PackageNotFoundError

    with archives.opened(path, longest):
        try:
            document = docx.Document(io.BytesIO(path.read_bytes()))
        except (PackageNotFoundError, KeyError, ValueError, AttributeError) as error:
            raise RefusedError("it is damaged, or not a Word file") from error
        except SyntaxError as error:  # lxml's, of a part that is no XML
            raise RefusedError("it is damaged, or not a Word file") from error
    reader = _Reader(document)
    blocks = [*reader.blocks(document.element.body), *reader.notes()]
    text = text_of(map(printable, blocks))
    if not text:
        raise RefusedError("it holds no text")
    said = document.core_properties
    metadata = noted(title=said.title, author=said.author)
    metadata = Metadata(title=reader.title).or_else(metadata).or_else(stated(text))
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata)


class _Reader:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = {one.style_id: (one.name or "").lower() for one in document.styles}
        self.title: str | None = None
        """The first paragraph in the style of a title."""

    def blocks(self, parent: Any) -> Iterator[str]:
        for element in parent:
            name = local_name(element)
            if name == "p":
                yield self._paragraph(element)
                for box in _text_boxes(element):
                    yield from self.blocks(box)
            elif name == "tbl":
                yield from rows_of(self._table(element))
            elif name in _AROUND:
                yield from self.blocks(element)

    def notes(self) -> Iterator[str]:
        """Yield the footnotes and endnotes."""
        for relation in self._document.part.rels.values():
            if not relation.is_external and relation.reltype.rpartition("/")[2] in _NOTES:
                for note in parse_xml(relation.target_part.blob):
                    yield from self.blocks(note)

    def _paragraph(self, element: Any) -> str:
        text = "".join(_words(element))
        style = _value(element, "pStyle")
        name = self._styles.get(style, style.lower()) if style else ""
        if name.startswith("toc "):
            return ""
        if name == "title" and text.strip() and not self.title:
            self.title = " ".join(text.split())
        is_item = name.startswith("list") or _value(element, "numId") not in {None, "0"}
        is_item = is_item and not name.startswith(("heading", "title"))
        return ITEM + " ".join(text.split()) if is_item and text.strip() else text

    def _table(self, table: Any) -> list[list[str]]:
        return [
            [
                " ".join(filter(None, self.blocks(cell)))
                for cell in row.iter("{*}tc")
                if next(cell.iterancestors("{*}tr")) is row
            ]
            for row in table.iterchildren("{*}tr")
        ]


def _words(element: Any) -> Iterator[str]:
    """Yield what is written in a paragraph, as it reads with all tracked changes accepted."""
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name == "tab":
            yield " "
        elif name in {"br", "cr"}:
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _REMOVED:
            yield from _words(child)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter("{*}txbxContent"):
        # The one for old versions of Word says the same again; a box in a box comes with it.
        is_old = any(local_name(above) == "Fallback" for above in box.iterancestors())
        if not is_old and next(box.iterancestors("{*}p")) is paragraph:
            yield box


def _value(paragraph: Any, name: str) -> str | None:
    """Return the value of a property of a paragraph."""
    properties = next(paragraph.iterchildren("{*}pPr"), None)
    found = next(properties.iter(f"{{*}}{name}"), None) if properties is not None else None
    if found is None:
        return None
    return next((str(value) for key, value in found.attrib.items() if key.endswith("}val")), None)
