"""Coreference: what "he", "they", "it" and "the attack" refer to in the turns before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.answers import Turn
from rag.conversation.topics import RecentTurns, first_sentence
from rag.language.mentions import NAME, is_acronym, names, persons
from rag.language.offices import OFFICES

_GROUPS = frozenset(
    {"alliance", "company", "force", "group", "mission", "movement", "organisation"}
    | {"organization", "party", "union"}
)
_PERSONS = OFFICES | {"man", "woman", "official", "person"}
_POSSESSIVE = frozenset({"his", "hers", "its", "their", "theirs"})
_PERSON = re.compile(r"\b(?P<word>he|him|she|her|his|hers)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(?P<word>they|them|their|theirs)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?P<word>it|its)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?P<word>(?:the|this|that|these|those)\s+(?P<noun>[a-z-]{3,}))\b")
_OBJECT = re.compile(r"\b(?:for|about|of|on|to|with|after|before|behind|against|from|by|in)\s+$")
_ASKS_WHO = re.compile(r"^(?:(?:by|to|with|for|from)\s+)?who(?:m|se)?\b", re.IGNORECASE)
_LONGEST_NAME = 3
_COUNTED = re.compile(r"\bhow many\s+(?:of\s+the\s+)?([a-z-]+s)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A word that refers to the turns before, and what it refers to."""

    start: int
    end: int
    meant: str
    """As it replaces the word, with ``’s`` for a possessive."""


def references(question: str, recent: RecentTurns) -> Iterator[Reference]:
    """Yield the words of a question that refer to earlier turns, the surest first."""
    for pattern, find in (
        (_PERSON, _person),
        (_PLURAL, _several),
        (_DEFINITE, _the_same),
        (_THING, _thing),
    ):
        match = pattern.search(question)
        if not match or _has_its_own(match, question, plural=pattern is _PLURAL):
            continue
        meant = find(match, recent)
        if meant:
            owned = match["word"].lower() in _POSSESSIVE or _owns(match, question)
            yield Reference(start=match.start(), end=match.end(), meant=meant + "’s" * owned)


def _has_its_own(match: re.Match[str], question: str, *, plural: bool) -> bool:
    """Whether the word may refer to a name before it in the same question."""
    before = names(question[: match.start()])
    return len(before) > 1 if plural else bool(before)


def _person(_: re.Match[str], recent: RecentTurns) -> str | None:
    """Return the person mentioned last: in the question, or in the answer to a "who"."""
    for turn in recent.turns:
        asked = persons(turn.standalone_question)
        answered = [*persons(turn.short_answer or ""), *persons(first_sentence(turn.said))]
        asks_who = _ASKS_WHO.match(turn.standalone_question)
        mentioned = [*answered, *asked] if asks_who else [*asked, *answered]
        if mentioned:
            return _without_titles(mentioned[0])
    return None


def _without_titles(name: str) -> str:
    """Return the last two words of a long name; the words before them are titles."""
    words = name.split()
    return " ".join(words[-2:]) if len(words) > _LONGEST_NAME else name


def _several(_: re.Match[str], recent: RecentTurns) -> str | None:
    """Return the plural mentioned last: "the elections in Kosovo", "the soldiers"."""
    place = rf"(?:\s+(?:in|of|at|on)\s+{NAME.pattern})?"
    for turn in recent.turns[:2]:
        asked = turn.standalone_question
        if found := re.search(rf"\bthe\s+(?:[a-z-]+\s+)?[a-z-]+s\b{place}", asked):
            return found[0]
        if counted := _COUNTED.search(asked):
            return f"the {counted[1]}"
    return None


def _the_same(match: re.Match[str], recent: RecentTurns) -> str | None:
    """Return the fuller name by which "the attack" or "the minister" was mentioned before."""
    noun = match["noun"]
    words = rf"\b(?:the|an?)\s+((?:[\w’-]+\s+){{1,3}}{re.escape(noun)})\b"
    for turn in recent.turns:
        for text in (turn.standalone_question, first_sentence(turn.said)):
            if found := re.search(words, text):
                return f"the {found[1]}"
        if meant := _by_noun(noun, turn, match, recent):
            return meant
    return None


def _by_noun(noun: str, turn: Turn, match: re.Match[str], recent: RecentTurns) -> str | None:
    if noun in _PERSONS:
        return _person(match, recent)
    if noun in _GROUPS:
        every = names(f"{turn.standalone_question} {first_sentence(turn.said)}")
        return next((name for name in every if is_acronym(name)), None)
    return None


def _thing(match: re.Match[str], recent: RecentTurns) -> str | None:
    """Return the thing mentioned last: the last name of the question that is not just a place."""
    if _OBJECT.search(match.string[: match.start()]) or recent.named_answer:
        return None  # an event, or what the answer named: the topic in brackets says it
    before, owned = recent.question, match["word"].lower() == "its"
    found = [
        name
        for name in names(recent.own)
        if (owned or not re.search(rf"\b(?:in|at|from)\s+{re.escape(name)}", before))
        and name not in persons(before)
    ]
    if found:
        return found[-1]
    answered = names(recent.answer)
    return answered[0] if answered and not names(before) else None


def _owns(match: re.Match[str], text: str) -> bool:
    """Whether "her" is a possessive: followed by a word, not by punctuation or the end."""
    following = text[match.end() :].split()
    return match["word"].lower() == "her" and bool(following) and following[0].isalpha()
