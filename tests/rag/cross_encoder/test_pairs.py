"""Pairs of texts as token ids, and where the passage's tokens stand in it."""

from __future__ import annotations

import pytest

from rag.cross_encoder.pairs import PairTokenizer, titled


@pytest.fixture(scope="module")
def tokenizer(tokenizer_file):
    return PairTokenizer(tokenizer_file, max_length=32)


def words_of(pairs, row, text):
    return [text[a:b] for a, b in pairs.offsets[row][pairs.passage[row]]]


def test_the_passage_s_tokens_are_its_words(tokenizer):
    pairs = tokenizer.encode([("Who leads?", "Zana leads.")], skip=[0])
    assert words_of(pairs, 0, "Zana leads.") == ["Za", "na", "leads", "."]


def test_a_title_is_read_and_is_no_part_of_the_passage(tokenizer):
    text, skip = titled("Kosovo votes", "Zana leads.")
    pairs = tokenizer.encode([("Who leads?", text)], skip=[skip])
    assert words_of(pairs, 0, text) == ["Za", "na", "leads", "."]
    assert (pairs.offsets[0][:, 1] > 0).sum() > 4 + 3


def test_only_the_passage_is_cut(tokenizer):
    pairs = tokenizer.encode([("Who leads?", "word " * 100)], skip=[0])
    assert pairs.ids.shape == (1, 32)
    assert pairs.passage[0].sum() == 32 - 3 - 3  # three marks; "who leads ?"


def test_the_padding_is_no_passage(tokenizer):
    pairs = tokenizer.encode([("Who?", "Zana leads the party."), ("Who?", "Zana.")], skip=[0, 0])
    assert not pairs.passage[1][pairs.attention[1] == 0].any()
    assert words_of(pairs, 1, "Zana.") == ["Za", "na", "."]


def test_a_passage_without_a_title_begins_at_once():
    assert titled("", "Zana leads.") == ("Zana leads.", 0)


def test_a_question_longer_than_the_window_is_cut(tokenizer_file):
    tokenizer = PairTokenizer(tokenizer_file, max_length=32)
    pairs = tokenizer.encode(
        [("why " * 100, "It has 4,600 soldiers."), ("Who?", "word " * 100)], skip=[0, 0]
    )
    assert pairs.ids.shape == (2, 32)
    assert pairs.passage.any(axis=1).all()
