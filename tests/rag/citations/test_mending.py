"""An article's text as it is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.citations.mending import mended

TABLE = "Horn voted.\n\n| Party | Seats |\n|---|---|\n| Labour | 12 |\n| Greens | 9 |\n"


def test_a_row_says_what_its_cells_are():
    start = TABLE.index("| Greens")
    end = TABLE.index(" |\n", start) + 2
    assert mended(TABLE, start, end).text == "Party: Greens, Seats: 9"


def test_the_first_row_of_a_table_and_the_rule_below_it_need_no_headings():
    start, end = TABLE.index("| Party"), TABLE.index("\n| Labour")
    assert mended(TABLE, start, end).text == "Party, Seats\n"


def test_a_row_of_more_cells_than_there_are_headings_is_read_to_its_end():
    assert mended("| A |\n| b | c |", 6).text == "A: b, c"


def test_what_is_read_is_found_at_its_place():
    text = "The vil-\nlage of Kant.[3]\n> It was late.\n# What then?\nNothing."
    read = mended(text)
    for words in ("lage of Kant.", "It was late.", "What then?", "Nothing."):
        start = text.index(words)
        assert read.text[slice(*read.span(start, start + len(words)))] == words
    assert read.text == "The village of Kant.\nIt was late.\nWhat then?\nNothing."


@given(st.text(alphabet="ab|-#> [1]\n\xad", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_every_character_has_an_origin_in_order(text, start, length):
    end = min(len(text), start + length)
    read = mended(text, min(start, end), end)
    assert len(read.origins) == len(read.text) + 1
    assert list(read.origins) == sorted(read.origins)
    first, last = read.span(min(start, end), end)
    assert (first, last) == (0, len(read.text))
