"""Pages that are pictures: read where OCR is installed, and named where it is not."""

import sys

import pytest
from documents import Words, lines, pdf, scanned

from index.articles import Article
from index.errors import ReadingError
from index.passages import split
from index.reading import ReadingNote
from index.reading.formats import RefusedError
from index.reading.parsers import drafts_here
from index.settings import IndexSettings

LEFT = """\
The harbour bridge was opened to
traffic on Tuesday after a year of
repairs that cost the town more than
41 million euros, the mayor said."""
RIGHT = """\
Shops on both banks expect more
customers. The market will move to
the square beside the old mill in
June 2024, said Nils Ruud."""
COST = "The quay in Tolby was sold to a museum for a good price."


def read_here(path):
    return list(drafts_here(path, ".pdf", IndexSettings(), lambda _: None))


@pytest.fixture
def without_ocr(monkeypatch):
    """This process finds no rapidocr."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)


@pytest.mark.usefixtures("without_ocr")
def test_without_ocr_a_scan_says_what_to_install(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(scanned(pdf([lines(COST)])))
    with pytest.raises(RefusedError) as refused:
        read_here(path)
    assert str(refused.value) == (
        "page 1 is a picture without text: a scan that needs OCR"
        " (pip install 'dateline[ocr]', or ocrmypdf FILE.pdf READABLE.pdf)"
    )


@pytest.mark.usefixtures("without_ocr")
def test_without_ocr_what_is_written_beside_the_picture_is_read(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(scanned(pdf([lines(COST)]), stamp="Seen on 2 May 2024"))
    [draft] = read_here(path)
    assert draft.text == "Seen on 2 May 2024\f"
    [note] = draft.notes
    assert note.startswith("page 1 is a picture without text: a scan that needs OCR (")


@pytest.mark.slow
def test_a_scan_is_read_page_by_page_and_column_by_column(reading):
    pytest.importorskip("rapidocr")
    head = [Words(72, 70, "Harbour bridge opened", 20)]
    first = [*head, *lines(LEFT), *lines(RIGHT, x=320)]
    note, found = reading("a.pdf", scanned(pdf([first, lines(COST)]), stamp="Copy 4"))
    assert isinstance(note, ReadingNote)
    assert note.text == "pages 1, 2 are pictures: what is written there was recognised (OCR)"
    assert isinstance(found, Article)
    assert found.title == "Harbour bridge opened"
    first_page, second_page, _ = found.text.split("\f")
    said = " ".join(first_page.split())
    assert "41 million euros, the mayor said. Shops on both banks" in said
    assert COST in second_page
    for passage in split(found, size=200):
        assert found.text[passage.start : passage.end] == passage.text
    assert found.page_of(found.text.index("The quay")) == 2


@pytest.mark.slow
def test_what_is_no_writing_is_named(reading):
    pytest.importorskip("rapidocr")
    [found] = reading("a.pdf", scanned(pdf([[]])))
    assert isinstance(found, ReadingError)
    assert found.reason == "page 1 is a picture without text: OCR found none either"
