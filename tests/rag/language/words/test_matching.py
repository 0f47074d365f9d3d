"""How a question's words are found in a text."""

from __future__ import annotations

import pytest

from index.text.words import stems
from rag.language.words.matching import found, held_stems
from rag.language.words.stopwords import content_stems


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("America", "the United States"),
        ("America", "U.S. troops"),
        ("Britain", "the United Kingdom"),
        ("Radoičić", "Milan Radojičić"),
        ("Lukashenko", "Lukashenka spoke"),
    ],
)
def test_a_name_is_found_in_another_spelling(wanted, text):
    [stem] = stems(wanted)
    assert found(stem, held_stems(text)) > 0.5


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("America", "a united team"),
        ("conversation", "a conservation area"),
        ("won", "It gets ready."),
    ],
)
def test_other_words_are_not(wanted, text):
    [stem] = stems(wanted)
    assert found(stem, frozenset(stems(text))) == 0.0


@pytest.mark.parametrize(
    ("british", "american"),
    [("defence", "defense"), ("neighbour", "neighbor"), ("organise", "organize")],
)
def test_a_word_is_found_as_others_spell_it(british, american):
    assert found(stems(british)[0], frozenset(stems(american))) == 1.0
    assert found(stems(american)[0], frozenset(stems(british))) == 1.0


@pytest.mark.parametrize(
    ("wanted", "text", "is_found"),
    [
        ("the US", "US troops stayed.", True),
        ("the US", "The United States stayed.", True),
        ("the US", "It matters to us.", False),
        ("the US", "They used it.", False),
        ("used", "US troops stayed.", False),
        ("used", "It matters to us.", False),
        ("the UK", "The British stayed.", True),
    ],
)
def test_a_pronoun_is_no_country(wanted, text, is_found):
    [stem] = content_stems(wanted)
    assert bool(found(stem, held_stems(text))) is is_found
