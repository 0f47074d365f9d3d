"""The words of a question in the forms that the library's articles have, in other languages.

The full-text index stems as English does, which leaves most endings of other languages where they
are. So a word of a question in another language, and one that no article has, is looked for in
every form of it that the library knows: those with its stem (Snowball's, of the question's
language), those that begin as it does, and those in the other script of Serbian.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from index.library import Library
from index.text.languages import language_of, small_words
from index.text.words import fold, stem
from rag.language.words.stopwords import STOPWORDS

_WORDS = re.compile(r"[^\W_]+")
_SHORTEST = 3
_BEGINNING = 3
"""Letters by which the forms of a word are looked up."""
_ALIKE = 0.65
"""The share of the longer of two words that both begin with, from which they are forms of one."""
_MOST_FORMS = 12
_OTHER_SCRIPT = frozenset(("serbian", None))
"""Languages that are written in both scripts, and what may be one of them."""
_ARABIC_BEFORE = ("", "ال", "و", "وال", "ب", "بال", "ل", "لل")
"""What Arabic writes before a word as one with it: "the", "and", "with", "for"."""

_CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
_LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split()  # noqa: SIM905
_TO_LATIN = dict(zip(_CYRILLIC, _LATIN, strict=True))
_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _TO_LATIN.items()}
_LATIN_LETTER = re.compile("|".join(sorted(_TO_CYRILLIC, key=len, reverse=True)))


@dataclass(frozen=True)
class Inflections:
    """What a question in another language is looked for by."""

    forms: tuple[str, ...] = ()
    """Forms of its words, beside the words themselves."""
    small_words: frozenset[str] = frozenset()
    """Words of it that carry no meaning, folded."""
    language: str | None = None


def inflections_of(question: str, library: Library) -> Inflections:
    """Return what to look for beside the words of a question, nothing for an English one."""
    language = language_of(question)
    if language == "english":
        return Inflections(language=language)
    small = frozenset(map(fold, small_words(language)))
    forms: dict[str, None] = {}
    for word in dict.fromkeys(_WORDS.findall(question.lower())):
        folded = fold(word)
        if len(folded) < _SHORTEST or folded in STOPWORDS | small or word.isdigit():
            continue
        # Where the language is not known, this may be English: only what is missing is replaced.
        if language is None and library.frequency(stem(folded)):
            continue
        other_script = language in _OTHER_SCRIPT or not library.frequency(stem(folded))
        for spelling in _spellings(word, other_script=other_script):
            found = _forms(spelling, language, library)
            forms |= dict.fromkeys(found[:_MOST_FORMS])
    return Inflections(tuple(forms), small, language)


def _spellings(word: str, *, other_script: bool) -> Iterator[str]:
    yield fold(word)
    if other_script:
        if set(word) <= set(_CYRILLIC):
            yield fold("".join(map(_TO_LATIN.__getitem__, word)))
        elif word.isalpha() and not _LATIN_LETTER.sub("", word):
            yield fold(_LATIN_LETTER.sub(lambda each: _TO_CYRILLIC[each[0]], word))


def _forms(word: str, language: str | None, library: Library) -> list[str]:
    """Return the stems in the index that are of forms of ``word``, the commonest first."""
    stemmed = _stem(word, language)
    before = _ARABIC_BEFORE if language == "arabic" else ("",)
    begun = stemmed if language == "arabic" else word
    found = {
        term: count
        for letters in before
        for term, count in library.vocabulary(letters + begun[:_BEGINNING]).items()
        if _stem(term, language) == stemmed or _is_alike(term, word)
    }
    return sorted(found, key=lambda term: (-found[term], term))


def _is_alike(term: str, word: str) -> bool:
    shared = next(
        (place for place, (one, other) in enumerate(zip(term, word, strict=False)) if one != other),
        min(len(term), len(word)),
    )
    return shared >= _SHORTEST and shared >= _ALIKE * max(len(term), len(word))


def _stem(word: str, language: str | None) -> str:
    return str(_stemmer(language).stemWord(word)) if language in _stemmed() else word


@lru_cache(maxsize=1)
def _stemmed() -> frozenset[str | None]:
    names: Iterable[str] = Stemmer.algorithms()
    return frozenset(names)


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(language)
