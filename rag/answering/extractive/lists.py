"""Lists: "Which countries ...?" wants the sentence that names several."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from rag.answering.extractive.question import values_for
from rag.answering.extractive.ranking import ScoredCandidates
from rag.language.values import Kind

_WORD = r"[^\s,;:]+"
_ENUMERATED = re.compile(
    rf"(?:{_WORD} ){{0,4}}{_WORD}(?:, (?:{_WORD} ){{0,4}}{_WORD})+,? (?:and|or) \S"
    rf"|(?:(?:{_WORD} ){{1,14}}{_WORD}, ){{3}}|:\s*\n|[^;]+(?:; [^;]+){{2}}"
)
"""Several things, with commas between them or as items below a colon."""

_SEVERAL = 3
"""So many values of the kind asked for make a list; two may be who does it, and to whom."""

_NAMES_SEVERAL, _ENUMERATES = 1.5, 0.7
"""Log odds by which such a sentence is the better, and the surer to answer."""

_NAMES_NONE = 2.0
"""Log odds by which another one is the worse, beside a sentence that names several."""

_SURE_KINDS = frozenset({Kind.COUNTRY, Kind.CITY, Kind.PLACE, Kind.PERSON})
"""Kinds that a name is told to be of; what is only a name may be of anything."""


def favouring_lists(scored: ScoredCandidates) -> ScoredCandidates:
    """Return the candidates, those that name several of what is asked for ranked higher."""
    gains = np.array(
        [_gain(scored, place) for place in range(len(scored.candidates))], dtype=np.float32
    )
    scores = scored.scores + gains
    if gains[int(np.argmax(scores))] == _NAMES_SEVERAL:
        scores = scores - _NAMES_NONE * (gains == 0)
    odds = np.log(scored.confidences) - np.log1p(-scored.confidences)
    return replace(
        scored,
        scores=scores,
        confidences=np.asarray(1 / (1 + np.exp(-(odds + gains))), dtype=np.float32),
    )


def _gain(scored: ScoredCandidates, place: int) -> float:
    text, question = scored.candidates[place].text, scored.question
    enumerates = bool(_ENUMERATED.search(text))
    if question.answer_type in _SURE_KINDS:
        named = {text[one.start : one.end] for one in values_for(question, text) if one.fit == 1}
        if len(named) >= _SEVERAL:
            return _NAMES_SEVERAL
    return _ENUMERATES if enumerates else 0.0
