"""Which single-byte encoding a short text is in, by the letters and the words of languages.

Every such encoding makes a text of any bytes. The right one makes one whose letters beyond ASCII
are those of one language, whose small words are that language's, and whose words do not change
from small letters to capitals in their midst. Detectors that count letter frequencies need more
text than an agency's flash has.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from index.text.languages import LANGUAGES, Language

_SAMPLE = 4_096
"""Bytes that are looked at."""

# In the order in which they are believed where they read a text alike.
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1254", "cp1257", "cp1253", "iso8859-15", "iso8859-2"),
    *("iso8859-9", "iso8859-13", "iso8859-16", "iso8859-4", "iso8859-3", "iso8859-10", "iso8859-7"),
    *("koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic", "mac-roman", "mac-latin2"),
    *("cp852", "cp850", "cp1255", "cp1256", "iso8859-6"),
)
_FOREIGN = 1.0
"""What a letter of another language counts against a reading."""
_RARE = 1.5
"""The same of a letter, or of a sign, that hardly any text has."""
_UNPRINTABLE = 3.0
_MARK = 0.1
"""What a quotation mark or a dash counts, for the wrong reading makes some of them as well."""
_CAPITAL_INSIDE = 1.0
_WORD = 0.35
"""What a small word of the language counts for it."""
_MOST_COST = 0.3
"""For each character beyond ASCII; a reading that costs more is not believed."""
_LEAST_COMMON = 0.4
"""The share of the letters of an alphabet that its common ones make at least."""
_UNCOMMON = 0.5
_MIXED_ALPHABETS = 2.0
_COMMON_MARKS = frozenset("£“”„‚‘’‹›«»–—…€\u00a0\u00ad§°·•©®№¿¡")
_RARE_LETTERS = frozenset("ŕŔĺĹðÐþÞæÆ")

_LONGEST_SMALL_WORD = 8
_WORDS = re.compile(r"[^\W\d_]+")


def single_byte_encoding(raw: bytes) -> str | None:
    """Return the encoding in which ``raw`` reads like a language, ``None`` where there is none."""
    sample = raw[:_SAMPLE]
    best: tuple[float, str] | None = None
    for encoding in _ENCODINGS:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if (cost := _cost(text)) is not None and (best is None or cost < best[0]):
            best = cost, encoding
    return best[1] if best else None


def _cost(text: str) -> float | None:
    """Return how much speaks against a reading, for its best language; lower is better.

    ``None`` where it does not read like any language.
    """
    beyond = Counter(character for character in text if character > "\x7f")
    words = _WORDS.findall(text)
    present = Counter(word.lower() for word in words if len(word) <= _LONGEST_SMALL_WORD)
    broken = sum(map(_has_capital_inside, words)) * _CAPITAL_INSIDE
    broken += sum(map(_mixes_alphabets, words)) * _MIXED_ALPHABETS
    of_words = _WORD / max(1, len(words)) * beyond.total()
    costs = (
        sum(count * _against(character, language) for character, count in beyond.items())
        - of_words * sum(present[word] for word in language.words)
        + _uncommonness(beyond, language)
        for language in LANGUAGES
    )
    cost = min(costs) + broken
    return cost if cost <= _MOST_COST * beyond.total() else None


def _against(character: str, language: Language) -> float:
    if character in language.letters:
        return 0.0
    if character in _COMMON_MARKS:
        return _MARK
    if character.isalpha() and character not in _RARE_LETTERS:
        return _FOREIGN
    return _RARE if character.isprintable() else _UNPRINTABLE


def _uncommonness(beyond: Counter[str], language: Language) -> float:
    """Return what it costs that the common letters of an alphabet are rare in a text."""
    if not language.common:
        return 0.0
    letters = sum(count for character, count in beyond.items() if character.isalpha())
    common = sum(count for each, count in beyond.items() if each.lower() in language.common)
    return 0.0 if common >= _LEAST_COMMON * letters else _UNCOMMON * letters


def _mixes_alphabets(word: str) -> bool:
    """Return whether a word has letters of ASCII, and of an alphabet that is not Latin."""
    return any(each > "\u036f" for each in word) and any(each < "\x80" for each in word)


def _has_capital_inside(word: str) -> bool:
    """Return whether a word has a capital beyond ASCII behind a small letter."""
    return any(
        before.islower() and after.isupper() and max(before, after) > "\x7f"
        for before, after in pairwise(word)
    )
