"""Shares of a vote: who has which, in a sentence that gives several."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.text.words import CAPITALISED, stems
from rag.language.numbers import numbers
from rag.language.values import Kind, values_in
from rag.language.votes import place_asked

_VOTED = re.compile(r"\b(?:votes?|seats?|ballots?)\b", re.IGNORECASE)
_SURVEYED = re.compile(r"\b(?:poll(?:s|ing|ster\w*)?|survey|would|forecast|predict\w*)\b", re.I)
_GETS = re.compile(
    rf"(?P<name>{CAPITALISED}(?:\s+(?:(?:of|for|the)\s+){{0,2}}{CAPITALISED})*"
    r"(?:\s+(?:movement|party|list|alliance|coalition))?)\s+(?:\([A-Z]{2,6}\)\s+)?"
    r"(?:received|got|gets|won|wins|took|takes|has|had|with)\s+$"
)
"""Whoever has a share, before it."""
_SHARES = 2


def gives_results(text: str) -> bool:
    """Whether a sentence gives shares of a vote: several, with that word, and of no survey."""
    if not _VOTED.search(text) or _SURVEYED.search(text):
        return False
    return sum(1 for _ in values_in(text, Kind.SHARE)) >= _SHARES


def winner_in(question: str, text: str) -> str | None:
    """Return who got the largest share in a sentence with the results, if that can be read.

    Or the second, the third, the smallest one, if that is asked for.
    """
    shares = [
        (number.value, one.start)
        for one in values_in(text, Kind.SHARE)
        for number in numbers(text[one.start : one.end])[:1]
    ]
    ranked = sorted(shares, reverse=True)
    at = place_asked(question)
    if len(ranked) <= at:
        return None
    start = ranked[at][1]
    named = _GETS.search(text, 0, start)
    return named["name"] if named else None


def share_of(stems_of_name: Collection[str], text: str) -> tuple[int, int] | None:
    """Return where the share stands that follows a name in a sentence with the results.

    ``stems_of_name`` may have other words beside it. ``None`` in other sentences, and where two
    shares follow it alike.
    """
    if not gives_results(text):
        return None
    shares = list(values_in(text, Kind.SHARE))
    starts = [0, *(one.end for one in shares)]
    found = [
        len(frozenset(stems(text[start : one.start])).intersection(stems_of_name))
        for start, one in zip(starts, shares, strict=False)
    ]
    most = max(found, default=0)
    if not most or found.count(most) > 1:
        return None
    meant = shares[found.index(most)]
    return meant.start, meant.end
