"""Pages on the disk, and feeds opened to the pages they list."""

import pytest
from web_server import site

from index.errors import ReadingError
from index.fetching.client import Client, Limits
from index.fetching.gather import gather
from index.fetching.kept import KeptPages
from index.reading import SourceFile

PAGE = "<html><body><p>The bridge is open.</p></body></html>"


@pytest.fixture
def web():
    with site() as served:
        yield served


@pytest.fixture
def pages(tmp_path):
    return KeptPages(tmp_path / "pages")


@pytest.fixture
def gathered(pages):
    def run(*addresses, refresh=False):
        limits = Limits(longest=100_000, seconds=5.0, pause=0.0)
        with Client(limits, allow_private=True) as client:
            steps = gather(addresses, pages, client, refresh=refresh)
            while True:
                try:
                    next(steps)
                except StopIteration as end:
                    return end.value

    return run


def test_a_page_is_kept_and_not_fetched_twice(web, gathered, pages):
    address = web.put("/bridge", PAGE)
    [found] = gathered(f"{address}#top", address)
    assert found == SourceFile(path=pages.get(address).path, shown=address, named=True)
    assert found.path.read_text() == PAGE
    assert gathered(address) == [found]
    assert web.asked.count("/bridge") == 1


def test_refresh_asks_again_by_the_servers_mark(web, gathered):
    address = web.put("/bridge", PAGE, etag='"1"')
    [found] = gathered(address)
    before = found.path.stat().st_mtime_ns
    gathered(address, refresh=True)
    assert web.headers["If-None-Match"] == '"1"'
    assert found.path.stat().st_mtime_ns == before
    web.put("/bridge", PAGE.replace("open", "closed"), etag='"2"')
    gathered(address, refresh=True)
    assert "closed" in found.path.read_text()


def test_a_page_that_is_gone_is_named_and_stays_as_it_is_kept(web, gathered, pages):
    address = web.put("/bridge", PAGE)
    [found] = gathered(address)
    del web.pages["/bridge"]
    [failure] = gathered(address, refresh=True)
    assert isinstance(failure, ReadingError)
    assert str(failure) == f"{address}: it is not there (status 404)"
    assert pages.get(address).path == found.path


def test_a_feed_is_opened_to_its_pages_and_asked_again_each_time(web, gathered):
    web.put("/1", PAGE)
    web.put("/2", PAGE)
    rss = "<rss version='2.0'><channel><title>G</title>{}</channel></rss>"
    item = "<item><title>T</title><link>{}</link></item>"
    feed = web.put("/feed", rss.format(item.format("/1")), kind="application/rss+xml")
    assert [one.shown for one in gathered(feed)] == [f"{web.address}/1"]
    web.put("/feed", rss.format(item.format("/2") + item.format("/1")), kind="text/html")
    assert [one.shown for one in gathered(feed)] == [f"{web.address}/2", f"{web.address}/1"]
    assert web.asked.count("/1") == 1


def test_a_list_of_feeds_is_opened_to_theirs(web, gathered):
    web.put("/1", PAGE)
    rss = "<rss version='2.0'><channel><item><link>/1</link></item></channel></rss>"
    feed = web.put("/feed", rss, kind="application/rss+xml")
    listing = f"<opml version='2.0'><body><outline xmlUrl='{feed}'/></body></opml>"
    address = web.put("/list", listing, kind="text/x-opml")
    assert [one.shown for one in gathered(address)] == [f"{web.address}/1"]


def test_what_is_not_read_is_named(web, gathered):
    address = web.put("/a.png", b"\x89PNG", kind="image/png")
    [failure] = gathered(address)
    assert failure.reason == "it is of the type 'image/png', which is not read"


def test_an_encoding_that_the_server_alone_told(web, gathered):
    content = "<p>Ura e Gjakovës, čaj</p>".encode("cp1250")
    [found] = gathered(web.put("/a", content, kind="text/html; charset=windows-1250"))
    assert "Ura e Gjakovës, čaj" in found.path.read_text(encoding="utf-8-sig")


def test_a_note_that_is_damaged_has_the_page_fetched_again(web, gathered, pages):
    address = web.put("/bridge", PAGE)
    [found] = gathered(address)
    [note] = found.path.parent.glob("*.note")
    note.write_text("{")
    assert gathered(address) == [found]
    assert web.asked.count("/bridge") == 2
