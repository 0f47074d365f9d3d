from datetime import date

import pytest

from index.errors import ReadingError
from index.reading import ReadingNote

HEAD = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'
NORMAL = """<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="15" NEWID="7">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS><D>copper</D></TOPICS>
<PLACES><D>chile</D></PLACES>
<PEOPLE></PEOPLE>
<UNKNOWN>
&#5;&#5;&#5;C T
&#22;&#22;&#1;f0704&#31;reute
u f BC-TOLBY-COPPER   02-26 0105</UNKNOWN>
<TEXT>&#2;
<TITLE>TOLBY &lt;TLB> REOPENS MINE</TITLE>
<AUTHOR>    By Ana Lund, Reuters</AUTHOR>
<DATELINE>    TOLBY, Feb 26 - </DATELINE><BODY>Tolby Copper Corp said it will re-
open its mine, which AT&amp;T had
closed.
    It will employ 41 miners.
    Shr 34 cts vs 1.19 dlrs
    Net 807,000 vs 2,858,000
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
"""
FLASH = """<REUTERS NEWID="8">
<DATE> 5-APR-1987 01:32:54.48</DATE>
<TOPICS></TOPICS>
<TEXT TYPE="BRIEF">&#2;
******<TITLE>TOLBY CUTS PRIME RATE TO EIGHT PCT
</TITLE>Blah blah blah.
&#3;
</TEXT>
</REUTERS>
"""
UNPROCESSED = """<REUTERS NEWID="9">
<DATE>31-MAR-1987 605:12:19.12</DATE>
<TEXT TYPE="UNPROC">&#2;
TOLBY WEEKLY REPORT - MARCH 31
 Bank borrowings...............680 vs.......425
 Excess reserves.............1,025 vs.....1,497

 Reuter
&#3;

</TEXT>
</REUTERS>
"""


def test_articles_of_reuters(reading):
    mine, flash, report = reading("reut2-000.sgm", HEAD + NORMAL + FLASH + UNPROCESSED)
    assert mine.title == "TOLBY <TLB> REOPENS MINE"
    assert mine.text == (
        "TOLBY, Feb 26 - Tolby Copper Corp said it will re-open its mine, which AT&T had closed."
        "\n\nIt will employ 41 miners.\n\nShr 34 cts vs 1.19 dlrs\nNet 807,000 vs 2,858,000"
    )
    assert (mine.source, mine.authors) == ("Reuters", ("Ana Lund",))
    assert mine.published == date(1987, 2, 26)
    assert mine.origin.endswith("reut2-000.sgm#7")
    assert flash.title == "TOLBY CUTS PRIME RATE TO EIGHT PCT"
    assert flash.text == "Blah blah blah."
    assert flash.published == date(1987, 4, 5)
    assert report.title == "TOLBY WEEKLY REPORT - MARCH 31"
    assert "Bank borrowings...............680 vs.......425" in report.text.split("\n")
    assert not report.text.endswith("Reuter")
    assert report.published == date(1987, 3, 31)


def test_a_flash_is_its_headline(article):
    found = article("a.sgm", FLASH.replace("Blah blah blah.", ""))
    assert found.text == found.title == "TOLBY CUTS PRIME RATE TO EIGHT PCT"


def test_who_is_told_something_is_no_end(article):
    found = article("a.sgm", NORMAL.replace(" Reuter\n", "    So officials told Reuters.\n"))
    assert found.text.endswith("So officials told Reuters.")


def test_what_is_cut_off_is_read_with_a_note(reading):
    note, found = reading("a.sgm", NORMAL[: NORMAL.index("    Shr 34")])
    assert isinstance(note, ReadingNote)
    assert note.text == "article 1: its end is missing"
    assert found.text.endswith("It will employ 41 miners.")


def test_articles_of_the_ldc_and_of_trec(reading):
    ldc = """<DOC id="AFP_ENG_19940512.0001" type="story" >
<HEADLINE>
Quay sold
</HEADLINE>
<DATELINE>
Tolby, May 12 (AFP)
</DATELINE>
<TEXT>
<P>
The quay in Tolby was
sold.
</P>
<P>
It cost a lot.
</P>
</TEXT>
</DOC>
"""
    trec = """<DOC>
<DOCNO> AP880212-0001 </DOCNO>
<HEAD>Quay Reopens</HEAD>
<BYLINE>By ANA LUND</BYLINE>
<DATELINE>TOLBY (AP) </DATELINE>
<TEXT>
   The quay reopened.
</TEXT>
</DOC>
"""
    first, second = reading("a.sgml", ldc + trec)
    assert first.text == "Tolby, May 12 (AFP) The quay in Tolby was sold.\n\nIt cost a lot."
    assert (first.title, first.source, first.published) == ("Quay sold", "AFP", date(1994, 5, 12))
    assert first.origin.endswith("#AFP_ENG_19940512.0001")
    assert second.text == "TOLBY (AP) The quay reopened."
    assert (second.title, second.source, second.authors) == ("Quay Reopens", "AP", ("ANA LUND",))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            "<LETTER>Dear all</LETTER>",
            "it is SGML, but no newswire (there is no <REUTERS> and no <DOC> in it)",
        ),
        ("<DOC><TEXT> </TEXT></DOC>", "article 1: it has no text"),
    ],
)
def test_what_is_refused(reading, content, reason):
    [found] = reading("a.sgm", content)
    assert isinstance(found, ReadingError)
    assert found.reason == reason
