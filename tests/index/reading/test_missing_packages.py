"""A parser that cannot be imported is an error of the installation, not of the file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from documents import docx, odt, saved, warc

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PAGE = "<html><body><p>The bridge over the Ibar was opened again.</p></body></html>"
RECORD = '{"text": "<p>The bridge over the Ibar was opened again.</p>"}\n'
DATED = "Die Brücke\n\nStand: 13. Januar 2025\n\nSie ist wieder offen.\n"
FRONT_MATTER = "---\ntitle: The bridge\n---\n\nIt was opened again.\n"


def a_docx() -> bytes:
    document = docx()
    document.add_paragraph("It was opened again.")
    return saved(document)


FEED = (
    "<rss version='2.0'><channel><item><description>It held.</description></item></channel></rss>"
)

FILES = [
    ("docx", "a.docx", a_docx(), "python-docx"),
    ("striprtf", "a.rtf", rb"{\rtf1 It was opened again.}", "striprtf"),
    ("feedparser", "a.rss", FEED.encode(), "feedparser"),
    ("lxml", "a.odt", odt("<text:p>It was opened again.</text:p>"), "lxml"),
    (
        "warcio",
        "a.warc.gz",
        warc([("http://a.b/", "200 OK", "text/html", PAGE.encode())]),
        "warcio",
    ),
    ("lxml_html_clean", "page.html", PAGE.encode(), "lxml_html_clean"),
    ("trafilatura", "page.html", PAGE.encode(), "trafilatura"),
    ("trafilatura", "records.jsonl", RECORD.encode(), "trafilatura"),
    ("yaml", "article.md", FRONT_MATTER.encode(), "pyyaml"),
    ("babel", "article.txt", DATED.encode(), "babel"),
    (
        "charset_normalizer",
        "article.txt",
        "大橋星期一開通了。".encode("big5"),
        "charset-normalizer",
    ),
]


def read_without(module: str, path: Path) -> list[str]:
    """What the reading program says where ``module`` cannot be imported."""
    done = subprocess.run(
        [sys.executable, ROOT / "tests/index/programs/read_without.py", module, path],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(("module", "name", "content", "package"), FILES)
def test_the_module_and_what_installs_it_are_named(tmp_path, module, name, content, package):
    path = tmp_path / name
    path.write_bytes(content)
    message, hint = read_without(module, path)
    assert "the installation is incomplete" in message
    assert module in message
    assert hint.startswith("pip install ")
    assert package in hint.split()


@pytest.mark.parametrize(("module", "name", "content", "package"), FILES)
def test_with_it_the_file_is_read(tmp_path, module, name, content, package):
    path = tmp_path / name
    path.write_bytes(content)
    assert read_without("nothing_that_is_there", path) == ["Article"]
