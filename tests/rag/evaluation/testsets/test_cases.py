import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.metrics import overlaps, quote_exists, quote_spans


@pytest.mark.parametrize(
    ("start", "end", "quote", "exists"),
    [
        (0, 5, "Italy", True),
        (0, 5, "Spain", False),
        (-3, 8, "Italy", False),
        (0, 99, "Italy is", False),
        (5, 6, " ", False),
        (3, 3, "", False),
    ],
)
def test_a_quote_exists_at_its_offsets_only(start, end, quote, exists):
    assert quote_exists("Italy is", start, end, quote) is exists


def test_quotes_are_found_whatever_their_white_space():
    text = "a (b)\n c, and a  (b) c"
    assert list(quote_spans(text, "a (b) c")) == [(0, 8), (14, 22)]
    assert list(quote_spans(text, " ")) == []


@pytest.mark.parametrize(
    ("span", "other", "shared"),
    [((0, 5), (4, 9), True), ((0, 5), (5, 9), False), ((2, 3), (0, 9), True)],
)
def test_spans_overlap_where_they_share_a_character(span, other, shared):
    assert overlaps(span, other) is overlaps(other, span) is shared


def test_typographic_quotation_marks_and_dashes_stand_for_plain_ones():
    text = "He said: “it’s over” – twice."
    assert [text[slice(*span)] for span in quote_spans(text, '"it\'s over" - twice')] == [
        "“it’s over” – twice"
    ]


@given(st.text(), st.text(alphabet="ab “”-\n", min_size=1), st.text())
def test_a_quote_that_stands_in_a_text_is_found_there(before, quote, after):
    text = before + quote + after
    first = len(before) + len(quote) - len(quote.lstrip())
    spans = list(quote_spans(text, quote))
    assert bool(spans) == bool(quote.strip())
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert not quote.strip() or any(start <= first < end for start, end in spans)
