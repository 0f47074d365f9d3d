"""Votes: whether it is asked who won one, or came second."""

from __future__ import annotations

import re

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


def place_asked(question: str) -> int:
    """Return which place is asked for: 0 is the winner's, -1 the last."""
    asks = _ASKS.search(question)
    place = "last" if "fewest" in question else asks["place"] if asks else None
    return _PLACES.get((place or "first").lower(), 0)
