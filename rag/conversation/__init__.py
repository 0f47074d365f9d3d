"""The conversation: what a follow-up question means when it is said alone.

By rules, without a language model and without looking anything up. A rule that finds nothing to
work on leaves the question as it is: a wrong rewrite is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.answers import Turn
from rag.conversation.coreference import references
from rag.conversation.topics import RecentTurns, recent_turns
from rag.language.mentions import NAME, TIME, after_first_words, most_like, names

__all__ = ["standalone"]

_WHAT_ABOUT = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?:(?:what|how)\s+about|what\s+of|and|or)\s+(?P<other>.+?)\s*\?*$",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?:who\s+(?:said|says|claimed|claims|told\s+\w+)"
    r"(?:\s+(?:that|this|so|it))?|says\s+who|according\s+to\s+whom)\s*\?*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?P<asks>who|what|when|where|why|how|how many|how much|which"
    r"|since when|until when|why not|by whom)(?:\s+(?:exactly|precisely|else))?\s*\?*$",
    re.IGNORECASE,
)
_ASKED_SO = re.compile(
    r"^(?:what|when|where|why|how)\s+"
    r"(?P<rest>(?:is|are|was|were|did|does|do|will|has|have|had)\s+.+?)\s*\?*$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:and|but|so|also|then|ok(?:ay)?|well|yes|no)\b[\s,]*", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:he|she|it|its|they|them|their|his|her|that|those|there|this|these|then)\b", re.I
)
_SAY = re.compile(r"\bsay\b(?!\s+that\b)")
_SAID_THAT = re.compile(
    r"\b(?:sa(?:y|ys|id)|claim\w*|warn\w*|mean\w*)\s+(?:that|this|it|so)\b", re.I
)
_PREPOSITION = re.compile(r"(?:in|on|at|by|from|for|to|with|under|about)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\b(?P<verb>did|does|do|is|are|was|were|has|have|had|will)\s+(?:he|she|it|they)\b"
)
_LONGEST_ALONE = 4
"""A question of so few words with no name in it leans on the one before."""


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return ``question`` with what it takes from the turns before it spelt out.

    The result is a question to search with; a question that needs nothing comes back unchanged.
    """
    question = question.strip()
    if not history:
        return question
    context = recent_turns(history)
    for rule in _RULES:
        rewritten = rule(question, context)
        if rewritten is not None:
            return rewritten
    return question


def _who_said(question: str, context: RecentTurns) -> str | None:
    """Rewrite "Who said that?", which asks about the last answer."""
    if not _WHO_SAID.match(question):
        return None
    said = context.last_said or context.topic
    return f"Who said: {said.rstrip(' .')}?"


def _bare(question: str, context: RecentTurns) -> str | None:
    """Rewrite "Why?" and "When?", which ask about the last question whole."""
    match = _BARE.match(question)
    if not match:
        return None
    asks = _capital(match["asks"].lower())
    asked_so = _ASKED_SO.match(context.question)
    if asked_so and asks in {"When", "Where", "Why"} and context.own == context.question:
        return f"{asks} {_SAY.sub(r'say that', asked_so['rest'])}?"
    return f"{asks} ({context.topic})?"


def _what_about(question: str, context: RecentTurns) -> str | None:
    """Rewrite "And in 2023?", "What about Serbia?": the last question with one thing changed."""
    match = _WHAT_ABOUT.match(question)
    if not match or _starts_a_question(match["other"]):
        return None
    other, before = match["other"].strip(), context.question
    if TIME.fullmatch(other):
        return _with_time(before, other)
    preposition = _PREPOSITION.match(other)
    if preposition and names(other):
        where = re.compile(rf"\b{preposition[0].lower()}\s+{NAME.pattern}")
        if where.search(before):
            return where.sub(lambda _: other, before, count=1)
    if preposition or not names(other):
        return f"{_capital(other)} ({context.topic})?"
    return _with_name(other, context)


def _with_name(other: str, context: RecentTurns) -> str:
    """Return the last question about something else of the same kind."""
    own, before = context.own, context.question
    replaced = most_like(other, names(own), f"{context.said}\n{other}")
    if replaced:
        return before.replace(replaced, other)
    if _SUBJECT.search(own):
        rest = before[len(own) :]
        return _SUBJECT.sub(lambda asked: f"{asked['verb']} {other}", own, count=1) + rest
    asked = own.rstrip(" ?") if own != before else "What about it"
    return f"{asked} ({other}: {context.topic.rpartition(': ')[2]})?"


def _pointed(question: str, context: RecentTurns) -> str | None:
    """Put what the last turns speak of in the place of a word that points to it."""
    body = _OPENING.sub("", question)
    for reference in references(body, context):
        rest = body[reference.end :]
        if _POINTING.search(rest):
            said = context.last_said.rstrip(" .") if _SAID_THAT.search(rest) else ""
            rest = f"{rest.rstrip(' ?')} ({said or context.topic})?"
        return _capital(body[: reference.start] + reference.meant + rest)
    return None


def _elliptic(question: str, context: RecentTurns) -> str | None:
    """Give a question that names nothing, or points, the topic of the ones before."""
    body = _OPENING.sub("", question)
    points = bool(_POINTING.search(body))
    leans = body != question or len(body.split()) <= _LONGEST_ALONE or points
    if not leans or (names(after_first_words(body)) and not _points_last(body)):
        return None
    return f"{_capital(body.rstrip(' ?'))} ({context.topic})?"


_RULES: tuple[Callable[[str, RecentTurns], str | None], ...] = (
    _who_said,
    _bare,
    _what_about,
    _pointed,
    _elliptic,
)


def _points_last(question: str) -> bool:
    """Whether a question ends in a word that points back: "What did Rutte say about it?"."""
    return bool(re.search(r"\b(?:it|that|this|them|there|those|these)\s*\?*$", question, re.I))


def _starts_a_question(text: str) -> bool:
    return bool(
        re.match(r"(?:who|whom|whose|what|when|where|which|why|how)\b", text, re.IGNORECASE)
    )


def _with_time(question: str, time: str) -> str:
    if TIME.search(question):
        return TIME.sub(time, question, count=1)
    own, bracket, topic = question.rstrip(" ?").partition(" (")
    return f"{own} {time}{bracket}{topic}?"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
