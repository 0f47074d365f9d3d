"""Feeds and lists of feeds."""

from datetime import date

import pytest

from index.reading.web.feeds import addresses_in, feeds_in

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ibar Gazette</title>
<item><title>The bridge is &amp;amp; stays open</title><link>https://example.org/1</link>
<guid>one</guid><dc:creator>Ana Krasniqi</dc:creator>
<pubDate>Mon, 13 Jan 2025 10:00:00 GMT</pubDate><description>In short.</description>
<content:encoded><![CDATA[<p>It held.</p><ul><li>All of it.</li></ul>]]></content:encoded></item>
<item><title>Snow</title><link>https://example.org/2</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Ibar Gazette</title>
<entry><title>The bridge is open</title><id>urn:1</id><link href="https://example.org/1"/>
<published>2025-01-13T10:00:00Z</published><author><name>Ana Krasniqi</name></author>
<content type="html">&lt;p&gt;It held.&lt;/p&gt;</content></entry></feed>"""
OPML = """<opml version="2.0"><body><outline text="News"><outline text="Ibar"
 xmlUrl="https://example.org/feed"/></outline></body></opml>"""


def test_an_entry_is_an_article_and_one_without_text_is_named(reading):
    bridge, snow = reading("a.rss", RSS)
    assert bridge.text == "It held.\n\nAll of it."
    assert bridge.title == "The bridge is & stays open"
    assert (bridge.source, bridge.authors) == ("Ibar Gazette", ("Ana Krasniqi",))
    assert (bridge.url, bridge.published) == ("https://example.org/1", date(2025, 1, 13))
    assert bridge.origin.endswith("a.rss#one")
    assert snow.reason == "entry 2: it has no text, only a headline"


@pytest.mark.parametrize("name", ["a.atom", "a.xml"])
def test_atom(article, name):
    found = article(name, ATOM)
    assert (found.text, found.title) == ("It held.", "The bridge is open")
    assert (found.authors, found.published) == (("Ana Krasniqi",), date(2025, 1, 13))


def test_the_addresses_of_a_feed_and_of_a_list():
    assert addresses_in(RSS.encode()) == ["https://example.org/1", "https://example.org/2"]
    assert feeds_in(OPML.encode()) == ["https://example.org/feed"]
    assert feeds_in(RSS.encode()) == []


def test_a_list_of_feeds_is_none_of_articles(refusal):
    assert refusal("a.opml", OPML) == (
        "it lists a feed and holds no article; name it to have it fetched"
        " (rag index https://example.org/feed)"
    )


@pytest.mark.parametrize("content", ["<html><p>x</p></html>", "<a>", "no XML", "/etc/hostname"])
def test_what_is_no_feed_is_refused(refusal, content):
    assert refusal("a.xml", content) == "it is no feed, and no XML of articles that is read"
