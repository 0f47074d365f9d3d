"""Words that carry meaning, quoted phrases and what is asked of full-text search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.words.stopwords import content_stems, quoted_phrases
from rag.retrieval import full_text_query


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


@pytest.mark.parametrize(
    "text", ["the US", "the U.S.", "the USA", "the United States", "the United States of America"]
)
def test_a_country_is_one_word_however_it_is_written(text):
    assert content_stems(f"Will {text} attack us?") == ["america", "attack"]


@pytest.mark.parametrize("text", ["the WHO", "the World Health Organization"])
def test_the_organisation_is_no_word_that_asks(text):
    assert content_stems(f"Who is the head of {text}?") == ["head", *content_stems("WorldHealth")]
    assert content_stems("WHO LEADS IT?") == ["lead"]
