"""Who did something: whether what was read is somebody, and who that is."""

from __future__ import annotations

import re

from index.text.words import stems
from rag.answering.extractive.question import Question, is_asked_about
from rag.language.people import ANYBODY, GROUPS, PERSONS
from rag.language.values import SITES, Kind, values_in

_WHO = frozenset({Kind.PERSON, Kind.NAME, Kind.COUNTRY})
_NOBODY = re.compile(r"(?:because|for|of|to|with|by|in|on|at|after|before|from|during)\b")
_BEFORE_VERB = re.compile(
    r"(?:\s+(?:again|also|already|and|first|has|have|had|is|later|now|once|still|then|too|was|were))+$"
)
"""What stands between who did something and what was done."""
_SOMEBODY = ANYBODY.union(stems(" ".join(GROUPS | PERSONS)))


def who_is_read(question: Question, shown: str) -> str:
    """Return who is read in ``shown``; empty where nobody is and the question asks for somebody.

    What is asked for otherwise is returned as it is.
    """
    if question.answer_type not in _WHO:
        return shown
    if _NOBODY.match(shown) or (question.answer_type is Kind.PERSON and _is_a_thing(shown)):
        return ""
    return _BEFORE_VERB.sub("", shown)


def reads_asked_about(question: Question, text: str, start: int, end: int) -> bool:
    """Whether what stands there is no more than a person whom the question names."""
    met = [one for one in values_in(text, Kind.PERSON) if one.start < end and start < one.end]
    return bool(met) and all(is_asked_about(question, text[one.start : one.end]) for one in met)


def _is_a_thing(shown: str) -> bool:
    """Whether it is a site, or no name and of no known kind of people: "an explosion"."""
    if not SITES.isdisjoint(shown.split()):
        return True
    known = any(values_in(shown, Kind.PERSON)) or not _SOMEBODY.isdisjoint(stems(shown))
    return shown.islower() and not known
