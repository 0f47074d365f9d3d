"""The short answer: the value in a sentence that the question asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from index.text.words import stem, words
from rag.answering.extractive.question import Wanted, counts, values_for
from rag.language.matching import found
from rag.language.values import Kind, Value

_WORD = re.compile(r"\w+")
_REACH = 40.0
"""Characters over which a question's word loses most of its pull on a value."""

_LEAST_PULL = 0.1
"""Without any of the question's words near it a value is a guess."""

NO_VALUE = frozenset({Kind.YES_NO, Kind.REASON, Kind.ROLE, Kind.OTHER})
"""Kinds of answers that are no value in a sentence."""


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """A value of the wanted kind, and how strongly the question's words around it point to it."""

    value: Value
    pull: float
    """Up to 1, or up to 2 where it counts what the question counts."""


def pulled(
    wanted: Wanted, text: str, *, weigh: Callable[[str], float], start: int = 0
) -> list[Pulled]:
    """Return the values in ``text[start:]`` that ``wanted`` may ask for.

    What stands before ``start`` only points to them.
    """
    if wanted.kind in NO_VALUE:
        return []
    values = [value for value in values_for(wanted, text) if value.start >= start]
    anchors = _anchors(wanted, text, weigh) if values else []
    return [Pulled(value=one, pull=_pull(wanted, text, one, anchors) * one.fit) for one in values]


def short_answer(wanted: Wanted, sentence: str, *, rarity: Callable[[str], float]) -> str | None:
    """Return the name, number, date or place in ``sentence`` that ``wanted`` asks for.

    ``None`` where the question asks for no such thing or the sentence has none that fits.
    """
    best = max(pulled(wanted, sentence, weigh=rarity), key=lambda one: one.pull, default=None)
    if best is None or best.pull < _LEAST_PULL * best.value.fit:
        return None
    return sentence[best.value.start : best.value.end]


def _anchors(
    wanted: Wanted, text: str, weigh: Callable[[str], float]
) -> list[tuple[int, int, float]]:
    """Return where the question's words stand in the text, with their weights."""
    anchors = []
    for match in _WORD.finditer(text):
        stemmed = frozenset(stem(word) for word in words(match[0]))
        weight, credit = max(
            ((weigh(one), found(one, stemmed)) for one in wanted.stems),
            key=lambda pair: pair[1],
            default=(0.0, 0.0),
        )
        if credit:
            anchors.append((match.start(), match.end(), weight * credit))
    return anchors


def _pull(wanted: Wanted, text: str, value: Value, anchors: list[tuple[int, int, float]]) -> float:
    """Return how strongly the question's words around a value point to it."""
    whole = sum(weight for _, _, weight in anchors) or 1.0
    pull = 0.0
    for start, end, weight in anchors:
        if value.start <= start < value.end:
            continue
        # What is said of a name mostly follows it: "PDK with 22.03 percent", "61 votes".
        distance = value.start - end if value.start >= end else 1.5 * (start - value.end)
        pull += weight / whole * math.exp(-max(0.0, distance) / _REACH)
    if wanted.unit and counts(wanted.unit, text, value):
        pull += 1.0
    return pull or (_LEAST_PULL if not anchors else 0.0)


_LONGEST_READ = 10
"""Words; a longer span is a sentence's half, and the sentence stands there anyway."""


def read_answer(wanted: Wanted, span: str) -> str | None:
    """Return a reader's ``span`` where a short answer is asked for and it is one."""
    if wanted.kind in (Kind.YES_NO, Kind.REASON) or len(span.split()) > _LONGEST_READ:
        return None
    return " ".join(span.split()).strip(" ,;:") or None
