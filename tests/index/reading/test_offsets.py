"""Of every format: passages stand at their offsets, and no paragraph is lost."""

import csv
import html
import io
import json

import pytest
from documents import docx, epub, lines, message, odt, pdf, saved, warc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.passages import split
from index.reading import SourceFile, read
from index.settings import IndexSettings

words = st.text(alphabet="abcdefgh", min_size=2, max_size=9)
paragraph = st.lists(words, min_size=4, max_size=40).map(
    lambda said: " ".join(said).capitalize() + "."
)
texts = st.lists(paragraph, min_size=1, max_size=8, unique=True)


def as_text(paragraphs):
    return "\n\n".join(paragraphs).encode()


def as_page(paragraphs):
    said = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
    return f"<html><body><article>{said}</article></body></html>"


def as_pdf(paragraphs):
    pages = []
    for one in paragraphs:
        said = one.split()
        rows = [" ".join(said[at : at + 7]) for at in range(0, len(said), 7)]
        pages.append(lines("\n".join(rows), y=150))
    return pdf(pages)


def as_docx(paragraphs):
    document = docx()
    for one in paragraphs:
        document.add_paragraph(one)
    return saved(document)


def as_csv(paragraphs):
    out = io.StringIO()
    csv.writer(out).writerows([["text", "title"], ["\n\n".join(paragraphs), "T"]])
    return out.getvalue().encode()


MAKERS = {
    ".txt": as_text,
    ".md": as_text,
    ".html": lambda paragraphs: as_page(paragraphs).encode(),
    ".jsonl": lambda paragraphs: json.dumps({"text": "\n\n".join(paragraphs)}).encode(),
    ".csv": as_csv,
    ".pdf": as_pdf,
    ".docx": as_docx,
    ".odt": lambda paragraphs: odt("".join(f"<text:p>{one}</text:p>" for one in paragraphs)),
    ".rtf": lambda paragraphs: (r"{\rtf1 " + r"\par ".join(paragraphs) + "}").encode(),
    ".epub": lambda paragraphs: epub({"a.xhtml": as_page(paragraphs)}),
    ".eml": lambda paragraphs: message("\n\n".join(paragraphs)).as_bytes(),
    ".mbox": lambda paragraphs: b"From a\n" + message("\n\n".join(paragraphs)).as_bytes(),
    ".rss": lambda paragraphs: (
        "<rss version='2.0'><channel><item><description>"
        f"{html.escape(as_page(paragraphs))}</description></item></channel></rss>"
    ).encode(),
    ".atom": lambda paragraphs: (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>a</id><content type='html'>"
        f"{html.escape(as_page(paragraphs))}</content></entry></feed>"
    ).encode(),
    ".json": lambda paragraphs: json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "T",
            "items": [{"id": "a", "content_html": as_page(paragraphs)}],
        }
    ).encode(),
    ".warc": lambda paragraphs: warc(
        [("http://example.org/a", "200 OK", "text/html", as_page(paragraphs).encode())]
    ),
    ".sgm": lambda paragraphs: (
        "<REUTERS><TEXT><BODY>" + "\n    ".join(paragraphs) + "</BODY></TEXT></REUTERS>"
    ).encode(),
    ".mhtml": lambda paragraphs: b"Content-Type: text/html\n\n" + as_page(paragraphs).encode(),
}


@pytest.mark.parametrize("suffix", MAKERS)
@given(texts)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_passage_stands_at_its_offsets_and_no_paragraph_is_lost(tmp_path, suffix, paragraphs):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(MAKERS[suffix](paragraphs))
    file = SourceFile(path=path, shown=path.name, named=True)
    [article] = read(file, IndexSettings())
    for passage in split(article, size=200):
        assert article.text[passage.start : passage.end] == passage.text
    said = " ".join(article.text.split())
    place = 0
    for one in paragraphs:
        place = said.index(one, place) + len(one)
    if suffix == ".pdf":
        for number, one in enumerate(paragraphs, start=1):
            first = " ".join(one.split()[:4])
            pages = article.text.split("\f")
            assert first in " ".join(pages[number - 1].split())
