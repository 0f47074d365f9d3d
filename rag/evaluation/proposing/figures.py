"""Questions that a number answers: "How many soldiers does KFOR have?"."""

from __future__ import annotations

import re

from index.text.words import listed
from rag.evaluation.proposing.clauses import Clause
from rag.evaluation.proposing.drafts import Draft
from rag.language.numbers import Number, NumberType, numbers
from rag.language.verbs import BEING

_BOUND = re.compile(
    r"(?:(?:over|about|around|nearly|almost|some|more than|less than|at least|up to)\s+)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?P<nouns>(?:[A-Z]?[a-z]+(?:-[a-z]+)?\s+){0,2}(?:[a-z-]{2,}s|people|men|women|children))"
    r"(?=$|\s+(?:in|to|from|for|with|on|at|by|during|into|since|after|before|per|across|among"
    r"|between|under|over|worth|of)\b)"
)
_NOT_COUNTED = listed(
    """
    more this its his was is has as us years times others pounds degrees
    """
)
_SHARE = re.compile(r"\s+(?P<whole>of\s+\S.*)")
_THERE_ARE = re.compile(r"There (?P<verb>are|were) (?P<counted>.+)\.")


def how_many_do(clause: Clause) -> Draft | None:
    """Ask "How many soldiers from 28 countries are stationed in Kosovo?"."""
    leading = _leading(clause.subject)
    if leading is None:
        return None
    number, behind = leading
    asks = _asks(number, behind)
    if asks is None:
        return None
    # What the number counts stays whole: "soldiers from 28 countries".
    asks = asks if number.type is NumberType.PERCENT else f"How many{behind}"
    return _draft(f"{asks} {clause.predicate}?", number)


def how_many_done(clause: Clause) -> Draft | None:
    """Ask "How many soldiers does KFOR have?"."""
    leading = _leading(clause.rest)
    if leading is None or (clause.auxiliary in BEING and not clause.verb):
        return None
    number, behind = leading
    asks = _asks(number, behind)
    if asks is None or _leading(clause.subject) is not None:
        return None
    return _draft(f"{asks} {clause.asked(_behind_counted(number, behind))}?", number)


def how_many_are(sentence: str) -> Draft | None:
    """Ask "How many seats are there in the parliament of Kosovo?"."""
    there = _THERE_ARE.fullmatch(sentence)
    leading = _leading(there["counted"]) if there else None
    if there is None or leading is None or not {",", ":", ";"}.isdisjoint(sentence):
        return None
    number, behind = leading
    asks = _asks(number, behind)
    if asks is None or number.type is NumberType.PERCENT:
        return None
    rest = _behind_counted(number, behind)
    if rest.startswith("of "):
        return _draft(f"{asks} {rest} {there['verb']} there?", number)
    return _draft(f"{asks} {there['verb']} there {rest}?", number)


def _draft(question: str, number: Number) -> Draft:
    return Draft(question=question, answers=(number.text,), kind="figure")


def _leading(text: str) -> tuple[Number, str] | None:
    """Return the number that a text begins with, "over" and its like apart, and what follows."""
    bound = _BOUND.match(text)
    first = next(iter(numbers(text)), None)
    if (
        first is None
        or bound is None
        or first.start != bound.end()
        or first.type is NumberType.ORDINAL
    ):
        return None
    return first, text[first.end :]


def _asks(number: Number, behind: str) -> str | None:
    """Return "How many soldiers" or "What percentage of the vote" for what is counted."""
    if number.type is NumberType.PERCENT:
        share = _SHARE.fullmatch(behind)
        return f"What percentage {share['whole']}" if share else None
    counted = _COUNTED.match(behind)
    if (
        counted is None
        or number.value == 1
        or not _NOT_COUNTED.isdisjoint(counted["nouns"].split())
    ):
        return None
    return f"How many {counted['nouns']}"


def _behind_counted(number: Number, behind: str) -> str:
    counted = _COUNTED.match(behind)
    return (
        ""
        if number.type is NumberType.PERCENT or counted is None
        else behind[counted.end() :].strip()
    )
