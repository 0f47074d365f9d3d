from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.citations import MarkedSentence, SentenceReader, marked_sentences, with_markers


def pairs(text):
    return [(one.text, one.markers) for one in marked_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing [1].", [("One thing.", (1,))]),
        ("One thing.[1]", [("One thing.", (1,))]),
        ("One thing. [1] Another. [2]", [("One thing.", (1,)), ("Another.", (2,))]),
        ("One thing [1, 2].", [("One thing.", (1, 2))]),
        ("One thing [1][2].", [("One thing.", (1, 2))]),
        ("One thing [1-3].", [("One thing.", (1, 2, 3))]),
        ("One thing [1–3].", [("One thing.", (1, 2, 3))]),
        ("One thing [1; 3 and 5].", [("One thing.", (1, 3, 5))]),
        ("One thing 【1】.", [("One thing.", (1,))]),
        ("One thing ［１，２］.", [("One thing.", (1, 2))]),
        ("One thing 【2†source】.", [("One thing.", (2,))]),
        ("One thing [Passage 2].", [("One thing.", (2,))]),
        ("One thing [2][2, 1].", [("One thing.", (2, 1))]),
        ("A [1] went on [2].", [("A went on.", (1, 2))]),
        ("[1] One thing.\n[2] Another.", [("One thing.", (1,)), ("Another.", (2,))]),
        ("- **One** thing [1].\n- Another [2].", [("One thing.", (1,)), ("Another.", (2,))]),
        ("No marker here.", [("No marker here.", ())]),
        ("[sic] stays, as does [the bank].", [("[sic] stays, as does [the bank].", ())]),
        ("He said “No. Never.” [1] He left.", [("He said “No. Never.”", (1,)), ("He left.", ())]),
        ("", []),
        ("[1]", []),
    ],
)
def test_markers_and_their_sentences(text, expected):
    assert pairs(text) == expected


def test_a_range_names_no_more_than_fifty_passages():
    assert len(marked_sentences("All of it [1-9999].")[0].markers) == 51


@pytest.mark.parametrize(
    ("text", "markers", "expected"),
    [
        ("It is so.", (1, 2), "It is so [1][2]."),
        ("Is it?", (1,), "Is it [1]?"),
        ("He said “no.”", (1,), "He said “no.” [1]"),
        ("It is so.", (), "It is so."),
        ("...", (1,), "... [1]"),
    ],
)
def test_markers_stand_before_the_full_stop(text, markers, expected):
    assert with_markers(text, markers) == expected


ANSWER = (
    "Italy provides the most soldiers [1]. The U.S. is second, i.e. behind Italy [1, 2]. "
    "He said “No. Never.” [3] KFOR has 4,600 soldiers.[2]\n- A last one 【4】."
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20, 1000])
def test_a_stream_gives_the_sentences_of_the_whole(size):
    reader = SentenceReader()
    read = [
        sentence
        for start in range(0, len(ANSWER), size)
        for sentence in reader.read(ANSWER[start : start + size])
    ]
    assert [*read, *reader.rest()] == marked_sentences(ANSWER)


def test_a_sentence_is_given_out_before_the_answer_is_over():
    reader = SentenceReader()
    assert reader.read("Italy provides the most soldiers [1]. Hungary is ") == [
        MarkedSentence(text="Italy provides the most soldiers.", markers=(1,))
    ]


@given(st.text(alphabet=st.sampled_from('aB .,!?[]【】［］12-–“”"\n*#'), max_size=80))
def test_any_text_is_read_without_losing_words(text):
    sentences = marked_sentences(text)
    assert all(one.text and all(marker >= 0 for marker in one.markers) for one in sentences)
    letters = "".join(char for char in text if char in "aB")
    assert "".join(char for one in sentences for char in one.text if char in "aB") == letters
