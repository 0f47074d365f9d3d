"""Figures that move: how many were killed, hurt or arrested, as reports of one event have it."""

from __future__ import annotations

import re
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
    r"rose|risen|rises|climbed|has|is|was|stands|stood|now|an?|estimated|over|as|many|the|one|"
    r"another|count|jumped|from|reached))*\s+$",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:another|other|additional|further)\s+$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How many of what: 12 dead."""

    what: str
    value: float
    at_least: bool
    """Whether it may be more."""

    def contradicts(self, other: Figure) -> bool:
        """Whether both cannot be true of one moment."""
        few, many = sorted((self, other), key=lambda one: one.value)
        return few.value != many.value and not few.at_least


def figure(words: str) -> Figure | None:
    """Return the figure that a report is compared by: the dead before the hurt."""
    found = {one.what: one for one in reversed(list(_figures(words)))}
    return next((found[what] for what in _COUNTED if what in found), None)


def _figures(words: str) -> list[Figure]:
    counted = [one for one in numbers(words) if one.type is NumberType.PLAIN]
    found = []
    for at, number in enumerate(counted):
        before = words[counted[at - 1].end if at else 0 : number.start]
        end = counted[at + 1].start if at + 1 < len(counted) else len(words)
        match = _BEFORE.search(before) or _BEHIND.match(words, number.end, end)
        if match and number.value == int(number.value) and not _OTHERS.search(before):
            found.append(_figure(match, number))
    return found


def _figure(match: re.Match[str], number: Number) -> Figure:
    return Figure(
        what=str(match.lastgroup), value=number.value, at_least=number.bound > 0 or number.rounded
    )
