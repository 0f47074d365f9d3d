"""Words and their stems."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.text.words import stems, words


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
