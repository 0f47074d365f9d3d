"""Offices as they are called: whether two names of one may be the same, "the NATO chief"."""

from __future__ import annotations

import re

from index.text.words import listed
from rag.language.names import fold
from rag.language.nations import nation_of
from rag.language.offices import OFFICES, usual_office
from rag.language.words.stopwords import STOPWORDS

GROUPS = listed(
    """
    alliance army association bank campaign city coalition commission committee company council
    country court department embassy foundation government group house institute military
    ministry mission movement network office organisation organization paper parliament party
    police report senate statement state study survey team union university
    """
)
_LEADS = listed(
    "chief head leader boss chairman chairwoman chair president director secretary premier"
    " secretary-general general minister"
)
_LOOSE = listed("chief head leader boss")
"""Words for whoever is at the top of something, whatever their office is called."""
OFFICE_WORDS = OFFICES | listed(
    """
    adviser advisor aide analyst attorney author candidate congressman congresswoman editor
    expert historian judge justice lawmaker lawyer nominee official pollster professor pundit
    reporter strategist mp mep msp counsel operative executive economist scientist
    """
)
_SAME_GROUP = {
    "alliance": "nato",
    "bloc": "eu",
    "union": "eu",
    "military": "nato",
    "western": "nato",
    "european": "eu",
}


def office_likeness(words: str, role: str) -> float:
    """Return how well ``words`` such as "the NATO chief" name a role; 0 where they do not."""
    wanted, held = office_words(words), office_words(role)
    own, other = wanted & OFFICE_WORDS, held & OFFICE_WORDS
    groups, theirs = _groups(wanted - OFFICE_WORDS), _groups(held - OFFICE_WORDS)
    exact = own - _LOOSE
    if not other or (exact and not exact <= other):
        return 0.0
    if not exact and not (other & _LEADS):
        return 0.0
    if groups and theirs and not groups & theirs:
        return 0.0
    return 1.0 + len(groups & theirs) + len(exact & other)


def office_words(words: str) -> frozenset[str]:
    """Return the words of a name of an office that carry meaning, folded."""
    plain = (
        fold(words)
        .replace("’s", "")
        .replace("'s", "")
        .replace("secretary-general", "secretary general")
    )
    found = re.findall(r"[^\W_]+(?:\.[^\W_]+)*", plain)
    return frozenset(map(usual_office, found)) - STOPWORDS


def _groups(words: frozenset[str]) -> frozenset[str]:
    return frozenset(_SAME_GROUP.get(word, nation_of().get(word, word)) for word in words) - {
        "former",
        "deputy",
        "new",
        "acting",
        "top",
        "current",
        "prime",
        "vice",
    }


def is_office(words: str) -> bool:
    """Whether it names one office, "the NATO chief", and not one of several: "two officials"."""
    return bool(office_words(words) & (_LEADS | OFFICES)) and not re.match(
        r"(?:an?|some|many|two|three|several|other|one|his|her|their)\b", words, re.I
    )
