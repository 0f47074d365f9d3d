"""Words, stems and quoted phrases."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval import full_text_query
from rag.retrieval.words import content_stems, quoted_phrases, stems, words


def test_words_are_folded_and_lose_their_accents():
    assert words("Vetëvendosje’s Radoičić, 40.80 percent") == [
        "vetevendosje",
        "s",
        "radoicic",
        "40.80",
        "percent",
    ]


PIECES = st.sampled_from(
    ["a", "É", "ß", "1", "٣", "_", ".", ",", " ", "\n", "\xa0", "’", "-", "字"]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_words_are_what_one_expression_finds(text):
    def fold(word):
        letters = unicodedata.normalize("NFKD", word.casefold())
        return "".join(letter for letter in letters if not unicodedata.combining(letter))

    assert words(text) == [fold(word) for word in re.findall(r"\w+(?:[.,]\d+)*", text)]


def test_a_lone_surrogate_is_no_word():
    assert words("half \ud83d an emoji") == ["half", "an", "emoji"]


def test_stems_bring_forms_of_a_word_together():
    assert stems("elections elected") == stems("election elect")


def test_content_leaves_out_what_every_question_has_and_keeps_negations():
    assert content_stems("Who did not vote in the election?") == ["not", "vote", "elect"]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('who said "security vacuum"?', ["security vacuum"]),
        ("“not at peace” and «at war»", ["not at peace", "at war"]),
        ('an inch is 1"', []),
        ("O'Brien's and Kosovo's", []),
    ],
)
def test_quoted_phrases(text, phrases):
    assert quoted_phrases(text) == phrases


def test_a_query_asks_for_any_content_word_and_for_quoted_phrases_whole():
    assert full_text_query('Who spoke of a "security vacuum"?') == (
        '"spoke" OR "security" OR "vacuum" OR "security vacuum"'
    )


def test_a_query_of_nothing_but_common_words_asks_for_those():
    assert full_text_query("Who was it?") == '"who" OR "was" OR "it"'


@given(st.text())
def test_every_query_is_one_that_sqlite_understands(text):
    import sqlite3

    query = full_text_query(text)
    if query:
        db = sqlite3.connect(":memory:")
        db.execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
        db.execute("SELECT * FROM t WHERE t MATCH ?", (query,)).fetchall()
        db.close()
