"""Noun phrases of a question, where they stand and in which role; the words that end them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.words import listed
from rag.language.words.verbs import finite, is_base

DOING = listed("do does did")
BEING = listed("is are was were")
HAVING = listed("has have had")
MODALS = listed("can could will would shall should may might must")
AUXILIARIES = DOING | BEING | HAVING | MODALS
PRONOUNS = listed(
    """
    he she it they him her them his hers its their theirs this that these those there i we you us me
    himself herself itself themselves one ones anyone anybody someone somebody everyone everybody
    anything something everything nothing nobody
    """
)
PREPOSITIONS = listed(
    """
    in on at by from for to with under about against after before during over into since until
    between among near through without regarding concerning towards toward behind within across
    around beyond besides despite per than as like
    """
)
DETERMINERS = listed(
    "the a an this that these those some any each every both no his her its their another"
)
ASKING_WORDS = listed("who whom whose what which when where why how")
AROUND = listed(
    """
    also else ever never just now still already again too yet not only really exactly so far often
    currently recently actually and or but if when because while where who which that whether
    """
)
CALLED = listed(
    """
    band film movie album book novel song show series party company club firm ship group team storm
    hurricane singer actor actress author writer player striker drug app
    """
)
"""Nouns that a name stands behind: "the band INXS"."""
_TOKEN = re.compile(r"\d[\d.,]*\d|[^\s,;:()“”\"?!]+|[,;:()“”\"]")


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A noun phrase of a question, where it stands: ``question.text[start:end]``."""

    text: str
    start: int
    end: int
    role: str
    """``asked``, ``subject``, ``object`` or the preposition before it."""


@dataclass(frozen=True)
class Token:
    """A word of a question, ``text[start:end]``."""

    word: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.word.lower()

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital."""
        return self.word[0].isupper()


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text, and its commas and brackets."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def phrases(text: str, tokens: Sequence[Token], place: int, role: str) -> list[Phrase]:
    """Return the noun phrases from a token on; the first has ``role``."""
    found: list[Phrase] = []
    begun: int | None = None
    for number in range(place, len(tokens) + 1):
        opens = number < len(tokens) and _opens_role(tokens, number, inside=begun is not None)
        ends = number == len(tokens) or bool(opens) or _ends(tokens, number)
        again = number < len(tokens) and begun is not None and _begins_anew(tokens, number)
        if begun is not None and (ends or again):
            start, stop = tokens[begun].start, tokens[number - 1].end
            found.append(Phrase(text=text[start:stop], start=start, end=stop, role=role))
            begun = None
        role = opens or role
        if begun is None and not ends:
            begun = number
    return found


def _opens_role(tokens: Sequence[Token], number: int, *, inside: bool) -> str:
    """Return the role of the phrases behind a preposition, "" for a word that is none."""
    word = tokens[number].lower
    if word == "to" and number + 1 < len(tokens) and is_base(tokens[number + 1].lower):
        return "object"
    if word in PREPOSITIONS and not (inside and _joins_name(tokens, number)):
        return word
    return "of" if word == "of" and not inside else ""


def _ends(tokens: Sequence[Token], number: int) -> bool:
    """Whether a word is no part of a phrase."""
    if tokens[number].lower == "and" and number and _joins_name(tokens, number):
        return False
    return _divides(tokens[number].lower) or _is_predicate(tokens, number)


def _begins_anew(tokens: Sequence[Token], number: int) -> bool:
    return tokens[number].lower in DETERMINERS and tokens[number - 1].lower not in {"of", "and"}


def _divides(word: str) -> bool:
    return (
        word in AUXILIARIES | ASKING_WORDS | AROUND
        or word in PRONOUNS - DETERMINERS
        or (not word[0].isalnum() and word[0] not in "$€£%")
    )


def _joins_name(tokens: Sequence[Token], number: int) -> bool:
    """Whether a name goes on behind "and" or "for": Bosnia and Herzegovina."""
    if number + 1 >= len(tokens) or tokens[number].lower not in {"and", "for"}:
        return False
    return tokens[number - 1].is_name and tokens[number + 1].is_name


_SHORTEST = 5
"""Letters of an unknown word in "-ed" from which on it is a verb: not "need"."""


def _is_predicate(tokens: Sequence[Token], number: int) -> bool:
    """Whether a word is a verb, and no noun: "used", "stationed"."""
    word = tokens[number]
    if word.is_name:
        return False
    before = tokens[number - 1].lower if number else ""
    if before in DETERMINERS:
        return False
    verb = finite(word.lower)
    return verb is not None or (word.lower.endswith("ed") and len(word.lower) > _SHORTEST)
