from datetime import date

import pytest

from index.reading.web import html

PAGE = """<!DOCTYPE html>
<html><head><title>Bridge reopens | Koha</title>
<meta property="og:title" content="Bridge reopens">
<meta property="og:site_name" content="Koha">
<meta name="author" content="Ana Krasniqi">
<meta property="article:published_time" content="2025-01-13T10:00:00+01:00">
<link rel="canonical" href="https://koha.example/bridge">
</head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Bridge reopens</h1>
<p>The bridge over the Ibar was opened to traffic on Tuesday, after eleven months of repairs
that cost the town twice what it had planned, the mayor said at the ceremony.</p>
<p>Engineers had found cracks in two of the piers on 3 February 2024, and closed it at once.</p>
</article>
<footer>Copyright Koha</footer>
</body></html>"""

LINKED_DATA = """<html><head><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge reopens",
 "datePublished": "2025-01-13", "author": [{"@type": "Person", "name": "Ana Krasniqi"},
 {"@type": "Person", "name": "Bo Lund"}], "publisher": {"@type": "Organization", "name": "Koha"}}
</script></head><body><article><p>The bridge over the Ibar was opened on Tuesday.</p></article>
</body></html>"""


def test_main_text_and_metadata(article):
    found = article("a.html", PAGE)
    assert found.title == "Bridge reopens"
    assert found.source == "Koha"
    assert found.url == "https://koha.example/bridge"
    assert found.authors == ("Ana Krasniqi",)
    assert found.published == date(2025, 1, 13)
    paragraphs = found.text.split("\n\n")
    assert paragraphs[-2].startswith("The bridge over the Ibar")
    assert paragraphs[-1].startswith("Engineers had found cracks")
    assert "Copyright" not in found.text
    assert "Home" not in found.text
    assert found.first_line == 1


def test_linked_data(article):
    found = article("a.htm", LINKED_DATA)
    assert found.authors == ("Ana Krasniqi", "Bo Lund")
    assert found.published == date(2025, 1, 13)
    assert found.text == "The bridge over the Ibar was opened on Tuesday."


def test_a_date_in_the_prose_is_not_the_day_of_publication(article):
    page = PAGE.replace("2025-01-13T10:00:00+01:00", "")
    assert article("a.html", page).published is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "cp1252"])
def test_encodings(article, encoding):
    page = PAGE.replace("Ana Krasniqi", "Zoë Müller").replace("mayor", "maire, près du café,")
    if encoding == "cp1250":
        page = PAGE.replace("Ana Krasniqi", "Ana Radoičić").replace("mayor", "starješina što će")
    page = page.replace("<head>", f'<head><meta charset="{encoding}">')
    assert article("a.html", page.encode(encoding)).authors == (
        ("Ana Radoičić",) if encoding == "cp1250" else ("Zoë Müller",)
    )


def test_xhtml(article):
    page = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Bridge</title></head>'
        "<body><p>The bridge was opened.</p></body></html>"
    )
    found = article("a.xhtml", page)
    assert (found.title, found.text) == ("Bridge", "The bridge was opened.")


def test_all_the_text_where_no_main_text_is_found():
    page = "<body><footer>Old <b>bridge</b><script>x=1</script><div>New</div></footer></body>"
    assert html.parse(page).text == "Old bridge\n\nNew"


def test_items_of_a_list_stay_together():
    items = "<ul><li>one bridge over the river</li><li>two piers of concrete</li></ul>"
    text = html.parse(PAGE.replace("</article>", f"{items}</article>")).text
    assert text.endswith("\n\n- one bridge over the river\n- two piers of concrete")


@pytest.mark.parametrize("markup", ["<p>One line.</p>", "One line.<br>", "<div><p>One line.</div>"])
def test_a_lone_element_is_a_text(markup):
    assert html.text_of_fragment(markup) == html.parse(markup).text == "One line."


def test_a_fragment_loses_nothing():
    markup = "Lead<p>The <b>town</b> bought&nbsp;<br>three things:</p><ul><li>a</li><li>b</li></ul>"
    assert html.text_of_fragment(markup) == "Lead\n\nThe town bought\n\nthree things:\n\na\n\nb"


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<script>x=1</script>", "<!-- -->"])
def test_a_page_without_text_is_refused(refusal, page):
    assert refusal("a.html", page) == "it is a page without text"


def test_markup_is_told_from_prose():
    assert html.has_markup("One<br/>two")
    assert html.has_markup('<P class="lead">One</P>')
    assert not html.has_markup("if a < p and p > b, then <party> wins")


def test_a_deeply_nested_page_is_an_article_or_an_error(reading):
    assert len(reading("a.html", "<div>" * 20_000 + "The bridge held.")) == 1
