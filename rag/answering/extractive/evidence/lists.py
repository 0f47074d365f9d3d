"""Lists: "Which countries ...?" wants the sentence that names several, and their names."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from index.text.words import stems
from rag.answering.extractive.candidates import Candidate
from rag.answering.extractive.question import Question, values_for
from rag.answering.extractive.ranking import ScoredCandidates
from rag.language.values import Kind, Value
from rag.language.words.matching import found, held_stems

_WORD = r"[^\s,;:]+"
_ENUMERATED = re.compile(
    rf"(?:{_WORD} ){{0,4}}{_WORD}(?:, (?:{_WORD} ){{0,4}}{_WORD})+,? (?:and|or) \S"
    rf"|(?:(?:{_WORD} ){{1,14}}{_WORD}, ){{3}}|:\s*\n|[^;]+(?:; [^;]+){{2}}"
)
"""Several things, with commas between them or as items below a colon."""

_SEVERAL = 3
"""So many values of the kind asked for make a list; two may be who does it, and to whom."""

_NAMES_SEVERAL, _ENUMERATES = 1.5, 1.3
"""Log odds by which such a sentence is the better; by no more than the last it is the surer to
answer, as it may list those who do something else."""

_CERTAIN = 2.5
"""The same where no other names could be taken for what is asked for."""

_NAMES_NONE = 2.0
"""Log odds by which a sentence is the worse that has none of what is asked for, or no several where
another one has."""

_SURE_KINDS = frozenset({Kind.COUNTRY, Kind.CITY, Kind.PLACE, Kind.PERSON})
"""Kinds that a name is told to be of; what is only a name may be of anything."""

_GROUP_WORDS = {
    frozenset(stems("party")): re.compile(
        r"\b(?i:part(?:y|ies)|movements?|coalitions?|lists?|leagues?|alliances?|initiatives?|front"
        r"|bloc|democrats|republicans|greens|liberals|conservatives|socialists|labour|tories)\b"
        r"|\([A-Z]{2,6}\)"
    ),
    frozenset(stems("company firm")): re.compile(
        r"\b(?i:compan(?:y|ies)|firms?|corporation|inc|corp|ltd|group|maker|giant|startup)\b"
    ),
}
"""What a sentence has that names a group of the kind asked for."""

_ASKED = re.compile(r"(?:which|what)\s+(?:\w+\s+){0,2}?(?P<noun>\w+s)\b", re.IGNORECASE)
_JOINED = re.compile(
    r"(?:\s|,|;|\band\b|\bor\b|\bthen\b|\bthe\b|\bboth\b|\bfollowed by\b|\bas well as\b"
    r"|\bincluding\b|\balso\b)*"
)
"""What stands between two things of one enumeration."""
_LONGEST = 14
"""Words of a list that is a short answer."""


def favouring_lists(scored: ScoredCandidates) -> ScoredCandidates:
    """Return the candidates, those that name several of what is asked for ranked higher."""
    gains = np.array(
        [_gain(scored.question, one.text) for one in scored.candidates], dtype=np.float32
    )
    scores = scored.scores + gains
    best = gains[int(np.argmax(scores))]
    if best > 0:
        scores = scores - _NAMES_NONE * ((gains < 0) | ((gains == 0) & (best >= _NAMES_SEVERAL)))
    surer = scored.surer_by(np.minimum(gains, _ENUMERATES))
    return replace(scored, scores=scores, confidences=surer)


def enumerated(question: Question, one: Candidate) -> str | None:
    """Return the stretch of a sentence that names several of what is asked for, if it is short.

    ``None`` also where it has less than half of the question's words, so that it may list others.
    """
    text, held = one.text, held_stems(one.understood)
    told = sum(found(stem, held) > 0 for stem in question.stems)
    if question.answer_type not in _SURE_KINDS - {Kind.PLACE} or 2 * told < len(question.stems):
        return None
    runs: list[list[Value]] = []
    for value in (value for value in values_for(question, text) if value.fit == 1):
        if runs and _JOINED.fullmatch(text[runs[-1][-1].end : value.start]):
            runs[-1].append(value)
        else:
            runs.append([value])
    longest = max(runs, key=len, default=[])
    if len(longest) < _SEVERAL:
        return None
    shown = " ".join(text[longest[0].start : longest[-1].end].split())
    return shown if len(shown.split()) <= _LONGEST else None


def _gain(question: Question, text: str) -> float:
    enumerates = bool(_ENUMERATED.search(text))
    if question.answer_type in _SURE_KINDS:
        named = {text[one.start : one.end] for one in values_for(question, text) if one.fit == 1}
        if len(named) >= _SEVERAL:
            return _CERTAIN if question.answer_type is Kind.COUNTRY else _NAMES_SEVERAL
        return 0.0 if named else -_NAMES_NONE
    if question.answer_type is Kind.NAME and not _names_such(question, text):
        return -_NAMES_NONE
    return _ENUMERATES if enumerates else 0.0


def _names_such(question: Question, text: str) -> bool:
    """Whether a sentence may name what is asked for: by its kind, or several names at least."""
    asked = _ASKED.match(question.text)
    kind = frozenset(stems(asked["noun"])) if asked else frozenset()
    named = next((words for of, words in _GROUP_WORDS.items() if not kind.isdisjoint(of)), None)
    if named is not None:
        return bool(named.search(text))
    if not kind or any(found(one, held_stems(text)) for one in kind):
        return True
    every = {text[one.start : one.end] for one in values_for(question, text)}
    return len(every) >= _SEVERAL and bool(_ENUMERATED.search(text))
