"""Polarity: whether a sentence denies what the cited words affirm, or says their contrary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from index.text.words import stem, words
from rag.language.contradiction import negated, without_phrasal_verbs
from rag.language.names import acronym, names
from rag.language.speech import without_speaker
from rag.language.words.lexicon import DENIALS, IN_ORDER, OPPOSITES
from rag.language.words.stopwords import STOPWORDS
from rag.verification.clauses import (
    Clause,
    Features,
    clause,
    clauses,
    shared_weight,
    total_weight,
)
from rag.verification.findings import Finding, Weight

SAME_MATTER = 0.5
"""From this share of common features on, two clauses are about the same."""

_SAME_WORDS, _ENOUGH = 0.7, 3
"""The same by the words that are no names, from so many on: an alliance may have a capital."""
_REACH = 2
"""Telling words on either side of a word that denies, which say what is denied."""

_PREFIX = re.compile(r"^(?:un|in|im|ir|il|dis|non|de)(?=\w{4})")
_UNTOLD = re.compile(
    r"\b(?:fail\w*|refus\w*|declin\w*|forgot|neglect\w*)\s+to\s+(?:tell|disclose|mention|inform|say"
    r"|reveal|report|admit|acknowledge|warn)\b(?=[^.;]*\bthat\b)",
    re.IGNORECASE,
)
"""What denies that something was told, and so says that it is true."""
_MORE_THAN = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower) than\s+(?=\$|£|€|\d|an?\b|half|one|two|three|four"
    r"|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty)",
    re.IGNORECASE,
)
"""What rounds a number, and compares nothing."""
_FIRST = re.compile(r"\b(?:first|(?:only|last) (?:time|to))\b", re.IGNORECASE)
_NEVER_BEFORE = re.compile(
    r"\b(?:no|nobody|none|never|not)\b[^.;]*\b(?:before|until|till)\b|\bunprecedented\b",
    re.IGNORECASE,
)
"""What nobody did before somebody did it first."""
_NONE_MORE = re.compile(
    r"\b(?:no|no one|none|nobody|never)\b[^.;]*\b(?:more|less|fewer|[a-z]{3,}er)\b[^.;]*\bthan\b",
    re.IGNORECASE,
)
_NOT_SINCE = re.compile(r"\b(?:not|never|no|none)\b[^.;]*\bsince\b", re.IGNORECASE)
"""What was the most, or the first, in a time: a level that was not seen since 1992."""
_MOST = re.compile(r"\b(?:most|least|fewest|record|[a-z]{3,}est)\b", re.IGNORECASE)
"""What is true of whom nobody outdoes."""
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_SUBORDINATE = re.compile(r"\s+(?:when|after|as|since|until|before)\s+[^,;]*$")
_FALLING_SHORT = re.compile(
    r"\b(?:(?:is|are|was|were|been|has|have|had) barred|far from|short of|too (?:little|few)"
    r"|instead of|out of reach|(?:has|have) yet to)\b",
    re.I,
)


def polarity(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield at most one finding: ``sentence`` denies or reverses the ``evidence``.

    ``evidence`` are windows of cited text, the best first.
    """
    if evidence:
        checks = (_clause_contradicts, _window_has_opposite, _window_is_denied)
        yield from [finding for check in checks for finding in check(sentence, evidence)][:1]


def _clause_contradicts(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Compare each clause with those of the evidence that are about the same."""
    # Of each clause its shortest window: what a longer one says besides is another matter.
    windows = {
        piece: text for text in sorted(evidence, key=len, reverse=True) for piece in clauses(text)
    }
    for own in clauses(_without_speaker(sentence)):
        matching = _matching(own, windows)
        contradictions = [
            _contradiction(own, other, sentence, windows[other]) for other in matching
        ]
        if contradictions and all(contradictions):
            yield contradictions[0][0]


def _window_has_opposite(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Look for opposites in the best window as a whole, where clauses do not match."""
    if negated(sentence) or negated(evidence[0]):
        return
    named = {
        word for text in (sentence, evidence[0]) for name in names(text) for word in name.tokens
    }
    for left, right in _opposites(sentence, evidence[0], sentence, evidence[0]):
        if not {left, right} & IN_ORDER and not {left, right} <= named:
            reason = f"it says {left!r} where the cited words say {right!r}"
            yield Finding(check="polarity", weight=Weight.DOUBT, reason=reason)


def _window_is_denied(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Look for a denial in ``sentence`` where no window denies anything."""
    whole = " ".join(evidence)
    said = clause(_without_speaker(sentence)).features
    same_matter = shared_weight(said, clause(evidence[0]).features) >= SAME_MATTER * total_weight(
        said
    )
    if is_of_another_kind(sentence, whole):
        return
    if same_matter and negated(sentence) and not negated(whole) and not _denies(whole, sentence):
        yield _finding(f"it denies something that {_quoted(evidence[0])} affirms")


def _without_speaker(sentence: str) -> str:
    """Return what somebody said; the sentence itself where the verb of saying denies it."""
    bare = without_speaker(sentence)
    return sentence if _stems(sentence[: -len(bare)]) & DENIALS else bare


def _contradiction(own: Clause, other: Clause, sentence: str, whole: str) -> list[Finding]:
    """Return in what ``own`` contradicts ``other``; two contradictions cancel out."""
    if is_of_another_kind(sentence, other.text) or is_of_another_kind(sentence, whole):
        return []
    differences = [
        _finding(f"it says {left!r} where the cited words say {right!r}")
        for left, right in _opposites(own.text, other.text, sentence, whole)
    ][:1]
    # An opposite may itself be a denial (admit, deny), which must not count twice.
    mine, theirs = (
        (negated(own.text), negated(other.text))
        if differences
        else (_sign(own.text, other.text), _sign(other.text, own.text))
    )
    if mine != theirs:
        differences.append(_finding(f"it turns round what {_quoted(other.text)} says"))
    return differences if len(differences) % 2 else []


def is_of_another_kind(sentence: str, told: str) -> bool:
    """Whether a denial in one of two is none of the other: their kinds of statement differ.

    What would happen "if" is not what did; nobody did "before" what somebody did first, and none
    has "more than" who has most.
    """
    same = any(
        denial.search(one) and superlative.search(other)
        for denial, superlative in (
            (_NEVER_BEFORE, _FIRST),
            (_NONE_MORE, _MOST),
            (_NOT_SINCE, _FIRST),
            (_NOT_SINCE, _MOST),
        )
        for one, other in ((sentence, told), (told, sentence))
    )
    return same or bool(_IF.search(sentence) and not _IF.search(told))


def _matching(own: Clause, pieces: Iterable[Clause]) -> list[Clause]:
    """Return the clauses that are about the same as ``own``, those that match best alone."""
    features = own.features
    if not own.stems:
        return []
    # Of two that match equally well, the shorter one is about nothing else.
    scored = [
        (shared_weight(features, piece.features), -len(piece.features), piece)
        for piece in pieces
        if own.stems & piece.stems or any(one[0] == "#" for one in features & piece.features)
    ]
    best = max(scored, key=lambda one: one[:2], default=None)
    # An acronym that a name might have is a second feature of it, not a second thing said.
    acronyms = frozenset(f"@{acronym(name)}" for name in own.names)
    if best is None:
        return []
    alike = len(own.stems & best[2].stems) >= max(_ENOUGH, _SAME_WORDS * len(own.stems))
    if not alike and best[0] < SAME_MATTER * total_weight(features - acronyms):
        return []
    return [piece for score, size, piece in scored if (score, size) == best[:2]]


def _sign(text: str, other: str) -> bool:
    text, other = without_phrasal_verbs(text), without_phrasal_verbs(other)
    aside = _SUBORDINATE.search(text)
    if aside and _stems(other).isdisjoint(one for one in _stems(aside[0]) if one not in STOPWORDS):
        text = text[: aside.start()]  # of another matter: "left when the others would not come"
    return negated(text) ^ _denies(text, other)


def _denies(text: str, other: str) -> bool:
    """Whether ``text`` denies something in ``other``, by a word that ``other`` does not have."""
    if not _UNTOLD.search(other):
        text = _UNTOLD.sub(" ", text)
    listed = [stem(word) for word in words(text) if word not in STOPWORDS]
    others = _stems(other)
    if set(listed) & others & DENIALS:
        return False
    denied = any(
        one in DENIALS and others.intersection(listed[max(at - _REACH, 0) : at + _REACH + 1])
        for at, one in enumerate(listed)
    )
    prefixed = any(
        _PREFIX.match(word) and stem(_PREFIX.sub("", word)) in _long(others) for word in words(text)
    )
    return denied or prefixed or bool(_FALLING_SHORT.search(text))


def _opposites(own: str, other: str, sentence: str, whole: str) -> Iterator[tuple[str, str]]:
    own, other, sentence, whole = (
        _MORE_THAN.sub(" ", one) for one in (own, other, sentence, whole)
    )
    mine, theirs = _stems(own), _stems(other)
    sentence_stems, whole_stems = _stems(sentence), _stems(whole)
    for sides in OPPOSITES:
        for here, there in (sides, sides[::-1]):
            said = mine & here
            contrary = theirs & there
            if said and contrary and not whole_stems & here and not sentence_stems & there:
                yield _word_of(own, said), _word_of(other, contrary)


def _stems(text: str) -> Features:
    return frozenset(map(stem, words(text)))


def _long(stems: Features) -> Features:
    """Return the stems that may stand behind a prefix: ``united`` is not ``un`` and ``it``."""
    return frozenset(one for one in stems if len(one) > 3)


def _word_of(text: str, wanted: Features) -> str:
    return next(word for word in words(text) if stem(word) in wanted)


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= 80 else text[:79].rstrip() + '…'}”"


def _finding(reason: str) -> Finding:
    return Finding(check="polarity", weight=Weight.REFUTED, reason=reason)
