"""Figures that move: how many were killed, hurt or arrested, as reports of one event have it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.numbers import Number, NumberType, numbers

_COUNTED = {
    "dead": r"kill\w*|dead|die[ds]?|dying|deaths?|fatalit\w+|bodies|lives|perished",
    "hurt": r"injur\w+|wound\w+|hurt",
    "arrested": r"arrest\w*|detain\w*",
    "missing": r"missing|unaccounted",
    "displaced": r"displaced|homeless|evacuated|fled",
}
_EVERY = "|".join(f"(?P<{what}>{words})" for what, words in _COUNTED.items())
_BEHIND = re.compile(rf"\s+(?:[^\W\d_][\w’'-]*\s+){{0,5}}?(?:{_EVERY})\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b(?:{_EVERY})\b(?:\s+(?:toll|at|least|more|than|about|around|some|nearly|almost|up|to|of|"
    r"rose|risen|rises|climbed|increased|surged|surpassed|topped|exceeded|past|people|from|"
    r"(?:in|across)\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:and\s+)?[A-Z]\w+)*|has|is|was|stands|stood|now|an?|estimated|over|as|many|the|one|"
    r"another|count|jumped|from|reached))*\s+$",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\bdeath\s+(?P<dead>toll)\b[^.;]{0,160}?\b(?:climbed|exceeded|hit|passed|reached|risen|rose|stands|stood"
    r"|surpassed|topped)\s+(?:(?:to|at|past|above|over|least|more|than|nearly|almost)\s+)*$",
    re.IGNORECASE,
)
"""A toll, with what it is of between it and its figure."""
_PART = re.compile(r"\s+of\s+(?:those|them|these)\b", re.IGNORECASE)
"""What makes a figure a part of another: "49, with 27 of those deaths in the county"."""
_FROM_TO = re.compile(r"\s+to\s+")
_AND = re.compile(rf"\s+(?!(?:{_EVERY})\b)[a-z][\w’'-]*\s+and\s+", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:another|other|additional|further)\s+$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How many of what: 12 dead."""

    what: str
    value: float
    at_least: bool
    """Whether it may be more."""
    parts: frozenset[float] = frozenset()
    """What it is the sum of: "19 children and two teachers"."""

    def contradicts(self, other: Figure) -> bool:
        """Whether both cannot be true of one moment."""
        few, many = sorted((self, other), key=lambda one: one.value)
        return few.value != many.value and not few.at_least and not few.is_part_of(many)

    def is_part_of(self, other: Figure) -> bool:
        """Whether it counts some of those that the other counts all of."""
        return self.value in other.parts


def figure(words: str) -> Figure | None:
    """Return the figure that a report is compared by: the dead before the hurt."""
    found = {one.what: one for one in reversed(list(_figures(words)))}
    return next((found[what] for what in _COUNTED if what in found), None)


def _figures(words: str) -> list[Figure]:
    counted = [one for one in numbers(words) if one.type is NumberType.PLAIN]
    found = []
    for at, number in enumerate(counted):
        if at + 1 < len(counted) and _FROM_TO.fullmatch(words, number.end, counted[at + 1].start):
            continue  # "from 31 to 34": the second one counts
        linked = at and _FROM_TO.fullmatch(words, counted[at - 1].end, number.start)
        first = at - 1 if linked else at
        base = counted[first - 1].end if first else 0
        before = words[base : number.start]
        if linked:
            before = words[base : counted[first].start] + words[counted[first].end : number.start]
        end = counted[at + 1].start if at + 1 < len(counted) else len(words)
        match = (
            _BEFORE.search(before)
            or _TOLL.search(words[: number.start])
            or _BEHIND.match(words, number.end, end)
        )
        if _PART.match(words, number.end):
            continue
        if match and number.value == int(number.value) and not _OTHERS.search(before):
            found.append(_figure(match, _summed(words, counted, at, str(match.lastgroup))))
    return found


def _summed(words: str, counted: Sequence[Number], at: int, what: str) -> Sequence[Number]:
    """Return a number with those that it is added to: "19 children and two teachers"."""
    first, after = at, at + 1
    while first and _AND.fullmatch(words, counted[first - 1].end, counted[first].start):
        first -= 1
    while after < len(counted) and _AND.fullmatch(
        words, counted[after - 1].end, counted[after].start
    ):
        own = _BEHIND.match(words, counted[after].end)
        if own and own.lastgroup != what:
            break  # "two people and three were hurt"
        after += 1
    return counted[first:after]


def _figure(match: re.Match[str], counted: Sequence[Number]) -> Figure:
    return Figure(
        what=str(match.lastgroup),
        value=sum(one.value for one in counted),
        at_least=any(one.bound > 0 or one.rounded for one in counted),
        parts=frozenset(one.value for one in counted) if len(counted) > 1 else frozenset(),
    )
