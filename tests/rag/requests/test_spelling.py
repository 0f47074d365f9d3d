"""Typing errors and capitals, mended from what a library says."""

from __future__ import annotations

from collections import Counter

import pytest

from index.text.words import stem, words
from rag.requests.publishers import mentions
from rag.requests.spelling import mended

TEXTS = (
    "The striker scored twice in the cup for Hamre, and Tana scored once for Lindvik.",
    "He had scored before. Police arrested the treasurer of NATO in Lindvik.",
    "The singer Chloë Brügge opened the parliament. Chloë Brügge sang in Lindvik.",
    "Police said the parliament and its treasurer paid an embassy in Lindvik for the house.",
    "Two parties and a third party got ten percent. Elections elect an elector.",
    "In Lindvik they met Bartolo and Martin Skarsgard, whom Bartolo had named.",
)


class TextWords:
    """The words of some texts, each a passage."""

    def __init__(self, texts):
        self._texts = texts
        self._stems = Counter(stem(word) for text in texts for word in set(words(text)))

    def frequency(self, own):
        return self._stems[own]

    def vocabulary(self, beginning):
        return {one: count for one, count in self._stems.items() if one.startswith(beginning)}

    def texts_with(self, word):
        wanted = {stem(folded) for folded in [word]} | {word}
        return [text for text in self._texts if wanted & set(map(stem, words(text)))]


LIBRARY = TextWords(TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant", "notes"),
    [
        ("who scorred in the cup?", "who scored in the cup?", ["read 'scorred' as 'scored'"]),
        ("who paid the tresurer?", "who paid the treasurer?", ["read 'tresurer' as 'treasurer'"]),
        ("who is the tresurrer?", "who is the treasurer?", ["read 'tresurrer' as 'treasurer'"]),
        ("what did polcie say?", "what did police say?", ["read 'polcie' as 'police'"]),
        ("waht did police say?", "what did police say?", ["read 'waht' as 'what'"]),
        ("which partie won?", "which party won?", ["read 'partie' as 'party'"]),
        ("when are the electons?", "when are the elections?", ["read 'electons' as 'elections'"]),
        ("how many precent?", "how many percent?", ["read 'precent' as 'percent'"]),
        ("wher is the cup?", "where is the cup?", ["read 'wher' as 'where'"]),
        ("wich club won?", "which club won?", ["read 'wich' as 'which'"]),
        ("Who lives in Lindvk?", "Who lives in Lindvik?", ["read 'Lindvk' as 'Lindvik'"]),
        ("Who is Skrasgard?", "Who is Skarsgard?", ["read 'Skrasgard' as 'Skarsgard'"]),
    ],
)
def test_what_the_library_lacks_is_read_as_what_it_has(typed, meant, notes):
    found = mended(typed, LIBRARY)
    assert (found.question, list(found.notes)) == (meant, notes)


@pytest.mark.parametrize(
    "question",
    [
        "Who died in the house?",
        "Who bought the horse?",  # a word, though only "house" is in the articles
        "Who is the coach of Hamle?",  # too short for a name
        "Who leads NATA?",
        "Who lives in Policy?",
        "Who said \"tresurer\"?",
        "Who moved to Qrzlmt?",
        "Who is O'Brien?",
        "Who is Mark Bartolome?",  # not Bartolo
        "who is bartolome?",
        "What did Martina say?",
        "What did Skarsgarde say?",
    ],
)  # fmt: skip
def test_what_may_be_meant_stays(question):
    assert mended(question, LIBRARY).question == question


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("who is chloe brugge?", "who is Chloë Brügge?"),
        ("who is chloë brügge?", "who is Chloë Brügge?"),
        ("does nato pay police in lindvik", "does NATO pay police in Lindvik"),
        ("WHO SCORED FOR LINDVIK?", "Who scored for Lindvik?"),
        ("what is tana's club", "what is Tana's club"),
        ("Who is tana?", "Who is Tana?"),
        ("Who is Tana of hamre?", "Who is Tana of hamre?"),  # typed with capitals, as meant
    ],
)
def test_names_get_their_capitals(typed, written):
    assert mended(typed, LIBRARY).question == written


def test_a_publisher_stays_as_it_is():
    question = "what did tresurer report?"
    kept = mentions(question, ["Tresurer"])
    assert mended(question, LIBRARY, kept=kept).question == question
    assert mended(question, LIBRARY).notes
