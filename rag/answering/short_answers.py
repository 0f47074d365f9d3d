"""The short answer: the value in a sentence that the question asks for."""

from __future__ import annotations

import math
import re

from rag.answering.questions import Wanted, counts, values_for
from rag.answering.sentences import Weigh
from rag.answering.values import Kind, Value
from rag.retrieval.words import stem

_WORD = re.compile(r"\w+")
_REACH = 40.0
"""Characters over which a question's word loses most of its pull on a value."""

_LEAST_PULL = 0.1
"""Without any of the question's words near it a value is a guess."""


def short_answer(wanted: Wanted, sentence: str, *, rarity: Weigh) -> str | None:
    """Return the name, number, date or place in ``sentence`` that ``wanted`` asks for.

    ``None`` where the question asks for no such thing or the sentence has none that fits.
    """
    if wanted.kind in (Kind.YES_NO, Kind.REASON, Kind.OTHER):
        return None
    anchors = _anchors(wanted, sentence, rarity)
    pulls = [
        (_pull(wanted, sentence, value, anchors), value) for value in values_for(wanted, sentence)
    ]
    if not pulls:
        return None
    pull, best = max(pulls, key=lambda one: one[0])
    return sentence[best.start : best.end] if pull >= _LEAST_PULL else None


def _anchors(wanted: Wanted, sentence: str, rarity: Weigh) -> list[tuple[int, int, float]]:
    """Return where the question's words stand in the sentence, with their weights."""
    found = []
    for match in _WORD.finditer(sentence):
        stemmed = stem(match[0].casefold())
        if stemmed in wanted.stems:
            found.append((match.start(), match.end(), rarity(stemmed)))
    return found


def _pull(
    wanted: Wanted, sentence: str, value: Value, anchors: list[tuple[int, int, float]]
) -> float:
    """Return how strongly the question's words around a value point to it."""
    whole = sum(weight for _, _, weight in anchors) or 1.0
    pull = 0.0
    for start, end, weight in anchors:
        if value.start <= start < value.end:
            continue
        # What is said of a name mostly follows it: "PDK with 22.03 percent", "61 votes".
        distance = value.start - end if value.start >= end else 1.5 * (start - value.end)
        pull += weight / whole * math.exp(-max(0.0, distance) / _REACH)
    if wanted.unit and counts(wanted.unit, sentence, value):
        pull += 1.0
    return pull or (_LEAST_PULL if not anchors else 0.0)


_LONGEST_READ = 10
"""Words; a longer span is a sentence's half, and the sentence stands there anyway."""


def read_answer(wanted: Wanted, span: str) -> str | None:
    """Return a reader's ``span`` where a short answer is asked for and it is one."""
    if wanted.kind in (Kind.YES_NO, Kind.REASON) or len(span.split()) > _LONGEST_READ:
        return None
    return " ".join(span.split()).strip(" ,;:") or None
