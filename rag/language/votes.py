"""Votes: who won one, or came second, is told by the shares that each got."""

from __future__ import annotations

import re

from index.text.words import CAPITALISED
from rag.language.numbers import numbers
from rag.language.values import Kind, values_in

_ASKS = re.compile(
    r"(?:^|[.!?] )(?:who|whose party"
    r"|(?:which|what) (?:party|parties|candidate|coalition|movement|politician))"
    r" (?:won|wins|is winning|(?:came|finished|was|is) (?:in )?(?P<place>first|second|third|last)"
    r"|came out on top|got the most|received the most|got the fewest|received the fewest)\b"
    r"(?P<what>[^?]*)",
    re.IGNORECASE,
)
_OF_VOTES = re.compile(
    r"\b(?:elections?|votes?|ballots?|polls?|parliamentary|seats?|part(?:y|ies))\b", re.IGNORECASE
)
_VOTED = re.compile(r"\b(?:votes?|seats?|ballots?)\b", re.IGNORECASE)
_SURVEYED = re.compile(r"\b(?:poll(?:s|ing|ster\w*)?|survey|would|forecast|predict\w*)\b", re.I)
_GETS = re.compile(
    rf"(?P<name>{CAPITALISED}(?:\s+(?:(?:of|for|the)\s+){{0,2}}{CAPITALISED})*"
    r"(?:\s+(?:movement|party|list|alliance|coalition))?)\s+(?:\([A-Z]{2,6}\)\s+)?"
    r"(?:received|got|gets|won|wins|took|takes|has|had|with)\s+$"
)
"""Whoever has a share, before it."""
_SHARES = 2
_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}


def asks_for_winner(question: str) -> bool:
    """Whether a question is after who won a vote, or which place somebody took."""
    return bool(_ASKS.search(question)) and bool(_OF_VOTES.search(question))


def results_of(question: str) -> str | None:
    """Return what to search for as well where ``question`` asks who won a vote."""
    if not asks_for_winner(question):
        return None
    asks = _ASKS.search(question)
    what = asks["what"].strip() if asks else ""
    return f"results: percent of the vote received {what}"


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
    asks = _ASKS.search(question)
    place = "last" if "fewest" in question else asks["place"] if asks else None
    ranked = sorted(shares, reverse=True)
    at = _PLACES.get((place or "first").lower(), 0)
    if len(ranked) <= at:
        return None
    start = ranked[at][1]
    named = _GETS.search(text, 0, start)
    return named["name"] if named else None
