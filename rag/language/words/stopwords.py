"""Which words of a question carry its meaning."""

from __future__ import annotations

import re

from index.text.words import stem, words
from rag.language.speech import quoted_spans

# Words that ask, join or point. Negations and comparisons are kept: they carry meaning.
STOPWORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being
    below between both but by can could did do does doing down during each few for from further
    had has have having he her here hers herself him himself his how i if in into is it its
    itself just many me much my myself of off on once or other our ours ourselves out over own
    please s same she should so some such t tell than that the their theirs them themselves then
    there these they this those through to too under until up us very was we were what when
    where which while who whom whose why will with would you your yours yourself yourselves
    """.split()  # noqa: SIM905 - a list of 140 quoted words is harder to read
)


_IN_ONE_WORD = (
    (re.compile(r"\bUnited States(?: of America)?\b|\bU\.S\.(?:A\.)?|\bUSA?\b"), "America"),
    (re.compile(r"\bUnited Kingdom\b|\bU\.K\.|\bUK\b"), "Britain"),
    (
        # Not "WHO won?", shouted.
        re.compile(r"\bWorld Health Organi[sz]ation\b|(?<=\S\s)WHO\b|^WHO\b(?!.*\?)"),
        "WorldHealth",
    ),
)
"""Names that are no words, or of which one is a word that points: each with one that is found."""


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, each once, in order.

    The United States is given by one word, whichever way it is written: see ``in_one_word``.
    """
    found = (stem(word) for word in words(in_one_word(text)) if word not in STOPWORDS)
    return list(dict.fromkeys(filter(None, found)))  # Porter leaves nothing of a lone "s"


def in_one_word(text: str) -> str:
    """Return a text with the United States, the United Kingdom and the WHO each given by one word.

    Folded to lower case, "US" is no other word than "us" and has the stem of "used", and "WHO"
    only asks.
    """
    if "U" in text or "W" in text:
        for pattern, name in _IN_ONE_WORD:
            text = pattern.sub(name, text)
    return text


def quoted_phrases(text: str) -> list[str]:
    """Return what stands in quotation marks."""
    phrases = (text[start:end].strip() for start, end in quoted_spans(text))
    return [phrase for phrase in phrases if len(phrase) >= _FEWEST]


_FEWEST = 3
"""Letters of a phrase; an inch and a second are written with quotation marks, too."""
