"""What the words that point back point to: he, they, it, the attack."""

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
    """A word that points back, and what it means."""

    start: int
    end: int
    meant: str
    """As it is to stand in the question."""


def references(question: str, context: RecentTurns) -> Iterator[Reference]:
    """Yield the words of a question that point back, the surest first."""
    for pattern, find in (
        (_PERSON, _person),
        (_PLURAL, _several),
        (_DEFINITE, _the_same),
        (_THING, _thing),
    ):
        match = pattern.search(question)
        if not match or _has_its_own(match, question, plural=pattern is _PLURAL):
            continue
        meant = find(match, context)
        if meant:
            owned = match["word"].lower() in _POSSESSIVE or _owns(match, question)
            yield Reference(start=match.start(), end=match.end(), meant=meant + "’s" * owned)


def _has_its_own(match: re.Match[str], question: str, *, plural: bool) -> bool:
    """Whether a name that stands before the word in the same question may be what it means."""
    before = names(question[: match.start()])
    return len(before) > 1 if plural else bool(before)


def _person(_: re.Match[str], context: RecentTurns) -> str | None:
    """Return the person spoken of last: who was asked about, or who the answer is."""
    for turn in context.turns:
        asked, said = persons(turn.standalone_question), persons(first_sentence(turn.said))
        told = persons(turn.short_answer or "")
        who = _ASKS_WHO.match(turn.standalone_question)
        found = [*told, *said, *asked] if who else [*asked, *told, *said]
        if found:
            return _without_titles(found[0])
    return None


def _without_titles(name: str) -> str:
    """Return the last two words of a long name: the ones before say what somebody is."""
    words = name.split()
    return " ".join(words[-2:]) if len(words) > _LONGEST_NAME else name


def _several(_: re.Match[str], context: RecentTurns) -> str | None:
    """Return the several things spoken of: "the elections in Kosovo", "the soldiers"."""
    place = rf"(?:\s+(?:in|of|at|on)\s+{NAME.pattern})?"
    for turn in context.turns[:2]:
        asked = turn.standalone_question
        if found := re.search(rf"\bthe\s+(?:[a-z-]+\s+)?[a-z-]+s\b{place}", asked):
            return found[0]
        if counted := _COUNTED.search(asked):
            return f"the {counted[1]}"
    return None


def _the_same(match: re.Match[str], context: RecentTurns) -> str | None:
    """Return what "the attack", "the party", "the minister" was called before."""
    noun = match["noun"]
    words = rf"\b(?:the|an?)\s+((?:[\w’-]+\s+){{1,3}}{re.escape(noun)})\b"
    for turn in context.turns:
        for text in (turn.standalone_question, first_sentence(turn.said)):
            if found := re.search(words, text):
                return f"the {found[1]}"
        if meant := _by_its_kind(noun, turn, match, context):
            return meant
    return None


def _by_its_kind(noun: str, turn: Turn, match: re.Match[str], context: RecentTurns) -> str | None:
    if noun in _PERSONS:
        return _person(match, context)
    if noun in _GROUPS:
        every = names(f"{turn.standalone_question} {first_sentence(turn.said)}")
        return next((name for name in every if is_acronym(name)), None)
    return None


def _thing(match: re.Match[str], context: RecentTurns) -> str | None:
    """Return the thing spoken of: the last name of the question that is no mere place."""
    if _OBJECT.search(match.string[: match.start()]) or context.told:
        return None  # what happened, or what the answer named: that stands in the brackets
    before, owned = context.question, match["word"].lower() == "its"
    found = [
        name
        for name in names(context.own)
        if (owned or not re.search(rf"\b(?:in|at|from)\s+{re.escape(name)}", before))
        and name not in persons(before)
    ]
    if found:
        return found[-1]
    answered = names(context.answer)
    return answered[0] if answered and not names(before) else None


def _owns(match: re.Match[str], text: str) -> bool:
    """Whether "her" is followed by what is hers: a word that begins no new phrase."""
    following = text[match.end() :].split()
    return match["word"].lower() == "her" and bool(following) and following[0].isalpha()
