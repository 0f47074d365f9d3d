"""Clauses: the parts of a sentence, as features that can be compared: stems, names, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.text.words import stem, words
from rag.language.names import Name, acronym, kin, names
from rag.language.numbers import Number, numbers
from rag.language.words.lexicon import NEGATIONS, SUPERLATIVES
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.thesaurus import knows

_CUT = re.compile(
    r"(?<=[^\W_]{2})[.!?][”\"’]*\s+|[;:—–]\s*|,\s+|\s+-\s+|\s+(?:and|but|while|whereas|although|though|because)\s+",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:just|only|about|nearly)\s+)?(?:[\w-]+\s+(?:minute|hour|day|week|month|year)s?\s+)?"
    r"(?:in|on|at|by|for|after|before|during|among|under|according|with|from|since|last|this|once|when)\b[^,]*$",
    re.IGNORECASE,
)
"""``In Zubin Potok,`` belongs to the clause behind it."""
_TRAILING = re.compile(
    r"(?:in|at|on|near|from|by|during|with)\s+(?:the\s+)?[\w'’-]+", re.IGNORECASE
)
"""``, in the north,`` belongs to the clause before it."""
_SPELLINGS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"^(def|off|pret|lic)ence(s?)$", r"\1ense\2"),
        (r"(?<=\w{3})our(s|ed|ing|hoods?|able|ly|ers?)?$", r"or\1"),
        (r"(?<=\w{3})is(e|es|ed|ing|ations?|ers?)$", r"iz\1"),
        (r"^(cen|thea|me)tre(s?)$", r"\1ter\2"),
    )
)
_FEWEST = 2
"""A part with fewer words is no clause of its own."""

Features = frozenset[str]
"""Stems; ``@italy`` for a name's word; ``#28.0`` for a number."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A stretch of a sentence with what can be compared in it."""

    text: str
    names: tuple[Name, ...]
    numbers: tuple[Number, ...]
    stems: Features
    """Stems of the words that carry meaning and belong to no name."""

    @property
    def features(self) -> Features:
        """All features: what another clause that says the same has too."""
        named = {feature for name in self.names for feature in name_features(name)}
        return self.stems | named | {number_feature(number) for number in self.numbers}


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of ``text`` in order."""
    return tuple(clause(piece) for piece in _pieces(text))


@lru_cache(maxsize=4096)
def clause(text: str) -> Clause:
    """Return the whole of ``text`` as one clause."""
    named = names(text)
    own = {word for name in named for word in words(name.text)}
    counted = numbers(text)
    digits = {word for number in counted for word in words(number.text)}
    return Clause(
        text=text,
        names=named,
        numbers=counted,
        stems=frozenset(
            stem(_american(word))
            for word in words(text)
            if word not in STOPWORDS and word not in own and word not in digits
            and word not in NEGATIONS
        ),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _american(word: str) -> str:
    """Return a word in American spelling, where it has one: defense, neighbor, organize."""
    for pattern, instead in _SPELLINGS:
        other = pattern.sub(instead, word)
        if other != word and knows(stem(other)):
            return other
    return word


def name_features(name: Name) -> Features:
    """Return the features of a name; those of several words share one with their acronym."""
    short = acronym(name)
    return frozenset(f"@{kin(token)}" for token in [*name.tokens, *([short] if short else [])])


def number_feature(number: Number) -> str:
    """Return the feature of a number."""
    return f"#{number.value:g}{number.type[:2]}"


def weight(feature: str) -> float:
    """Return how telling it is that two clauses share ``feature``."""
    if feature in SUPERLATIVES:
        return 2.0
    return {"#": 2.0, "@": 1.5}.get(feature[0], 1.0)


def shared_weight(left: Features, right: Features) -> float:
    """Return the weight of what two sets of features share."""
    return sum(map(weight, left & right))


def total_weight(features: Features) -> float:
    """Return the weight of ``features``."""
    return sum(map(weight, features))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        piece = text[start:end]
        comma = cut is not None and cut[0].startswith(",")
        leads_in = start == 0 and comma and _LEAD_IN.match(piece)
        trails = comma and cut is not None and _TRAILING.match(text, cut.end())
        if cut and (leads_in or trails or len(piece.split()) < _FEWEST or _inside_name(text, cut)):
            continue
        if piece.strip():
            yield piece.strip()
        start = cut.end() if cut else end


def _inside_name(text: str, cut: re.Match[str]) -> bool:
    """Whether the cut goes through a name, such as ``Bosnia and Herzegovina``."""
    joins = cut[0].strip().lower() == "and"
    before, after = text[: cut.start()].split(), text[cut.end() :].split()
    return joins and bool(before and after) and before[-1][0].isupper() and after[0][0].isupper()
