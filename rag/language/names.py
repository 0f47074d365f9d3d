"""Names: capitalised words, compared without accents, with surnames, acronyms and nationalities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.text.words import fold as fold_accents
from index.text.words import listed
from rag.language.dates import WEEKDAYS, without_dates
from rag.language.nations import nation_of
from rag.language.speech import said_words
from rag.language.words.lexicon import ORDINARY_OPENERS
from rag.language.words.stopwords import STOPWORDS

_TOKEN = re.compile(
    # Accents may be characters of their own.
    r"[^\W\d_](?:\.[^\W\d_])+\.?|[\w\u0300-\u036f]+(?:[-'’][\w\u0300-\u036f]+)*"
)
_JOINS = re.compile(
    r"\s*(?:&|-|–)?\s*|\s+(?:of|de|del|della|van|von|der|bin|al|the|of\s+the|for|and\s+the)\s+"
)
_PARTICLES = frozenset(
    ["of", "the", "de", "del", "della", "van", "von", "der", "bin", "al", "for", "and"]
)
_NO_NAMES = frozenset({"mr", "mrs", "ms", "dr", "sir", "i", *map(str.lower, WEEKDAYS)})
_ACTS = listed("called met visited won lost has had is was will did would plans wants")
"""Verbs that beside those of saying make a name of a lone word at a sentence's beginning."""
_POSSESSIVE = re.compile(r"['’]s?$")
_NATION_ENDING = re.compile(r"(?:ians|ian|ia|ans|an|ns|n|s|y|i|o|ar|ars)$")


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name where it stands; ``tokens`` are folded, without particles such as ``of``."""

    text: str
    tokens: tuple[str, ...]
    start: int
    end: int
    certain: bool = True
    """Not just a word whose capital the beginning of the sentence explains."""


@lru_cache(maxsize=4_096)
def names(text: str) -> tuple[Name, ...]:
    """Return the names in a sentence or a stretch of several, in order."""
    return tuple(_names_in(text))


def _names_in(text: str) -> list[Name]:
    shown = without_dates(text)
    found: list[Name] = []
    for match in _TOKEN.finditer(shown):
        if match[0].islower():  # most words are, which costs least to see
            continue
        word = _POSSESSIVE.sub("", match[0])
        if not _looks_like_a_name(word):
            continue
        start, end = match.start(), match.start() + len(word)
        first = _opens_sentence(shown, start)
        plain = fold(word).split("-")[0]
        shouted = word.isupper() and len(word) > 1
        if first and plain in STOPWORDS | ORDINARY_OPENERS and not shouted:
            continue
        gap = shown[found[-1].end : start] if found else "."
        if found and not first and _JOINS.fullmatch(gap) and gap:
            found[-1] = _joined(found[-1], shown, end)
        else:
            found.append(_name(shown, start, end, certain=_certain(shown, word, first, end)))
    return found


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents."""
    return fold_accents(text.replace("ı", "i").replace("’", "'"))


@dataclass(frozen=True)
class KnownNames:
    """Every way in which a text names something, for looking names up in it."""

    words: frozenset[str]
    """All folded words, since ``prime minister`` may have its capitals elsewhere."""
    kin: frozenset[str]
    """What stays of its names without the ending of a nationality."""
    acronyms: frozenset[str]
    initials: str
    """Those of all words in a row: an acronym of common words, such as GDP, stands in it."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> KnownNames:
        """Gather the names of ``texts``."""
        parts = [_known_in(text) for text in texts]
        return cls(
            words=frozenset().union(*(part.words for part in parts)),
            kin=frozenset().union(*(part.kin for part in parts)),
            acronyms=frozenset().union(*(part.acronyms for part in parts)),
            initials=" ".join(part.initials for part in parts),
        )

    def unknown(self, name: Name) -> list[str]:
        """Return the words of ``name`` that these texts do not have in any form."""
        if acronym(name) in self.words:
            return []
        if name.text.isupper() and len(name.text) > 2 and name.tokens[0] in self.initials:
            return []
        return [token for token in name.tokens if not self._has(token)]

    def _has(self, token: str) -> bool:
        return token in self.words or token in self.acronyms or kin(token) in self.kin | self.words


@lru_cache(maxsize=128)
def _known_in(text: str) -> KnownNames:
    every, found = _names_in(text), folded_words(text)  # kept together: it may be an article's
    return KnownNames(
        words=frozenset(found),
        kin=frozenset(kin(token) for name in every for token in name.tokens),
        acronyms=frozenset(short for name in every for short in _acronyms(name)),
        initials="".join(word[0] for word in found),
    )


def kin(token: str) -> str:
    """Return one form for a nation, its people and its adjective; another name stays itself."""
    known = nation_of().get(token)
    if known or len(token) < 5:
        return known or token
    return _NATION_ENDING.sub("", token)


def acronym(name: Name) -> str | None:
    """Return ``eu`` for European Union, ``None`` for a name of one word."""
    return "".join(token[0] for token in name.tokens) if len(name.tokens) > 1 else None


def _acronyms(name: Name) -> Iterator[str]:
    """Yield the acronyms of a name and of what is named in it: "European Union Rule of Law"."""
    letters = "".join(token[0] for token in name.tokens)
    for first in range(len(letters)):
        yield from (letters[first:last] for last in range(first + 2, len(letters) + 1))


def folded_words(text: str) -> list[str]:
    """Return the words of ``text`` folded, hyphenated ones also in their parts."""
    every = [
        word.lower()
        if word.isascii() and word.isalnum()
        else fold(_POSSESSIVE.sub("", word)).rstrip(".")
        for word in _TOKEN.findall(text)
    ]
    return [
        *every,
        *(part for word in every if "-" in word for part in word.split("-")),
        *(word.replace(".", "") for word in every if "." in word),  # U.S., as in US
    ]


def _looks_like_a_name(word: str) -> bool:
    capital = word[0].isupper() or any(char.isupper() for char in word[1:])
    return capital and fold(word) not in _NO_NAMES


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\"“”«»'‘’([—–-\xa0")
    return not before or before[-1] in ".!?:\n…"


def _certain(text: str, word: str, first: bool, end: int) -> bool:
    if not first or word[1:] != word[1:].lower():
        return True
    if fold(word) in nation_of():
        return True
    following = re.match(r"(?:['’]s)?\s+([^\W\d_]+)", text[end:])
    if following is None:
        return False
    plural = word.endswith("s")
    return following[1][0].isupper() or (following[1] in said_words() | _ACTS and not plural)


def _name(text: str, start: int, end: int, *, certain: bool) -> Name:
    words = folded_words(text[start:end].replace("-", " "))
    tokens = tuple(word for word in words if word not in _PARTICLES and word not in STOPWORDS)
    shown = text[start:end]
    return Name(text=shown, tokens=tokens or (fold(shown),), start=start, end=end, certain=certain)


def _joined(name: Name, text: str, end: int) -> Name:
    return _name(text, name.start, end, certain=True)


def by_frequency(names: Counter[str]) -> list[str]:
    """Return what is most frequent first; of what is as frequent the longest.

    In what order articles come depends on where their files lie, and no name may depend on it.
    """
    return sorted(names, key=lambda one: (-names[one], -len(one), one))
