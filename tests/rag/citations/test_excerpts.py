"""Excerpts: what can be printed alone around a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import sentence_spans
from rag.citations.excerpts import excerpt, printed

LONG = "We have waited for a long time and we shall wait for as long as it takes. " * 5
SPEECH = f"“We shall build the bridge. {LONG}It will be open to all in spring,” said the mayor.\n"


def excerpts(text):
    return [excerpt(text, start, end) for start, end in sentence_spans(text)]


def test_a_short_quotation_is_kept_whole_with_its_speaker():
    text = "“We are late. We are not lost,” she said, and left.\nThe bus came at nine."
    whole = "“We are late. We are not lost,” she said, and left."
    assert [one.shown for one in excerpts(text)] == [whole, whole, "The bus came at nine."]


def test_a_sentence_of_a_long_quotation_has_marks_of_its_own_and_its_speaker():
    first, *_, last = excerpts(SPEECH)
    assert first.shown == "“We shall build the bridge.” (said the mayor)"
    assert SPEECH[first.start : first.end] == "We shall build the bridge."
    assert last.shown == "“It will be open to all in spring,” said the mayor."


def test_a_quotation_that_is_opened_again_is_not_shown_with_two_opening_marks():
    text = "“It is cold. “It will be warm,” said the guide."
    assert [one.shown for one in excerpts(text)] == [
        "“It is cold.” (said the guide)",
        "“It will be warm,” said the guide.",
    ]


def test_who_speaks_may_stand_before_a_long_quotation():
    text = f"The mayor told the council: “We shall build. {LONG}It will be open.”"
    assert excerpts(text)[-1].shown == "“It will be open.” (The mayor told the council)"


def test_a_list_comes_with_its_items():
    text = "The farmers want:\n\n- fewer wolves\n- a road\n\nThe council meets on Monday."
    assert excerpts(text)[0].shown == "The farmers want: fewer wolves; a road"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("off Rust on Thurs-\nday night", "off Rust on Thursday night"),
        ("> said the mayor\n> of Rust", "said the mayor of Rust"),
        ("It holds 12 million litres.[3] So", "It holds 12 million litres. So"),
        ("a Nordic-\nBaltic pact", "a Nordic- Baltic pact"),
        ("a co\xadoperative", "a cooperative"),
    ],
)
def test_what_the_layout_did_is_undone(text, shown):
    assert printed(text) == shown


PROSE = st.lists(
    st.sampled_from(
        ["We came. ", "“", "”", '"', "Nobody knew, ", "he said. ", "\n", "So it was: "]
    ),
    max_size=25,
).map("".join)


@given(PROSE)
def test_offsets_stay_inside_the_text(text):
    for start, end in sentence_spans(text):
        found = excerpt(text, start, end)
        assert 0 <= found.start <= found.end <= len(text)
        assert found.shown == " ".join(found.shown.split())
