"""A sentence beside the passages that were found for it: which says it, and what stands against it.

A passage supports a sentence alone or not at all: the figure of one event and the place of another
make a third one that nobody reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from index.articles import Article
from index.text.words import stem
from rag.citations import Window
from rag.drafts.contrasts import denial, of_another, other_outcomes, possibility, shares
from rag.drafts.findings import Finding, Kind
from rag.drafts.parts import parts
from rag.drafts.surroundings import (
    NEAR_ENOUGH,
    full_names,
    lead,
    least_lacking,
    other_dates,
    placed_by_others,
)
from rag.language.contradiction import without_phrasal_verbs
from rag.language.dates import Date, dates
from rag.language.names import KnownNames, names
from rag.language.numbers import NumberType, numbers
from rag.language.speech import reporting_stems
from rag.language.words.matching import SYNONYM, same
from rag.language.words.thesaurus import is_form
from rag.language.words.verbs import forms_of
from rag.verification import Finding as Objection
from rag.verification import Weight
from rag.verification.clauses import clause, clauses
from rag.verification.evidence import Evidence, Supported, heading
from rag.verification.facts import facts
from rag.verification.polarity import polarity
from rag.verification.roles import does_opposite, roles
from rag.verification.verifier import CLEAR, stretches_to_compare
from rag.verification.wording import wording

_PASSAGES = 4
"""Passages that are compared in detail: those with the best windows."""
_NEAR = 0.15
"""How much less like the sentence a window may be and still be compared in detail."""
_AS_GOOD = 0.05
"""How much less like the sentence a passage may be and still outweigh one that contradicts it."""
_WORTH = 0.3
"""What the words of meaning count beside likeness, where one of two passages is to be cited."""
_POSSIBLY_ALL = 0.6
"""Share of a sentence's words from which on only a name of it is another."""
_BEYOND = 500
"""Characters before and behind a passage in which a name may stand that it takes up."""
_SURELY, _TOGETHER = 0.75, 1.25
"""Likeness from which on a window says a sentence; from which on it may, with so many words."""
_AT_LEAST = 0.3
"""Share of its words that have to be there all the same: names alone make a sentence alike."""
_KINDS = {"number": Kind.NUMBER, "date": Kind.DATE, "name": Kind.NAME}
_ENDINGS = frozenset(["er", "or", "ist", "ment", "ion", "ation", "ship", "ness", "al"])
_YEARS_OLD = re.compile(r"(?<=\w)\s+years?\s+old\b", re.IGNORECASE)
"""What an age may do without: who was 17 when it happened was 17 years old."""
_LIGHT = ("get", "got", "have", "make", "take", "give", "go", "come", "become")
_DENYING = frozenset({"polarity", "possibility"})
_AGAINST = frozenset({"polarity", "wording", "roles"})
"""Checks that find a contradiction, where the others find that something is missing."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one passage says of a sentence."""

    score: float
    """How much of it the passage's best window says; 0 to 1."""
    objections: tuple[Objection, ...]
    told: float
    """Share of the words of meaning, names and numbers apart, that its best window has."""
    window: Window
    """What to cite: the words that say it, or that say otherwise."""
    windows: tuple[Supported, ...]
    """The passage's windows, the most alike first."""

    @property
    def contradicted(self) -> bool:
        """Whether the passage says otherwise."""
        return any(
            one.check == "possibility" or (one.check in _AGAINST and one.weight is Weight.REFUTED)
            for one in self.objections
        )

    @property
    def supports(self) -> bool:
        """Whether the passage says it."""
        return self.says_so and not self.objections

    @property
    def says_so(self) -> bool:
        """Whether it says as much, if nothing speaks against it.

        Names and one word in common make a sentence near; its other words have to be there too.
        """
        surely = self.score >= _SURELY and self.told >= _AT_LEAST
        return surely or (self.score >= NEAR_ENOUGH and self.score + self.told >= _TOGETHER)


def readings(
    sentence: str,
    evidence: Evidence,
    *,
    speakers: Mapping[str, Collection[str]] = MappingProxyType({}),
    dated: Sequence[Article] = (),
) -> list[Reading]:
    """Return what each of the nearest passages says of a sentence, the nearest first.

    ``speakers`` are, by the id of an article, names of those who say it there: an article may call
    them otherwise. ``dated`` are further articles that may tell when something was of which one
    without a date says "last November".
    """
    sentence = _YEARS_OLD.sub("", sentence)
    every = range(1, len(evidence.hits) + 1)
    best = evidence.by_meaning(sentence, evidence.by_words(sentence, every))
    nearest = list(dict.fromkeys(one.window.hit for one in best))[:_PASSAGES]
    found = [
        _reading(
            sentence,
            evidence,
            [one for one in best if one.window.hit == number],
            speakers,
            dated,
        )
        for number in nearest
    ]
    return sorted(_together(sentence, found), key=lambda one: -one.score)


def _together(sentence: str, found: Sequence[Reading]) -> Iterator[Reading]:
    """Yield the readings; what one article tells in two places it tells of one matter."""
    for one in found:
        article = one.window.article.id
        same = [
            other
            for other in found
            if other.window.article.id == article and not other.contradicted
        ]
        near = {window.window.text for other in same for window in other.windows}
        yield one if one.objections else replace(one, told=_told_in_parts(sentence, near))


def _reading(
    sentence: str,
    evidence: Evidence,
    own: Sequence[Supported],
    speakers: Mapping[str, Collection[str]],
    dated: Sequence[Article],
) -> Reading:
    near = [one.window for one in own if one.score >= own[0].score - _NEAR or one in own[:3]]
    alone = [window.text for window in near if window.sentences == 1]
    stretches = stretches_to_compare(sentence, [one.window.text for one in own])
    stretches += [text for text in alone if text not in stretches]
    against = list(_against(sentence, stretches, alone))
    against += of_another(sentence, [one.window.text for one in own if one.window.sentences == 1])
    against += does_opposite(sentence, [one.window.text for one in own])
    hit = evidence.hits[own[0].window.hit - 1]
    start, end = hit.passage.start, hit.passage.end
    of_passage = [
        heading(hit.article),
        lead(hit.article),
        hit.article.text[max(0, start - _BEYOND) : end + _BEYOND],
        *speakers.get(hit.article.id, ()),
        *full_names(sentence, hit),
    ]
    placed = () if hit.article.published else _placed(sentence, hit.article, evidence, dated)
    stretch, lacking = least_lacking(sentence, own, hit, placed)
    missing = [
        *(one for one in facts(sentence, of_passage) if one.check == "names"),
        *lacking,
        *other_dates(sentence, [window.text for window in near], hit.article.published, placed),
    ]
    window = max(own, key=lambda one: one.score + _WORTH * _told(sentence, one.window.text)).window
    if against:
        speaking = (one for one in near if any(_against(sentence, [one.text], [one.text])))
        window = min(speaking, key=lambda one: one.sentences, default=window)
    return Reading(
        score=own[0].score,
        told=_told(sentence, window.text),
        objections=(*(one for one in missing if not _is_implied(one, stretch)), *against),
        window=window,
        windows=tuple(own),
    )


def _placed(
    sentence: str, undated: Article, evidence: Evidence, further: Sequence[Article]
) -> Sequence[tuple[str, str]]:
    """Return what the other articles found tell of the times of one without a date."""
    if not dates(sentence):
        return ()
    found = [*(hit.article for hit in evidence.hits), *further]
    dated = {one.id: one for one in found if one.published}
    return list(placed_by_others(undated, dated.values()))


def _against(sentence: str, stretches: Sequence[str], alone: Sequence[str]) -> Iterator[Objection]:
    """Yield what in ``stretches``, and in the sentences ``alone`` among them, says otherwise."""
    for check in (polarity, wording, roles, possibility):
        yield from check(sentence, stretches)
    yield from denial(sentence, alone)
    yield from shares(sentence, alone)
    yield from other_outcomes(sentence, alone)


def _is_implied(missing: Objection, around: str) -> bool:
    """Whether a rank may be told by the order alone: who comes second after whoever is first."""
    own = [one.type for one in numbers(missing.said)]
    ranks = [one for one in numbers(around) if one.type is NumberType.ORDINAL]
    return own == [NumberType.ORDINAL] and not ranks


def _told(sentence: str, window: str) -> float:
    """Return the share of a sentence's words and figures, its names apart, that a window tells."""
    said, told = (clause(without_phrasal_verbs(text)) for text in (sentence, window))
    wanted = {one for one in said.stems - _light() if not one.isdigit()}
    present = frozenset(one for one in told.features if one[0] not in "@#")
    # Who is said to speak need not be said to with the same verb.
    speaks = reporting_stems() if present & reporting_stems() else frozenset()
    shares = [1.0 if one in speaks else _found(one, present) for one in wanted]
    shares += [float(number.is_in(told.numbers)) for number in said.numbers]
    return sum(shares) / len(shares) if shares else 1.0


def _told_in_parts(sentence: str, texts: Collection[str]) -> float:
    """Return the share of a sentence's words that stand together: of each part in one text."""
    shares = [
        (len(clause(part).stems), max((_told(part, text) for text in texts), default=0.0))
        for part in parts(sentence)
    ]
    whole = sum(size for size, _ in shares)
    return sum(size * share for size, share in shares) / whole if whole else 1.0


def _found(wanted: str, present: frozenset[str]) -> float:
    """Return how surely a stem, or one that is made of it, is among those of a window."""
    if any(is_form(wanted, one) or _is_made_of(wanted, one) for one in present):
        return 1.0
    likest = max((same(wanted, one) for one in present), default=0.0)
    return 1.0 if likest >= SYNONYM else likest


def _is_made_of(one: str, other: str) -> bool:
    """Whether one of two stems names who or what does the other: own and owner."""
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and long.startswith(short) and long[len(short) :] in _ENDINGS


@cache
def _light() -> frozenset[str]:
    """Return the stems of verbs that say next to nothing: who got a house has one."""
    return frozenset(stem(form) for verb in _LIGHT for form in forms_of(verb))


def chosen(found: Sequence[Reading]) -> Reading | None:
    """Return the reading that decides: one that supports, unless a nearer one says otherwise."""
    if not found:
        return None
    nearest = found[0]
    against = [one for one in found if one.contradicted and one.score >= CLEAR]
    supporting = [
        one
        for one in found
        if one.supports and all(one.score >= other.score - _AS_GOOD for other in against)
    ]
    if supporting:
        return max(supporting, key=lambda one: one.score + _WORTH * one.told)
    if against and against[0].score >= nearest.score - _NEAR:
        return against[0]
    return min(
        found,
        key=lambda one: (
            not one.says_so,
            sum(objection.weight is Weight.REFUTED for objection in one.objections),
            -one.score,
        ),
        default=nearest,
    )


def findings_of(sentence: str, reading: Reading, found: Sequence[Reading]) -> list[Finding]:
    """Return what a reading finds wrong with a sentence, each thing once."""
    if merged := _merged(sentence, reading, found):
        return [merged]
    stands = reading.window.text
    every: dict[str, Finding] = {}
    for one in reading.objections:
        kind = _KINDS.get(one.about, Kind.MEANING)
        said = one.said or sentence
        if one.check == "roles" and (figure := _figure_of(said, sentence, stands)):
            kind, said, one = Kind.NUMBER, figure[0], replace(one, cited=figure[1])
        instead = one.cited if kind is not Kind.MEANING else ""
        finding = Finding(
            kind=kind,
            said=said,
            articles_say=instead or _rival(kind, said, sentence, reading) or _plain(stands),
            weight=one.weight,
        )
        key = str(kind) if kind is Kind.MEANING else f"{kind} {said}"
        known = every.get(key)
        if known is None or (instead and one.weight >= known.weight):
            every[key] = finding
    told = list(every.values())
    exact = [one for one in told if one.kind is not Kind.MEANING]
    return exact or told


def _figure_of(name: str, sentence: str, stands: str) -> tuple[str, str] | None:
    """Return the share that a sentence gives to a name, and the one that the words give to it."""
    wanted = clause(name).features
    said, told = (
        [
            number.text
            for piece in clauses(text)
            if wanted & piece.features
            for number in piece.numbers
            if number.type is NumberType.PERCENT
        ]
        for text in (sentence, stands)
    )
    return (said[0], told[0]) if said and told and said[0] != told[0] else None


def _merged(sentence: str, reading: Reading, found: Sequence[Reading]) -> Finding | None:
    """Return a finding where the sentence has facts of one event and facts of another."""
    first = reading.window
    lacking = clause(sentence).features - clause(first.text).features
    named = frozenset(one for one in clause(sentence).features if one[0] == "@")
    missing = frozenset(
        feature
        for one in reading.objections
        if one.check in {"numbers", "dates", "names"}
        for feature in clause(one.said).features
    )
    if not missing or any(one.check in _DENYING for one in reading.objections):
        return None
    if reading.told >= _POSSIBLY_ALL and all(feature[0] == "@" for feature in missing):
        return None  # it has all but the name
    figures = frozenset(
        feature
        for one in reading.objections
        if one.check in {"numbers", "dates"}
        for feature in clause(one.said).features
    )
    for other in (window.window for one in found for window in one.windows):
        apart = other.article != first.article or not (
            other.start < first.end and first.start < other.end
        )
        gained = lacking & clause(other.text).features
        told = any(feature[0] not in "@#" for feature in gained - missing)
        told &= not named or not named.isdisjoint(clause(other.text).features)
        # Figures that stand in neither are wrong, not another event's.
        if apart and gained & missing and told and figures <= gained:
            return Finding(
                kind=Kind.MEANING,
                said=sentence,
                articles_say=f"{_plain(first.text)} … {_plain(other.text)}",
                cause="it joins what the articles say of two events",
            )
    return None


def _rival(kind: Kind, said: str, sentence: str, reading: Reading) -> str | None:
    """Return what the nearest window has in the place of a number, a date or a name."""
    text = reading.window.text
    if kind is Kind.NUMBER:
        own = numbers(sentence)
        types = {one.type for one in own if one.text == said}
        others = [one.text for one in numbers(text) if one.type in types and not one.is_in(own)]
    elif kind is Kind.DATE:
        mine = [one for one in dates(sentence) if said in one.text]
        theirs = [one for one in dates(text) if not one.is_in(dates(sentence))]
        others = [one.text for one in theirs if any(_is_like(one, other) for other in mine)]
    elif kind is Kind.NAME:
        known = KnownNames.of([sentence])
        others = [one.text for one in names(text) if one.certain and known.unknown(one)]
    else:
        return None
    different = list(dict.fromkeys(others))
    return different[0] if len(different) == 1 else None


def _is_like(one: Date, other: Date) -> bool:
    """Whether two dates say as much of a day, a month and a year."""
    months = one.month is not None and other.month is not None
    return months or one.precision is other.precision or one.year is None or other.year is None


def _plain(text: str) -> str:
    return " ".join(text.split())
