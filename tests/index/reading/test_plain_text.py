from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.metadata import Metadata
from index.reading.metadata.bylines import note
from index.reading.text_files import plain_text

DAY = date(2025, 1, 13)
PROSE = "The bridge over the Ibar was opened to traffic on Tuesday after eleven months of repairs."

NEWSPAPER = """Bridge reopens after eleven months of repairs

Bridge reopens after eleven months of repairs
The mayor (left) cuts the ribbon on January 9. / Town hall
By Ana Krasniqi in Mitrovica January 13, 2025

The bridge over the Ibar was opened to traffic on Tuesday.

Dismiss
"""


def test_the_shape_of_a_newspaper_page():
    draft = plain_text.parse(NEWSPAPER)
    assert draft.text == NEWSPAPER
    assert draft.first_line == 1
    assert draft.title == "Bridge reopens after eleven months of repairs"
    assert draft.metadata == Metadata(authors=("Ana Krasniqi",), published=DAY)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Will the bridge hold?\n{PROSE}", "Will the bridge hold?"),
        (f"\n\n  Bridge   reopens  \n\n{PROSE}", "Bridge reopens"),
        (f"By Ana Krasniqi\nJanuary 13, 2025\nBridge reopens\n{PROSE}", "Bridge reopens"),
        (f"Advertisement\nBridge reopens\n{PROSE}", "Bridge reopens"),
        (f"Title: Bridge reopens\n{PROSE}", "Bridge reopens"),
        ("U.S. officials opened the bridge. It held.", "U.S. officials opened the bridge"),
        ("Bridge reopens", "Bridge reopens"),
        (PROSE, PROSE.removesuffix(".")),
        ("The bridge was opened to\ntraffic on Tuesday.", "The bridge was opened to"),
        ("News", "News"),
        ("x" * 500, "x" * 89),
    ],
)
def test_titles(text, title):
    assert plain_text.parse(text).title.removesuffix("…") == title


def test_a_long_first_sentence_is_cut_between_words():
    title = plain_text.parse(PROSE * 3).title
    assert title.endswith("…")
    assert len(title) <= 90
    assert PROSE.startswith(title[:-1] + " ")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("By Ana Krasniqi", Metadata(authors=("Ana Krasniqi",))),
        ("By ANA KRASNIQI", Metadata(authors=("ANA KRASNIQI",))),
        ("By Ana Krasniqi, Reuters", Metadata(authors=("Ana Krasniqi",))),
        ("By Ana Krasniqi, Foreign Editor", Metadata(authors=("Ana Krasniqi",))),
        (
            "By Ana de la Cruz and Seán O’Brien | 13 January 2025",
            Metadata(authors=("Ana de la Cruz", "Seán O’Brien"), published=DAY),
        ),
        (
            "By Ana Krasniqi in Mitrovica, 13 January 2025, 10:30 am",
            Metadata(authors=("Ana Krasniqi",), published=DAY),
        ),
        ("January 13, 2025", Metadata(published=DAY)),
        ("Monday 13 January 2025 at 10:30 CET", Metadata(published=DAY)),
        ("Published: 2025-01-13", Metadata(published=DAY)),
        ("Published on January 13, 2025", Metadata(published=DAY)),
        ("Last updated 13.01.2025 10:30", Metadata(published=DAY)),
        ("Date: 13 January 2025", Metadata(published=DAY)),
        ("Source: Koha", Metadata(source="Koha")),
        ("Author: Ana Krasniqi", Metadata(authors=("Ana Krasniqi",))),
        ("URL: https://a.example/1", Metadata(url="https://a.example/1")),
    ],
)
def test_notes(line, told):
    assert note(line) == told


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the alliance will decide",
        "By January 13, 2025",
        "By Land and Sea",
        "By the river Ibar in Mitrovica",
        "He spoke on January 13, 2025",
        "On 13 January 2025 the bridge was opened.",
        "Date: the big one",
        "The source: a well",
        "By Ana Krasniqi " * 20,
        "",
    ],
)
def test_lines_that_belong_to_the_article(line):
    assert note(line) is None


def test_a_date_in_the_prose_is_not_the_day_of_publication():
    text = f"Bridge reopens\n\nIt was closed on February 3, 2024, after a flood.\n{PROSE}"
    assert plain_text.parse(text).metadata == Metadata()


def test_publication_comes_before_update_wherever_it_stands():
    text = f"Bridge reopens\nUpdated: 2025-01-20\nPublished: 2025-01-13\n{PROSE}"
    assert plain_text.parse(text).metadata.published == DAY
    text = f"Bridge reopens\nUpdated: 2025-01-20\n{PROSE}"
    assert plain_text.parse(text).metadata.published == date(2025, 1, 20)


def test_notes_far_down_do_not_count():
    text = "Bridge reopens\n" + f"{PROSE}\n" * 20 + "Published: 2025-01-13\n"
    assert plain_text.parse(text).metadata.published is None


@settings(deadline=None)  # the first date in words loads its library
@given(st.text().filter(str.strip))
def test_every_text_has_a_title_and_is_kept(text):
    draft = plain_text.parse(text)
    assert draft.text == text
    assert draft.title.strip()
    assert len(draft.title) <= plain_text.LONGEST_HEADLINE
