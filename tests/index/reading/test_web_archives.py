"""Saved pages."""

import gzip
from datetime import date

from documents import warc

PAGE = (
    "<html><head><title>The bridge is open</title>"
    '<meta property="article:published_time" content="2025-01-13"></head><body><article>'
    "<p>The bridge over the Ibar was opened to traffic on Tuesday after a year of repairs.</p>"
    "<p>It held all day, said the mayor at the ceremony in the town.</p></article></body></html>"
)
MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/bridge
Subject: The bridge is open
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="x"

--x
Content-Type: text/html
Content-Transfer-Encoding: 8bit
Content-Location: https://example.org/bridge

{PAGE}
--x
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--x--
"""


def test_a_page_that_a_browser_saved(article):
    found = article("a.mhtml", MHTML)
    assert found.text.startswith("The bridge over the Ibar was opened")
    assert (found.title, found.url) == ("The bridge is open", "https://example.org/bridge")
    assert found.published == date(2025, 1, 13)


def test_what_is_no_saved_page_is_refused(refusal):
    assert refusal("a.mht", "Subject: x\n\nplain") == "it is damaged, or not a saved page"


def test_the_pages_of_an_archive(reading):
    found = reading(
        "a.warc.gz",
        warc(
            [
                ("https://example.org/bridge", "200 OK", "text/html", PAGE.encode()),
                ("https://example.org/a.png", "200 OK", "image/png", b"\x89PNG"),
                ("https://example.org/gone", "404 Not Found", "text/html", PAGE.encode()),
                ("https://example.org/empty", "200 OK", "text/html", b"<html></html>"),
                ("https://example.org/long", "200 OK", "text/html", b"<p>" + b"x" * 2_000_000),
            ]
        ),
        max_file_bytes=1_000_000,
    )
    page, empty, long = found
    assert page.url == "https://example.org/bridge"
    assert page.origin.endswith("a.warc.gz#https://example.org/bridge")
    assert empty.reason == "https://example.org/empty: it is a page without text"
    assert "1,000,000 bytes" in long.reason


def test_what_is_no_archive_is_refused(refusal):
    assert "not a WARC file" in refusal("a.warc", "none of it")
    assert "not a WARC file" in refusal("a.warc.gz", b"\x1f\x8b\x08none")


def test_what_is_damaged_in_an_archive_is_not_said_aloud(reading, capfd):
    """The parser would write it to stderr: words of the page, on the user's terminal."""
    pages = [(f"https://example.org/{name}", "200 OK", "text/html", PAGE.encode()) for name in "ab"]
    content = gzip.decompress(warc(pages))
    second = content.index(b"\r\n\r\nWARC/", 1)
    damaged = content[:second] + b"\x1b]52;c;cm0=\x07 a secret\r\n" + content[second + 4 :]
    found = reading("a.warc", damaged)
    assert found
    assert capfd.readouterr() == ("", "")
