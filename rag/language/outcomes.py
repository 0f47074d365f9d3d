"""Outcomes: what may become of somebody, in the words that news has for each.

Who was hurt was not killed, and whoever was detained on a day is who was arrested on it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.text.words import stem

_OUTCOMES = tuple(
    frozenset(stem(word) for word in group.split())
    for group in (
        "kill killed die died dead death deaths dies dying fatal fatally",
        "hurt injure injured injuries wound wounded",
        "arrest arrested detain detained jail jailed imprison imprisoned prison custody",
        "missing disappear disappeared vanish vanished",
        "rescue rescued save saved survive survived",
        "resign resigned resignation quit",
        "dismiss dismissed sack sacked oust ousted",
        "elect elected reelected",
        "appoint appointed nominate nominated",
        "acquit acquitted",
        "convict convicted sentence sentenced",
    )
)
"""Stems of what may become of somebody; who says one of them has not said another."""


@lru_cache(maxsize=4096)
def outcomes(text: str) -> dict[int, str]:
    """Return the word that ``text`` has for each outcome it tells, by the outcome's number."""
    found = {}
    for word in re.findall(r"\b(?!quite\b)[^\W\d_]+", text):  # which has the stem of "quit"
        for number, group in enumerate(_OUTCOMES):
            if stem(word.lower()) in group:
                found[number] = word
    return found
