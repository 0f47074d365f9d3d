"""Rich text (.rtf), by striprtf."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from index.errors import importing
from index.reading.decoding import with_unix_lines
from index.reading.documents.blocks import ITEM, rows_of, text_of
from index.reading.documents.properties import noted
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import printable
from index.reading.metadata.bylines import stated
from index.reading.text_files.plain_text import title_of

_INFO = re.compile(r"\{\\(?P<name>title|author)\s+(?P<value>[^{}]{1,500})\}")
_BULLET = re.compile(r"^[•·▪◦]\s+")
_PICTURE = re.compile(r"\{\\\*?\\?pict[^{}]*\}|[0-9a-fA-F\s]{2000,}")


def parse(path: Path) -> Draft:
    """Return the draft of a rich text; raise RefusedError."""
    with importing("striprtf"):
        from striprtf.striprtf import rtf_to_text

    to_text: Callable[..., str] = rtf_to_text
    source = path.read_bytes().decode("latin-1")
    if not source.lstrip().startswith("{\\rtf"):
        raise RefusedError("it is damaged, or not rich text")
    said = {match["name"]: match["value"] for match in _INFO.finditer(source[:50_000])}
    try:
        plain = to_text(_PICTURE.sub("", source), errors="replace")
        said = {name: to_text(f"{{\\rtf1 {value}}}") for name, value in said.items()}
    except (ValueError, LookupError, OverflowError, IndexError) as error:
        raise RefusedError("it is damaged, or not rich text") from error
    text = text_of(_blocks(with_unix_lines(printable(plain)).split("\n")))
    if not text:
        raise RefusedError("it holds no text")
    metadata = noted(title=said.get("title"), author=said.get("author")).or_else(stated(text))
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata)


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """Yield the paragraphs; striprtf ends every cell of a table with a bar."""
    for is_row, group in groupby(lines, key=lambda line: line.rstrip().endswith("|")):
        if is_row:
            yield from rows_of([line.rstrip().split("|")[:-1] for line in group])
        else:
            yield from (_BULLET.sub(ITEM, line.strip()) for line in group)
