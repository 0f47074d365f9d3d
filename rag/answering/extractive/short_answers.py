"""The short answer: the name, number, date or place in a sentence that a question asks for."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from index.text.words import stem, words
from rag.answering.extractive.question import Question, counts, values_for
from rag.language.matching import found
from rag.language.values import Kind, Value
from rag.retrieval.idf import TermWeight

_WORD = re.compile(r"\w+")
_REACH = 40.0
"""Characters; at this distance from a value, a third of a word's weight is left."""

_LEAST_PROXIMITY = 0.1
"""Without any of the question's words near it a value is a guess."""

NO_VALUE = frozenset({Kind.YES_NO, Kind.REASON, Kind.ROLE, Kind.OTHER})
"""Types of answers that are no value in a sentence."""


@dataclass(frozen=True, kw_only=True)
class ScoredValue:
    """A value of the type asked for, and how close the question's words stand to it."""

    value: Value
    proximity: float
    """Up to 1; up to 2 for a number that counts what the question counts."""


def score_values(
    question: Question, text: str, *, term_weight: TermWeight, start: int = 0
) -> list[ScoredValue]:
    """Return the values in ``text[start:]`` that may answer, with their proximity.

    The question's words count wherever they stand in ``text``.
    """
    if question.answer_type in NO_VALUE:
        return []
    values = [value for value in values_for(question, text) if value.start >= start]
    anchors = _anchors(question, text, term_weight) if values else []
    return [
        ScoredValue(value=one, proximity=_proximity(question, text, one, anchors) * one.fit)
        for one in values
    ]


def short_answer(question: Question, sentence: str, *, term_weight: TermWeight) -> str | None:
    """Return the name, number, date or place in ``sentence`` that ``question`` asks for.

    ``None`` where the question asks for something else or the sentence has nothing that fits.
    """
    scored = score_values(question, sentence, term_weight=term_weight)
    best = max(scored, key=lambda value: value.proximity, default=None)
    if best is None or best.proximity < _LEAST_PROXIMITY * best.value.fit:
        return None
    return sentence[best.value.start : best.value.end]


def _anchors(
    question: Question, text: str, term_weight: TermWeight
) -> list[tuple[int, int, float]]:
    """Return where the question's words stand in the text, with their weights."""
    anchors = []
    for match in _WORD.finditer(text):
        stemmed = frozenset(stem(word) for word in words(match[0]))
        weight, credit = max(
            ((term_weight(one), found(one, stemmed)) for one in question.stems),
            key=lambda pair: pair[1],
            default=(0.0, 0.0),
        )
        if credit:
            anchors.append((match.start(), match.end(), weight * credit))
    return anchors


def _proximity(
    question: Question, text: str, value: Value, anchors: list[tuple[int, int, float]]
) -> float:
    """Return how close the question's words stand to a value, by their weight."""
    whole = sum(weight for _, _, weight in anchors) or 1.0
    proximity = 0.0
    for start, end, weight in anchors:
        if value.start <= start < value.end:
            continue
        # What is said of a name mostly follows it: "PDK with 22.03 percent", "61 votes".
        distance = value.start - end if value.start >= end else 1.5 * (start - value.end)
        proximity += weight / whole * math.exp(-max(0.0, distance) / _REACH)
    if question.unit and counts(question.unit, text, value):
        proximity += 1.0
    return proximity or (_LEAST_PROXIMITY if not anchors else 0.0)


_LONGEST_READ = 10
"""Words. A longer span is half of a sentence that is shown anyway."""


def answer_of_span(question: Question, span: str) -> str | None:
    """Return the short answer that is a reader's ``span``, if the question asks for a short one."""
    if question.answer_type in (Kind.YES_NO, Kind.REASON) or len(span.split()) > _LONGEST_READ:
        return None
    return " ".join(span.split()).strip(" ,;:") or None
