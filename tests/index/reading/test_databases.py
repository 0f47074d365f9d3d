"""Several articles in one file, as news databases export them and as releases are collected."""

import time
from datetime import date

import pytest
from documents import docx, saved

from index.articles import Article

BRIDGE = ("Harbour bridge reopens", "Fjord Daily", ("Ana Lund",), date(2024, 3, 18))
QUAY = ("Quay sold", "Koha", (), date(2024, 5, 2))
REOPENED = "The harbour bridge in Lindvik reopened on Monday."
COST = "Repairs cost 41 million euros."
SOLD = "The quay in Tolby was sold to a museum."

FACTIVA = f"""
News; Front
Harbour bridge reopens
By Ana Lund in Lindvik
Special to Fjord Daily
1,412 words
18 March 2024
06:00 GMT
Fjord Daily
FJDLY
A1
English
Copyright 2024 Fjord Daily.  All Rights Reserved.

{REOPENED}

{COST}

Document FJDLY00020240318ek3i0001a

Quay sold
98 words
2 May 2024
Koha
KOHA
English
(c) 2024 Koha

{SOLD}

Document KOHA000020240502ek520001b

Search Summary
Text	harbour
Results Found	2
"""
FACTIVA_WITH_CODES = f"""HD      Harbour bridge reopens
BY      By Ana Lund
WC      1,412 words
PD      18 March 2024
SN      Fjord Daily
LP
{REOPENED}

TD
{COST}

CO      fjd : Fjord
AN      Document FJDLY00020240318ek3i0001a

HD      Quay sold
PD      2 May 2024
SN      Koha
LP      {SOLD}
AN      Document KOHA000020240502ek520001b
"""
FACTIVA_WITHOUT_NUMBERS = "\n".join(
    line for line in FACTIVA_WITH_CODES.split("\n") if not line.startswith("AN ")
)
EDITION = """                                 Edition 1;
                                   Lindvik
"""
LEXISNEXIS = f"""

Time Of Request: Friday, March 20, 2024  16:51:31

                               1 of 2 DOCUMENTS

                                  Fjord Daily

                            March 18, 2024 Monday
{EDITION}
Harbour bridge
reopens

BYLINE: By Ana Lund

SECTION: NEWS; Pg. 3

LENGTH: 355 words

{REOPENED}

{COST}

LOAD-DATE: March 20, 2024

LANGUAGE: ENGLISH

                       Copyright 2024 Fjord Daily
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                                  Koha

                            May 2, 2024, Thursday, Late Edition

Quay sold

LENGTH: 12 words

{SOLD}

                       Copyright 2024 Koha
"""
NEXIS = f"""User Name: Ana Lund
Date and Time: Wednesday, December 19, 2024 7:08:00 PM
1. Harbour bridge reopens

Harbour bridge reopens
Fjord Daily
March 18, 2024 Monday
First Edition

Copyright 2024 Fjord Daily All Rights Reserved

Section: NEWS; Pg. 3
Length: 355 words
Byline: Ana Lund, fjorddaily.example
Body

{REOPENED}

{COST}

Classification

Language: ENGLISH

Load-Date: March 20, 2024

End of Document

Quay sold
Koha
(Harbours)
May 2, 2024 Thursday 1:48 PM GMT

Length: 12 words
Body

{SOLD}

Load-Date: May 3, 2024

End of Document
"""
LINE = "_" * 60
PROQUEST = f"""{LINE}

Report Information from ProQuest

{LINE}

Document 1 of 2

Harbour bridge reopens

Author: Lund, Ana

Publication info: Fjord Daily ; Lindvik [Lindvik]. 18 Mar 2024.

Abstract: A bridge.

Full text: {REOPENED}

{COST}

Subject: Bridges

Title: Harbour bridge reopens

Publication title: Fjord Daily

Publication date: Mar 18, 2024

ProQuest document ID: 2957

{LINE}

Document 2 of 2

Full text: {SOLD}

Title: Quay sold

Publication title: Koha

Publication date: May 2, 2024
"""
EXPORTS = {
    "factiva": FACTIVA,
    "factiva, codes": FACTIVA_WITH_CODES,
    "factiva, no numbers": FACTIVA_WITHOUT_NUMBERS,
    "lexisnexis": LEXISNEXIS,
    "nexis": NEXIS,
    "proquest": PROQUEST,
}


def holds_both(found: list[Article]) -> None:
    bridge, quay = found
    assert (bridge.title, bridge.source, bridge.authors, bridge.published) == BRIDGE
    assert (quay.title, quay.source, quay.authors, quay.published) == QUAY
    assert [line for line in bridge.text.split("\n") if line] == [REOPENED, COST]
    assert quay.text.strip() == SOLD
    assert bridge.origin != quay.origin


@pytest.mark.parametrize("content", EXPORTS.values(), ids=EXPORTS)
def test_every_article_of_a_text_with_what_is_said_of_it(reading, content):
    found = reading("a.txt", content)
    holds_both(found)
    lines = content.split("\n")
    for article, said in zip(found, (COST, SOLD), strict=True):
        assert said in lines[article.line_of(article.text.index(said)) - 1]


@pytest.mark.parametrize("content", EXPORTS.values(), ids=EXPORTS)
def test_every_article_of_a_rich_text(reading, content):
    # It has no lines whose middle is the middle of the page, which tell where an edition stands.
    content = content.replace(EDITION, "").replace("Harbour bridge\nreopens", BRIDGE[0])
    written = content.replace("\t", r"\tab ").replace("\n", "\\par\n")
    holds_both(reading("a.rtf", rf"{{\rtf1\ansi {written}}}"))


@pytest.mark.parametrize("content", [FACTIVA, NEXIS])
def test_every_article_of_a_word_file(reading, content):
    document = docx()
    for line in content.split("\n"):
        document.add_paragraph(line)
    holds_both(reading("a.docx", saved(document)))


def test_every_article_of_a_page(reading):
    page = f"""<html><body><div class="article enArticle">
<div id="hd"><span class="enHeadline">Harbour bridge reopens</span></div>
<div class="author">Ana Lund</div><div>1,412 words</div><div>18 March 2024</div>
<div>Fjord Daily</div><div>FJDLY</div><div>English</div>
<div>Copyright 2024 Fjord Daily.  All Rights Reserved.</div>
<p class="articleParagraph enarticleParagraph">The harbour bridge in Lindvik
reopened on Monday.</p><p class="articleParagraph enarticleParagraph">{COST}</p>
<p>Document FJDLY00020240318ek3i0001a</p></div>
<table><tr><td><b>HD</b></td><td>Quay sold</td></tr><tr><td>PD</td><td>2 May 2024</td></tr>
<tr><td>SN</td><td>Koha</td></tr><tr><td>LP</td><td><p>{SOLD}</p></td></tr>
<tr><td>AN</td><td>Document KOHA000020240502ek520001b</td></tr></table></body></html>"""
    found = reading("a.html", page)
    holds_both(found)
    assert found[1].origin.endswith("#KOHA000020240502ek520001b")


def test_an_export_in_another_language(reading):
    german = FACTIVA.replace("By Ana", "Von Ana").replace(" words", " Wörter")
    german = german.replace("18 March", "18 März").replace("2 May", "2 Mai")
    german = german.replace("Document", "Dokument").replace("English", "Deutsch")
    holds_both(reading("a.txt", german))


RELEASE = "FOR IMMEDIATE RELEASE\n\nTolby Sells Its Quay\n\nTOLBY, May 2, 2024 -- It is sold.\n\n"


def test_releases_one_after_the_other(reading):
    other = RELEASE.replace("Tolby Sells Its Quay", "Tolby Buys a Boat").replace("May 2", "May 3")
    first, second = reading("a.txt", f"{RELEASE}###\n\nAbout Tolby\n\nPRESS RELEASE\n{other}###\n")
    assert [first.title, second.title] == ["Tolby Sells Its Quay", "Tolby Buys a Boat"]
    assert [first.published, second.published] == [date(2024, 5, 2), date(2024, 5, 3)]
    assert first.text.endswith("About Tolby\n")


@pytest.mark.parametrize(
    "content",
    [
        f"PRESS RELEASE\n{RELEASE}###\n\nContact: the town\n",
        "We read the words PRESS RELEASE.\n\nPress release\n\nThis one was short.\n\nPress release",
        f"It is the 1 of 2 DOCUMENTS that matter.\n\n{SOLD}\n",
        f"{SOLD}\n\nEnd of Document\n",
        f"The plane was an\nAB FJDLY00020240318ek3i0001a\n{SOLD}\n",
    ],
)
def test_one_article_is_one(article, content):
    assert article("a.txt", content).text == content


@pytest.mark.parametrize("line", ["FOR IMMEDIATE RELEASE", "", "###", "HD", "End of Document"])
def test_many_lines_of_one_kind_take_no_time(reading, line):
    began = time.monotonic()
    content = f"{FACTIVA_WITH_CODES}\n{RELEASE}" + f"{line}\n" * 100_000
    assert reading("a.txt", content)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("content", "before", "lost"),
    [
        (FACTIVA, "98 words\n", ""),
        (LEXISNEXIS, "May 2, 2024, Thursday, Late Edition", "Spring"),
        (NEXIS, "May 2, 2024 Thursday 1:48 PM GMT", "Spring"),
    ],
)
def test_an_article_whose_header_is_not_understood_is_read_as_it_is(reading, content, before, lost):
    assert before in content
    bridge, quay = reading("a.txt", content.replace(before, lost))
    assert bridge.title == "Harbour bridge reopens"
    assert SOLD in quay.text
    assert quay.text.strip().startswith(("Quay sold", "Koha"))


def test_an_article_without_its_text_has_its_summary(reading):
    content = PROQUEST.replace(f"Full text: {SOLD}", f"Abstract: {SOLD}")
    bridge, quay = reading("a.txt", content)
    assert (quay.title, quay.text.strip()) == ("Quay sold", SOLD)
    assert "A bridge." not in bridge.text
