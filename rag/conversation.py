"""The conversation: what a follow-up question means when it is said alone.

By rules, without a language model and without looking anything up. A rule that finds nothing to
work on leaves the question as it is: a wrong rewrite is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.answers import Turn

_NAME_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*"
_NAME = re.compile(
    rf"(?:the\s+)?{_NAME_WORD}(?:\s+(?:(?:of|for|de|van|von)\s+(?:the\s+)?)?{_NAME_WORD})*"
)
_ASKING = (
    r"(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had"
    r"|can|could|will|would|should|and|but|or|so|then|also|i|in|on|at|by|from|for|to|of|with"
    r"|about|tell|give|name|list|say|explain|describe|please|the|a|an)"
)
_FIRST_WORDS = re.compile(rf"^(?:{_ASKING}\b\s*)+", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?:(?:what|how)\s+about|what\s+of|and|or)\s+(?P<other>.+?)\s*\?*$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:(?:in|on|since|by|before|after|during|until)\s+)?"
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:\s+\d{1,2})?(?:,?\s+(?:1[0-9]|20)\d\d)?|(?:1[0-9]|20)\d\d|(?:last|this|next)\s+\w+)\b",
)
_BARE = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?P<asks>who|what|when|where|why|how|how many|how much|which"
    r"|who said (?:that|this|so|it)|who says so|since when|until when|why not|by whom"
    r"|says who|according to whom)\s*\?*$",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:and|but|so|also|then)\b[\s,]*", re.IGNORECASE)
_PERSON = re.compile(r"\b(?P<word>he|him|she|her|his|hers)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(?P<word>they|them|their|theirs)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?P<word>it|its)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?P<word>(?:the|this|that|these|those)\s+(?P<noun>[a-z-]{3,}))\b")
_GROUPS = frozenset(
    {"alliance", "company", "force", "group", "mission", "movement", "organisation"}
    | {"organization", "party", "union"}
)
_OFFICES = frozenset(
    {"chief", "head", "leader", "man", "minister", "official", "person", "president"}
    | {"secretary", "speaker", "woman"}
)
_POINTING = re.compile(r"\b(?:he|she|it|its|they|them|their|his|her|that|those|there)\b", re.I)
_POSSESSIVE = frozenset({"his", "hers", "its", "their", "theirs"})
_PREPOSITION = re.compile(r"(?:in|on|at|by|from|for|to|with|under|about)\b", re.IGNORECASE)
_SENTENCE_MARKER = re.compile(r"\s*\[\d+\]")
_LONGEST_ALONE = 4
"""A question of so few words with no name in it leans on the one before."""


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return ``question`` with what it takes from the turns before it spelt out.

    The result is a question to search with; a question that needs nothing comes back unchanged.
    """
    question = question.strip()
    if not history:
        return question
    previous = history[-1]
    for rule in _RULES:
        rewritten = rule(question, previous)
        if rewritten is not None:
            return rewritten
    return question


def _bare(question: str, previous: Turn) -> str | None:
    """Rewrite "Why?", "When?" and "Who said that?", which ask about the last question whole."""
    match = _BARE.match(question)
    if not match:
        return None
    about = previous.standalone_question.rstrip(" ?.")
    asks = match["asks"].lower()
    if "said" in asks or "says" in asks:
        said = _first_sentence(previous.answer) or about
        return f"Who said: {said.rstrip(' .')}?"
    return f"{asks.capitalize()}: {about}?"


def _what_about(question: str, previous: Turn) -> str | None:
    """Rewrite "And in 2023?", "What about Serbia?": the last question with one thing changed."""
    match = _WHAT_ABOUT.match(question)
    if not match or _starts_a_question(match["other"]):
        return None
    other, before = match["other"].strip(), previous.standalone_question
    if _TIME.fullmatch(other):
        return _with_time(before, other)
    preposition = _PREPOSITION.match(other)
    if preposition and _names(other):
        where = re.compile(rf"\b{preposition[0].lower()}\s+{_NAME.pattern}")
        if where.search(before):
            return where.sub(lambda _: other, before, count=1)
    names = _names(before)
    if preposition or not names or not _names(other):
        return f"{_capital(other)} ({_topic(previous)})?"
    return before.replace(_most_like(other, names), other, 1)


def _pronoun(question: str, previous: Turn) -> str | None:
    """Put what the last question, or its answer, speaks of in the place of a pronoun."""
    body = _AND.sub("", question)
    for pattern, find in (
        (_PERSON, _person),
        (_PLURAL, _several),
        (_DEFINITE, _the_same),
        (_THING, _thing),
    ):
        match = pattern.search(body)
        if not match or _names(body[: match.start()]):
            continue  # a name that stands before a pronoun may be what it means
        meant = find(match, previous)
        if meant:
            owned = match["word"].lower() in _POSSESSIVE or _owns(match, body)
            rest = body[match.end() :]
            if _POINTING.search(rest):
                rest = f"{rest.rstrip(' ?')} ({_topic(previous)})?"
            return _capital(body[: match.start()] + meant + "’s" * owned + rest)
    return None


def _elliptic(question: str, previous: Turn) -> str | None:
    """Give a question that names nothing, or points, the topic of the one before."""
    body = _AND.sub("", question)
    leans = body != question or len(body.split()) <= _LONGEST_ALONE or bool(_POINTING.search(body))
    if not leans or _names(_after_first_words(body)):
        return None
    return f"{_capital(body.rstrip(' ?'))} ({_topic(previous)})?"


_RULES: tuple[Callable[[str, Turn], str | None], ...] = (_bare, _what_about, _pronoun, _elliptic)


def _starts_a_question(text: str) -> bool:
    return bool(
        re.match(r"(?:who|whom|whose|what|when|where|which|why|how)\b", text, re.IGNORECASE)
    )


def _with_time(question: str, time: str) -> str:
    if _TIME.search(question):
        return _TIME.sub(time, question, count=1)
    return f"{question.rstrip(' ?')} {time}?"


def _names(text: str) -> list[str]:
    """Return the names in a question; its first word counts only if it asks nothing."""
    rest = _after_first_words(text)
    return [match[0] for match in _NAME.finditer(rest) if not _TIME.fullmatch(match[0])]


def _after_first_words(text: str) -> str:
    return _FIRST_WORDS.sub("", text)


def _most_like(other: str, names: Sequence[str]) -> str:
    """Return the name that ``other`` takes the place of: a short form for a short form."""
    capitals = other.removeprefix("the ").isupper()
    alike = [name for name in names if name.removeprefix("the ").isupper() == capitals]
    return (alike or list(names))[-1 if capitals else 0]


def _person(_: re.Match[str], previous: Turn) -> str | None:
    """Return the person spoken of: named in the question, else the first in the answer."""
    for text in (previous.standalone_question, _first_sentence(previous.answer)):
        names = [name for name in _names(text) if not name.isupper()]
        full = [name for name in names if " " in name and not name.startswith("the ")]
        short = [name for name in names if " " not in name]
        if full or short:
            return (full or short)[0]
    return None


def _several(_: re.Match[str], previous: Turn) -> str | None:
    """Return the several things spoken of: "the elections in Kosovo"."""
    place = rf"(?:\s+(?:in|of|at|on)\s+{_NAME.pattern})?"
    found = re.search(rf"\bthe\s+(?:[a-z-]+\s+)?[a-z-]+s\b{place}", previous.standalone_question)
    return found[0] if found else None


def _the_same(match: re.Match[str], previous: Turn) -> str | None:
    """Return what "the attack", "the party", "the minister" is called in the last turn."""
    noun = match["noun"]
    words = rf"\b(?:the|an?)\s+((?:[\w’-]+\s+){{1,3}}{re.escape(noun)})\b"
    for text in (previous.standalone_question, _first_sentence(previous.answer)):
        if found := re.search(words, text):
            return f"the {found[1]}"
    if noun in _OFFICES:
        return _person(match, previous)
    if noun in _GROUPS:
        every = _names(f"{previous.standalone_question} {_first_sentence(previous.answer)}")
        return next((name for name in every if name.removeprefix("the ").isupper()), None)
    return None


def _thing(_: re.Match[str], previous: Turn) -> str | None:
    """Return the thing spoken of: the last name of the question that is no mere place."""
    before = previous.standalone_question
    names = [
        name
        for name in _names(before)
        if not re.search(rf"\b(?:in|at|from)\s+{re.escape(name)}", before)
    ]
    if names:
        return names[-1]
    answered = _names(_first_sentence(previous.answer))
    return answered[0] if answered and not _names(before) else None


def _topic(previous: Turn) -> str:
    return previous.standalone_question.rstrip(" ?.")


def _first_sentence(answer: str) -> str:
    """Return the answer up to its first marker."""
    return _SENTENCE_MARKER.split(answer, maxsplit=1)[0].strip()


def _owns(match: re.Match[str], text: str) -> bool:
    """Whether "her" is followed by what is hers: a word that begins no new phrase."""
    following = text[match.end() :].split()
    return match["word"].lower() == "her" and bool(following) and following[0].isalpha()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
