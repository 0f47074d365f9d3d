"""Several that a question speaks of without their noun: "Which one?", "Why were more sent?"."""

from __future__ import annotations

import re

from rag.conversation.antecedents import Mention, RecentTurns, definite
from rag.conversation.phrases import BEING, PREPOSITIONS
from rag.conversation.questions import parse
from rag.language.words.stopwords import content_stems
from rag.language.words.verbs import is_participle

_ONES = re.compile(r"(?P<asks>which|what)\s+ones?\b(?=\s+\w)", re.IGNORECASE)
_COUNTS = re.compile(r"how many\b", re.IGNORECASE)
_MORE_OF = re.compile(
    r"(?<!\bthere )(?<!\bwhat )(?<!\bany )\b(?:any|fewer|(?P<many>(?<=how )many)|more)\b"
    r"(?!\s+(?:than|of|more)\b)",
    re.IGNORECASE,
)
_COUNTING_TURNS = 3
"""Turns within which something was counted, of which there may be more."""
_LIKELY = 0.3


def with_noun(question: str, recent: RecentTurns) -> str:
    """Return a question with the noun of the several that it speaks of."""
    return _with_counted(_with_ones(question, recent.mentions), recent)


def _with_ones(question: str, mentions: tuple[Mention, ...]) -> str:
    """Return "Which of the countries sends most?" for "Which one sends most?"."""
    ones = _ONES.match(question)
    latest = [one for one in mentions if one.plural and one.back == 0 and one.role != "answer"]
    latest.sort(key=lambda one: one.role != "asked")  # what was asked for before anything else
    several = next((one.text for one in latest), None)
    if ones is None or several is None:
        return question
    return f"{question[: ones.end('asks')]} of {definite(several)}{question[ones.end() :]}"


def _with_counted(question: str, recent: RecentTurns) -> str:
    """Return "Why were more soldiers sent?" for "Why were more sent?" after "How many soldiers"."""
    more = _MORE_OF.search(question)
    if more is None or parse(question).is_command:
        return question
    turns = recent.turns[: 1 if more["many"] else _COUNTING_TURNS]
    counted = (parse(turn.standalone_question) for turn in turns)
    noun = next((one.noun_asked for one in counted if _COUNTS.match(one.asks)), "")
    if not noun or (recent.carried and recent.likelihood(content_stems(noun)) < _LIKELY):
        return question
    behind = re.match(r"\s+([^\W\d_]+)", question[more.end() :])
    word = behind[1].lower() if behind else ""
    if word and not (word in PREPOSITIONS | BEING or is_participle(word) or word.endswith("ing")):
        return question  # more of something else
    return f"{question[: more.end()]} {noun}{question[more.end() :]}"
