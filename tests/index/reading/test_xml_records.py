from datetime import date

from index.errors import ReadingError
from index.reading import ReadingNote

REOPENED = "The harbour bridge in Lindvik reopened on Monday."
COST = "Repairs cost 41 million euros."

WIKI = f"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11">
<siteinfo><sitename>Wikinews</sitename></siteinfo>
<page><title>Harbour bridge reopens</title><ns>0</ns><id>77</id><revision><id>1</id>
<timestamp>2025-01-01T08:00:00Z</timestamp><text>{{{{date|March 18, 2024}}}}
The '''harbour bridge''' in [[Lindvik]] reopened on Monday.

{COST}

== Sources ==
* a paper</text></revision></page>
<page><title>Talk:Bridge</title><ns>1</ns><id>78</id><revision><text>Hi.</text></revision></page>
<page><title>Bridge</title><ns>0</ns><id>79</id><redirect title="Harbour bridge reopens"/>
<revision><text>#REDIRECT [[Harbour bridge reopens]]</text></revision></page></mediawiki>"""
NITF = f"""<?xml version="1.0"?><nitf><head><title>Harbour bridge reopens</title>
<docdata><date.issue norm="20240318T080000"/></docdata><pubdata name="Fjord Daily"/></head><body>
<body.head><hedline><hl1>Harbour bridge reopens</hl1></hedline><byline>By ANA LUND</byline>
</body.head><body.content><block class="lead_paragraph"><p>{REOPENED}</p></block>
<block class="full_text"><p>The harbour bridge in Lindvik
reopened on Monday.</p><p>{COST}</p></block></body.content></body></nitf>"""
RCV1 = f"""<?xml version="1.0" encoding="iso-8859-1" ?>
<newsitem itemid="2286" id="root" date="1996-08-20"><title>NORWAY: Harbour bridge reopens.</title>
<headline>Harbour bridge reopens</headline><byline>Ana Lund</byline>
<text><p>{REOPENED}</p><p>{COST}</p></text></newsitem>"""
FACTIVA = f"""<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0"><article>
<accessionNo>FJDLY00020240318ek3i0001a</accessionNo>
<headline><paragraph>Harbour bridge reopens</paragraph></headline>
<leadParagraph><paragraph>{REOPENED}</paragraph></leadParagraph>
<publicationDate><dateTime>2024-03-18T01:35:58Z</dateTime></publicationDate>
<sourceName>Fjord Daily</sourceName>
<tailParagraphs><paragraph>{COST}</paragraph></tailParagraphs></article>
</ppsArticleResponse></PPSResponse>"""


def test_pages_of_a_wiki(reading):
    found, talk, redirect = reading("export.xml", WIKI)
    assert found.text == f"{REOPENED}\n\n{COST}"
    assert (found.title, found.source) == ("Harbour bridge reopens", "Wikinews")
    assert found.published == date(2024, 3, 18)
    assert found.origin.endswith("#77")
    assert isinstance(talk, ReadingNote)
    assert talk.text == "article 2: it is a page about the wiki, so it was left out"
    assert redirect.text == "article 3: it leads to another page, so it was left out"


def test_an_article_in_nitf(article):
    found = article("a.xml", NITF)
    assert found.text == f"{REOPENED}\n\n{COST}"
    assert (found.title, found.source) == ("Harbour bridge reopens", "Fjord Daily")
    assert (found.authors, found.published) == (("ANA LUND",), date(2024, 3, 18))


def test_an_article_of_rcv1(article):
    found = article("2286newsML.xml", RCV1)
    assert found.text == f"{REOPENED}\n\n{COST}"
    assert (found.title, found.authors) == ("Harbour bridge reopens", ("Ana Lund",))
    assert found.published == date(1996, 8, 20)
    assert found.origin.endswith("#2286")


def test_an_article_of_factiva(article):
    found = article("a.xml", FACTIVA)
    assert found.text == f"{REOPENED}\n\n{COST}"
    assert (found.title, found.source) == ("Harbour bridge reopens", "Fjord Daily")
    assert found.published == date(2024, 3, 18)


def test_reuters_in_xml(article):
    content = f"<?xml version='1.0'?><REUTERS NEWID='3'><TEXT><BODY>{COST}</BODY></TEXT></REUTERS>"
    assert article("a.xml", content).text == COST


def test_articles_without_text_and_damaged_files_are_named(reading):
    [found] = reading("a.xml", RCV1.replace(f"<p>{REOPENED}</p><p>{COST}</p>", ""))
    assert isinstance(found, ReadingError)
    assert found.reason.startswith("article 1: it has no text")
    [found] = reading("a.xml", RCV1[:200])
    assert found.reason.startswith("it is damaged: its XML cannot be read")
