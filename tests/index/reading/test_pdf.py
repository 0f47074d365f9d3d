"""PDF: pages, columns, running heads, hyphens, and files that do harm."""

import time
import zlib
from datetime import date

import pytest
from documents import Words, lines, pdf, pdf_of_objects, stream

from index.passages import split

LEFT = """\
The bridge over the Ibar was opened
to traffic on Tuesday after a year of
repairs that cost the town more than
two million euros, the mayor said at
the ceremony."""
RIGHT = """\
Shops on both banks expect more
customers. The market will move to
the square beside the old mill, and
buses will stop there from Monday on,
said the transport office."""
NARROW = 320


def paragraphs(article):
    return [
        part.strip() for part in article.text.replace("\f", "\n\n").split("\n\n") if part.strip()
    ]


def test_lines_are_joined_to_paragraphs(article):
    page = lines("The bridge over the Ibar was opened to\ntraffic on Tuesday.\n\nIt held.")
    assert paragraphs(article("a.pdf", pdf([page]))) == [
        "The bridge over the Ibar was opened to traffic on Tuesday.",
        "It held.",
    ]


def test_every_page_ends_with_its_mark(article):
    found = article("a.pdf", pdf([lines("The first page."), [], lines("The third page.")]))
    assert found.text.count("\f") == 3
    assert found.text.endswith("\f")
    assert found.page_of(found.text.index("first")) == 1
    assert found.page_of(found.text.index("third")) == 3
    assert found.place_of(found.text.index("third")) == "shown/a.pdf, p. 3"


def test_a_sentence_goes_on_over_the_page(article):
    found = article("a.pdf", pdf([lines("The bridge was opened and"), lines("it held all day.")]))
    assert found.text == "The bridge was opened and \fit held all day.\f"


def test_a_word_broken_by_the_page_stands_on_the_first(article):
    found = article("a.pdf", pdf([lines("The bridge was open-"), lines("ed, and it held.")]))
    assert found.text == "The bridge was opened,\f and it held.\f"


def test_columns_are_read_one_after_the_other_below_their_headline(article):
    rows = zip(lines(LEFT), lines(RIGHT, x=NARROW), strict=True)
    page = [Words(72, 70, "The bridge is open", size=22), *(words for row in rows for words in row)]
    found = article("a.pdf", pdf([page]))
    assert found.title == "The bridge is open"
    assert paragraphs(found) == [
        "The bridge is open",
        " ".join(LEFT.split()),
        " ".join(RIGHT.split()),
    ]


def test_a_line_over_both_columns_parts_what_is_above_from_what_is_below(article):
    page = [
        *lines(LEFT, y=100),
        *lines(RIGHT, x=NARROW, y=100),
        Words(
            72,
            190,
            "What the numbers say: traffic in the town has doubled since last summer ended.",
        ),
        *lines(
            "Below on the left stand\nfour more short lines\nthat we read\nand end here, I hope.",
            y=230,
        ),
        *lines(
            "Below on the right are\nfour more short lines\nthat come last.\nand end here, I hope.",
            x=NARROW,
            y=230,
        ),
    ]
    text = article("a.pdf", pdf([page])).text
    order = ["The bridge over", "Shops on", "What the numbers", "on the left", "on the right"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_the_rows_of_a_table_are_read_as_rows(article):
    rows = [
        ("Town", "Voters", "Turnout"),
        *((f"Town {n}", f"{n}00", f"4{n} %") for n in range(1, 7)),
    ]
    page = [
        Words(x, 100 + 14 * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip((72, 220, 360), row, strict=True)
    ]
    text = article("a.pdf", pdf([page])).text
    assert [line.split() for line in text.splitlines() if line] == [
        list(" ".join(row).split()) for row in rows
    ]


def test_running_heads_and_page_numbers_are_dropped(article):
    pages = [
        [
            Words(72, 40, f"The Ibar Gazette, 13 January 2025, page {number}"),
            *lines(f"This is story number {number}, told whole.", y=200),
            Words(290, 810, str(number)),
        ]
        for number in range(1, 5)
    ]
    found = article("a.pdf", pdf(pages))
    assert paragraphs(found) == [f"This is story number {n}, told whole." for n in range(1, 5)]


def test_a_line_in_the_middle_of_pages_stays_however_often_it_comes(article):
    pages = [lines("The vote was postponed.\n\nAgain.", y=300) for _ in range(4)]
    assert article("a.pdf", pdf(pages)).text.count("The vote was postponed.") == 4


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("The govern-\nment met.", "The government met."),
        ("A well-known man, a well-\nknown face.", "A well-known man, a well-known face."),
        ("The Kosovo-\nSerbia talks went on.", "The Kosovo-Serbia talks went on."),
        ("In 2024-\n25 it rained.", "In 2024-25 it rained."),
    ],
)
def test_hyphens_at_the_end_of_a_line(article, words, text):
    assert article("a.pdf", pdf([lines(words)])).text == f"{text}\f"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_all_the_same(article, rotate):
    found = article("a.pdf", pdf([lines("The first line.\n\nThe second line.")], rotate=rotate))
    assert paragraphs(found) == ["The first line.", "The second line."]


def test_what_the_file_says_of_itself(article):
    info = b"/Title (The bridge is open) /Author (Ana Krasniqi and Petrit Berisha)"
    found = article("a.pdf", pdf([lines("Published on 13 January 2025\n\nIt held.")], info=info))
    assert found.title == "The bridge is open"
    assert found.authors == ("Ana Krasniqi", "Petrit Berisha")
    assert found.published == date(2025, 1, 13)


@pytest.mark.parametrize("title", [b"Microsoft Word - bridge.docx", b"untitled", b"bridge_v3.indd"])
def test_a_title_that_is_none_gives_way_to_the_headline(article, title):
    page = [
        Words(72, 70, "The bridge is open", size=20),
        *lines("It held all day, the mayor said."),
    ]
    assert article("a.pdf", pdf([page], info=b"/Title (%s)" % title)).title == "The bridge is open"


def test_every_passage_stands_in_the_text(article):
    found = article("a.pdf", pdf([lines(f"{LEFT}\n\n{RIGHT}") for _ in range(5)]))
    passages = split(found, size=300)
    assert len(passages) >= 5
    assert all(found.text[one.start : one.end] == one.text for one in passages)


def test_a_page_of_nothing_holds_no_text(refusal):
    assert refusal("a.pdf", pdf([[]])) == "it holds no text"


def test_too_many_pages_are_refused_unread(refusal):
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 10001 /Kids [%s] >>" % (b"3 0 R " * 10_001),
        page,
    ]
    assert refusal("a.pdf", pdf_of_objects(objects)) == (
        "it has 10,001 pages, more than the 10,000 that are read; split it"
        " (qpdf --split-pages=1000 FILE.pdf PART.pdf)"
    )


def test_more_text_than_is_taken_is_not_read_on(refusal):
    pages = [lines(f"{LEFT}\n\n{RIGHT}")] * 10
    assert refusal("a.pdf", pdf(pages), max_text_chars=2_000) == (
        "it has more than the 2,000 characters that are taken (max_text_chars)"
    )


def test_a_locked_file_is_named_as_one(refusal):
    encrypted = (
        b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        % (b"41" * 32, b"42" * 32)
    )
    content = pdf([lines("Secret.")], trailer=encrypted)
    assert refusal("a.pdf", content) == "it is locked with a password"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"no PDF at all",
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj",
    ],
)
def test_a_broken_file_is_named_as_one(refusal, content):
    assert refusal("a.pdf", content) == "it is damaged, or not a PDF"


def bomb(content: bytes) -> bytes:
    packed = zlib.compress(zlib.compress(content, 9), 9)
    return pdf_of_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            stream(packed, filters=b"/FlateDecode /FlateDecode"),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


@pytest.mark.slow
def test_a_page_that_unpacks_to_no_end_costs_bounded_time_and_the_next_file_is_read(
    refusal, article
):
    drawn = b"BT /F1 12 Tf 10 700 Td (Hello there you ) Tj ET\n" * 8_000_000
    content = bomb(drawn)
    assert len(content) < 100_000
    began = time.monotonic()
    reason = refusal("bomb.pdf", content)
    assert time.monotonic() - began < 60
    assert reason == "it takes too long or too much memory, or is damaged"
    assert article("a.pdf", pdf([lines("It held.")])).text == "It held.\f"


def test_the_marks_of_footnotes_break_no_paragraph(article):
    rows = [
        Words(72, 100, "The quay of Tolby was sold to the museum on"),
        Words(72, 108, "1", size=8),
        Words(77, 113, "Thursday for nine million kroner, she said, and"),
        Words(72, 126, "nobody in the town asked for more than that."),
    ]
    assert "\n\n" not in article("a.pdf", pdf([rows])).text
