"""The parts of a sentence that may each be told elsewhere: a reporter joins what articles part."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.language.speech import quoted_spans, says
from rag.timeline.clauses import clauses
from rag.verification.clauses import clause

_JOINT = re.compile(
    r"[;:—–]\s+|,\s+|\s+(?:but|while|whereas|although|though|because|when|after|before|since|who|which)\s+",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"^(?:and|but|while|whereas|although|though|as|who|which|with|where|when)\s+", re.IGNORECASE
)
_LEADS_IN = re.compile(
    r"(?:in|on|at|by|for|after|before|during|among|under|with|from|since|last|this)\b[^,]*$",
    re.IGNORECASE,
)
"""When or where the rest takes place, which is no part by itself."""
_FEWEST = 2
"""Words of meaning, names and figures that make a part one to look for."""


@lru_cache(maxsize=1024)
def parts(sentence: str) -> tuple[str, ...]:
    """Return the parts of a sentence in order, the sentence alone where it joins nothing."""
    inside = quoted_spans(sentence)
    speaking = {match.span() for match in _told().finditer(sentence)}
    cuts = [
        match.span()
        for match in [*_JOINT.finditer(sentence), *_told().finditer(sentence)]
        if not any(start < match.end() and match.start() < end for start, end in inside)
    ]
    pieces: list[str] = []
    position = 0
    for start, end in [*sorted(cuts), (len(sentence), len(sentence))]:
        piece = _OPENERS.sub("", sentence[position:start].strip())
        if position == 0 and _LEADS_IN.match(piece):
            continue
        stands = bool(pieces) or _has_verb(piece) or (start, end) in speaking
        if len(clause(piece).features) >= _FEWEST and stands:
            pieces.append(piece)
            position = end
    rest = sentence[position:].strip()
    if rest and pieces:
        pieces[-1] = f"{pieces[-1]} {rest}"
    return tuple(pieces) or (sentence,)


def _has_verb(piece: str) -> bool:
    """Whether a first part may stand by itself: "Reid, a friend of" his only says who is meant."""
    return any(one.has_verb for one in clauses(piece))


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    """Return the pattern of what stands between who says something and what is said."""
    return re.compile(rf"(?<=\s){says()}\s+that\s+")
