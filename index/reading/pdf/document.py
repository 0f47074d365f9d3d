"""A PDF's text, title and authors."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from index.articles import PAGE_END
from index.errors import importing
from index.reading.documents.properties import noted
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata, one_line
from index.reading.metadata.bylines import stated
from index.reading.pdf.columns import Line, lines_in_order
from index.reading.pdf.paragraphs import text_of
from index.reading.pdf.running_heads import Page, without_running_heads
from index.reading.pdf.segments import segments_of
from index.reading.text_files.plain_text import title_of

_SECONDS = 300
"""What one file may take, checked from page to page."""
_MOST_CHARACTERS = 20_000_000
_LARGER = 1.15
"""How many times the height of most letters a headline has."""
_LONGEST_HEADLINE = 300


def parse(path: Path, on_progress: Callable[[float], None]) -> Draft:
    """Return the draft of a PDF, whose pages end with ``PAGE_END``.

    ``on_progress`` is called with the share of the pages that have been read. Raises RefusedError.
    """
    with importing("pypdfium2"):
        import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
        try:
            return _draft(document, on_progress)
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD
        reason = "it is locked with a password" if locked else "it is damaged, or not a PDF"
        raise RefusedError(reason) from error


def _draft(document: Any, on_progress: Callable[[float], None]) -> Draft:
    pages = _pages(document, on_progress)
    lines = without_running_heads(pages)
    text = text_of(lines)
    if not text.strip():
        raise RefusedError(_without_text(len(pages)))
    said = document.get_metadata_dict(skip_empty=True)
    metadata = (
        noted(title=said.get("Title"), author=said.get("Author"))
        .or_else(Metadata(title=_headline(pages[0].lines)))
        .or_else(stated(text.replace(PAGE_END, "")))
    )
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata)


def _pages(document: Any, on_progress: Callable[[float], None]) -> list[Page]:
    pages: list[Page] = []
    began, characters = time.monotonic(), 0
    for number in range(len(document)):
        page = document[number]
        try:
            lines = lines_in_order(segments_of(page))
            pages.append(Page(lines=lines, height=page.get_height()))
        finally:
            page.close()
        characters += sum(len(line.text) for line in lines)
        if characters > _MOST_CHARACTERS or time.monotonic() - began > _SECONDS:
            raise RefusedError(
                f"it has more than {_MOST_CHARACTERS:,} characters, or takes more than"
                f" {_SECONDS} seconds to read"
            )
        on_progress((number + 1) / len(document))
    return pages


def _without_text(pages: int) -> str:
    what = "its page is a picture" if pages == 1 else f"its {pages} pages are pictures"
    return f"{what} without text: a scan that needs OCR first (ocrmypdf FILE.pdf READABLE.pdf)"


def _headline(lines: Sequence[Line]) -> str | None:
    """Return the lines in the largest letters, where these are larger than most are."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[round(line.height)] += len(line.text)
    if not letters:
        return None
    usual = letters.most_common(1)[0][0]
    tallest = max((line.height for line in lines if " " in line.text), default=0)
    if tallest < _LARGER * usual:
        return None
    runs = groupby(lines, key=lambda line: line.height > tallest / _LARGER)
    title = next((" ".join(line.text for line in run) for is_large, run in runs if is_large), "")
    return one_line(title) if len(title) <= _LONGEST_HEADLINE else None
