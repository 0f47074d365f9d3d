"""Word drafts: the paragraphs of a ``.docx`` file, a line each."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import docx
from docx.opc.exceptions import OpcError

from index.reading.formats import RefusedError
from rag.drafts.draft import Block, BlockKind, Draft, Format

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LONGEST = 500_000_000
"""Bytes of all parts unpacked; a file that holds more is made to fill the memory."""


def parse(file: IO[bytes]) -> Draft:
    """Return the draft of a Word document; tables, notes and comments are left out.

    Raises RefusedError.
    """
    paragraphs = opened(file).paragraphs
    lines = [paragraph.text for paragraph in paragraphs]
    return Draft(
        text="\n".join(lines),
        format=Format.WORD,
        blocks=tuple(_blocks(paragraphs, lines)),
    )


def opened(file: IO[bytes]) -> Document:
    """Return a Word document. Raises RefusedError where it is none, or a damaged one."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LONGEST:
                raise RefusedError("it unpacks to more than 500 MB")
        file.seek(0)
        return docx.Document(file)
    except (zipfile.BadZipFile, OpcError, SyntaxError, KeyError, ValueError, OSError) as exc:
        raise RefusedError("it is no Word document, or a damaged one") from exc


def _blocks(paragraphs: list[Paragraph], lines: list[str]) -> Iterator[Block]:
    start = 0
    for paragraph, line in zip(paragraphs, lines, strict=True):
        if line.strip():
            kind, origins = _kind(paragraph), range(start, start + len(line))
            yield Block(kind=kind, text=line, origins=origins)
        start += len(line) + 1


def _kind(paragraph: Paragraph) -> BlockKind:
    style = (paragraph.style.name if paragraph.style else None) or ""
    if style.startswith(("Heading", "Title", "Subtitle")):
        return BlockKind.HEADING
    if "Quote" in style:
        return BlockKind.QUOTATION
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    return BlockKind.ITEM if numbered or style.startswith("List") else BlockKind.PARAGRAPH
