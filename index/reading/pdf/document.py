"""A PDF's text, title and authors."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.articles import PAGE_END
from index.errors import importing
from index.reading.documents.properties import noted
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata, one_line
from index.reading.metadata.bylines import stated
from index.reading.pdf import recognition
from index.reading.pdf.columns import Line, lines_in_order
from index.reading.pdf.paragraphs import text_of
from index.reading.pdf.recognition import Recognition
from index.reading.pdf.running_heads import Page, without_running_heads
from index.reading.pdf.segments import Segment, segments_of
from index.reading.text_files.plain_text import title_of

if TYPE_CHECKING:
    from index.settings import IndexSettings

_SECONDS = 300
"""What the text of one file may take, checked from page to page."""
_MOST_PAGES = 10_000
_FEW_CHARACTERS = 100
"""On a page with a picture that covers half of it: the stamp on a scan."""
_MOST_NAMED = 10
_MOST_OBJECTS = 50
_IMAGE = 3
"""PDFium's number of the kind of objects that are pictures."""
_LARGER = 1.15
"""How many times the height of most letters a headline has."""
_LONGEST_HEADLINE = 300


def parse(path: Path, settings: IndexSettings, on_progress: Callable[[float], None]) -> Draft:
    """Return the draft of a PDF, whose pages end with ``PAGE_END``.

    ``on_progress`` is called with the share of the pages that have been read. Raises RefusedError.
    """
    with importing("pypdfium2"):
        import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
        try:
            return _draft(_Reader(document, settings.max_text_chars, on_progress))
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD
        reason = "it is locked with a password" if locked else "it is damaged, or not a PDF"
        raise RefusedError(reason) from error


def _draft(reader: _Reader) -> Draft:
    pages = reader.pages()
    text = text_of(without_running_heads(pages))
    if not text.strip():
        raise RefusedError(next(reader.notes(), "it holds no text"))
    said = reader.document.get_metadata_dict(skip_empty=True)
    metadata = (
        noted(title=said.get("Title"), author=said.get("Author"))
        .or_else(Metadata(title=_headline(pages[0].lines)))
        .or_else(stated(text.replace(PAGE_END, "")))
    )
    title = metadata.title or title_of(text)
    return Draft(
        text=text,
        title=title,
        metadata=metadata,
        notes=tuple(reader.notes()),
        lacks=reader.lacks,
    )


class _Reader:
    """Goes through the pages of a document, and keeps which of them are pictures."""

    def __init__(
        self, document: Any, most_characters: int, on_progress: Callable[[float], None]
    ) -> None:
        self.document = document
        self._most_characters, self._on_progress = most_characters, on_progress
        self._recognition = Recognition() if recognition.is_installed() else None
        self._recognised: list[int] = []
        self._pictures: list[int] = []
        """Numbers of the pages, from 1, whose pictures were read, and were not."""

    def pages(self) -> list[Page]:
        """Return all pages. Raises RefusedError where they are too many or too long."""
        count = len(self.document)
        if count > _MOST_PAGES:
            raise RefusedError(
                f"it has {count:,} pages, more than the {_MOST_PAGES:,} that are read; split it"
                " (qpdf --split-pages=1000 FILE.pdf PART.pdf)"
            )
        pages: list[Page] = []
        began, characters = time.monotonic(), 0
        for number in range(1, count + 1):
            page = self.document[number - 1]
            try:
                lines = lines_in_order(self._segments(page, number, count))
                pages.append(Page(lines=lines, height=page.get_height()))
            finally:
                page.close()
            characters += sum(len(line.text) for line in lines)
            if characters > self._most_characters:
                raise RefusedError(
                    f"it has more than the {self._most_characters:,} characters that are taken"
                    " (max_text_chars)"
                )
            recognising = self._recognition.seconds if self._recognition else 0
            if time.monotonic() - began - recognising > _SECONDS:
                raise RefusedError(
                    f"it takes more than {_SECONDS} seconds to read: page {number:,} of {count:,}"
                    " was reached; split it (qpdf --split-pages=100 FILE.pdf PART.pdf)"
                )
            self._on_progress(number / count)
        return pages

    def _segments(self, page: Any, number: int, count: int) -> list[Segment]:
        segments = segments_of(page)
        if not _is_picture(page, segments):
            return segments
        if self._recognition and not self._recognition.is_over:
            share = (number - 1) / count
            seen = self._recognition.segments_of(page, lambda: self._on_progress(share))
            if seen:
                self._recognised.append(number)
                return seen
        self._pictures.append(number)
        return segments

    @property
    def lacks(self) -> str:
        """The module that would have read its pictures, where that is not installed."""
        return recognition.MODULE if self._pictures and self._recognition is None else ""

    def notes(self) -> Iterator[str]:
        """Yield what to know of the pages that are pictures."""
        if self._pictures:
            yield f"{_named(self._pictures)} without text{self._remedy()}"
        if self._recognised:
            yield f"{_named(self._recognised)}: what is written there was recognised (OCR)"

    def _remedy(self) -> str:
        readable = "ocrmypdf FILE.pdf READABLE.pdf"
        if self._recognition is None:
            return f": a scan that needs OCR (pip install 'dateline[ocr]', or {readable})"
        if self._recognition.is_over:
            return f", for OCR took more than {recognition.SECONDS} seconds ({readable})"
        return ": OCR found none either"


def _is_picture(page: Any, segments: Sequence[Segment]) -> bool:
    """Return whether what a page says is in a picture: all of it, or all but a stamp on it."""
    if not segments:  # letters may be drawn, too
        return next(page.get_objects(max_depth=1), None) is not None
    if sum(len(segment.text) for segment in segments) > _FEW_CHARACTERS:
        return False
    width, height = page.get_size()
    objects = islice(page.get_objects(filter=(_IMAGE,), max_depth=2), _MOST_OBJECTS)
    boxes = (image.get_bounds() for image in objects)
    areas = ((right - left) * (top - bottom) for left, bottom, right, top in boxes)
    return any(area > width * height / 2 for area in areas)


def _named(pages: Sequence[int]) -> str:
    """Return "page 3 is a picture", or as much of several."""
    if len(pages) == 1:
        return f"page {pages[0]} is a picture"
    more = len(pages) - _MOST_NAMED
    shown = ", ".join(map(str, pages[:_MOST_NAMED]))
    return f"pages {shown}{f' and {more:,} more' if more > 0 else ''} are pictures"


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
