"""Roles: who did what, and which figure belongs to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.text.words import stem
from rag.language.names import Name
from rag.language.numbers import NumberType
from rag.language.speech import reporting_stems
from rag.language.words.lexicon import OPPOSITES, SUPERLATIVES, SYMMETRIC
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.thesaurus import is_irregular
from rag.verification.clauses import (
    Clause,
    Features,
    clause,
    clauses,
    name_features,
    number_feature,
    shared_weight,
    total_weight,
)
from rag.verification.counts import counts_another
from rag.verification.findings import Finding, Weight

CLEARLY = 0.6
"""From this share of common features on, the evidence says it clearly of another."""
NOWHERE_ELSE = 0.75
"""The same where the evidence does not name the first at all: a pronoun may stand for it."""

_PASSIVE = re.compile(r"\b(?:was|were|is|are|be|been|being|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_BY = re.compile(r"\s+(?:\w+\s+){0,2}?by\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\ban?\s+$", re.IGNORECASE)
_DOER = re.compile(r"\b(?:by|from)\s+(?:[a-z-]+\s+){0,4}$")
_SHORT_GAP = re.compile(
    r",?\s+(?:(?:which|who|that|also|has|have|had|was|were|is|are|will|would|did|does|not|then|"
    r"never|once|now|again|been|\w+ly)\s+){0,3}"
)
_OBJECT_GAP = re.compile(r"\s+(?:(?:by|the|a|an|local|all)\s+){0,2}")
_PREPOSITION = re.compile(
    r"\b(?:of|in|on|at|from|for|with|to|against|between|(?<!,\s)and)\s+(?:the\s+)?$", re.IGNORECASE
)
"""A name behind one of these, as in "the mayor of Prizren", is not by itself the subject."""
_APPOSITION = re.compile(r"(?:['’]s)?,?\s+(?:the\s+|who\s+)?|\s*\(")
_LISTED = re.compile(
    r"(?:,[^.;]*?)?,?\s+(?:and|or)\s+(?:[a-z-]+\s+){0,3}|,\s+"
    r"|\s+(?:[a-z-]+\s+){1,2}"
)
"""What stands between the items of a list: "founded by Lamm, an entrepreneur, and Church"."""
_BESIDES = re.compile(
    r"\b(?:after|before|since|until|when|while|because|as|than)\s+(?:the\s+|\w+\s+)?$", re.I
)
"""What begins a clause beside the matter: "rose by 6% after Iger's return"."""
_NO_VERB_ENDING = re.compile(
    r"(?:ly|tions?|ments?|ness|ity|ities|ships?|ism|ists?|ages?|[ae]nces?|als?|ics?|ive|ous|ful)$"
)
_WORD = re.compile(r"[^\W\d_]+")
_IS = re.compile(
    r"(?:,[^,]*,)?\s+(?:is|was|are|were|comes?|came|ranks?|ranked|finish(?:es|ed)|stands?|places?|placed)"
    r"\s+(?:in\s+|at\s+|by\s+far\s+)?(?:the\s+)?"
)
_LIST = re.compile(r":\s|\b(?:including|such as|namely)\b")


def roles(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield what ``sentence`` says of one name or number and the ``evidence`` of another."""
    checks = (
        _said_of_another, counts_another, _other_role, _exchanged, does_opposite, _other_rank,
    )  # fmt: skip
    for check in checks:
        yield from check(sentence, evidence)


@dataclass(frozen=True)
class _Entity:
    text: str
    features: Features
    kind: str


def _said_of_another(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield names and numbers of which the evidence says something else, in another clause."""
    pieces = [piece for text in evidence for piece in clauses(text)]
    listed = [clause(text).features for text in evidence if _LIST.search(text)]
    for own in clauses(sentence):
        for entity in _entities(own):
            other = _better_owner(entity, own, pieces)
            if other and not any(entity.features & one for one in listed):
                yield Finding(
                    check="roles",
                    weight=Weight.REFUTED,
                    reason=f"the cited words say this of {other!r}, not of {entity.text!r}",
                    said=entity.text,
                    cited=other,
                    about="name" if entity.kind == "name" else "number",
                )
                return


def _entities(piece: Clause) -> list[_Entity]:
    named = [
        _Entity(name.text, name_features(name), "name")
        for name in piece.names
        if name.certain
        and not _is_speaker(piece.text, name)
        # Behind an article it only describes a noun, as in ``a NATO mission``.
        and not _ARTICLE.search(piece.text[: name.start])
    ]
    counted = [
        _Entity(number.text, frozenset({number_feature(number)}), number.type)
        for number in piece.numbers
        if number.type is not NumberType.PLAIN and not number.rounded
    ]
    return named + counted


def _is_speaker(text: str, name: Name) -> bool:
    """Whether ``name`` is the speaker of the rest, or is spoken to."""
    following = _WORD.search(text, name.end)
    says = following is not None and stem(following[0].lower()) in reporting_stems()
    return says or text[: name.start].endswith("to ")


def _better_owner(entity: _Entity, own: Clause, pieces: Sequence[Clause]) -> str | None:
    """Return the name or number of which the evidence says what ``own`` says of ``entity``."""
    anchors = own.features - entity.features
    figures = _figures([anchors])
    mine = [one.features for one in pieces if entity.features & one.features]
    if any(all(one[0] == "@" for one in features) for features in mine):
        return None  # it stands alone between commas and belongs to the clause around it
    kept = max((shared_weight(anchors, one) for one in mine), default=0.0)
    for one in pieces:
        if entity.features & one.features:
            continue
        found = shared_weight(anchors, one.features)
        figure_moved = (
            entity.kind == "name"
            and _is_beside(entity, own, figures)
            and bool(figures & one.features)
            and bool(_figures(mine) - figures)
        )
        # One name stands for another, or a pronoun for it, too often to decide without a figure.
        if entity.kind == "name" and not figure_moved:
            continue
        share = CLEARLY if mine else NOWHERE_ELSE
        enough = 2.0 if figure_moved else max(share * total_weight(anchors), 2.0)
        if found < max(enough, kept + 1):
            continue
        if figure_moved and not any(figures & features for features in mine):
            return "another"
        for other in _entities(one):
            if other.kind == entity.kind and not other.features & own.features:
                return other.text
    return None


def _is_beside(entity: _Entity, own: Clause, figures: Features) -> bool:
    """Whether no other name of a clause stands between a figure of it and one of these names."""
    places = [
        (one.start, name_features(one) & entity.features)
        for one in own.names
        if not _BESIDES.search(own.text[: one.start])
    ]
    counted = [one.start for one in own.numbers if number_feature(one) in figures]
    if not counted or not places:
        return bool(places)
    return any(min(places, key=lambda one: abs(one[0] - at))[1] for at in counted)


def _figures(several: Sequence[Features]) -> Features:
    """Return the percentages, ranks and superlatives, each of which is true of one thing only."""
    telling = (NumberType.PERCENT[:2], NumberType.ORDINAL[:2])
    return frozenset(
        one
        for features in several
        for one in features
        if one in SUPERLATIVES or (one[0] == "#" and one.endswith(telling))
    )


@dataclass(frozen=True)
class _Act:
    """A verb with the names of agent and patient; in the passive, the agent stands behind it."""

    agent: Features
    verb: str
    patient: Features


def _other_role(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a verb whose agent or patient has another name in the evidence."""
    known = [(act, clause(text).features) for text in evidence for act in _acts(text)]
    said = clause(sentence).features
    own = list(_acts(sentence))
    for act in own:
        rest = said - act.agent - act.patient
        # Whom the sentence itself says to have done so, too, does not stand in another's place.
        also = frozenset().union(*(one.agent for one in own if one.verb == act.verb))
        # Others may do the same elsewhere: the rest of the sentence tells which act is meant.
        same = [
            other
            for other, around in known
            if other.verb == act.verb
            and shared_weight(rest, around) >= CLEARLY * total_weight(rest)
        ]
        for mine, theirs, part in (
            (act.agent, [other.agent for other in same if other.agent - also], "who did it"),
            (
                act.patient,
                [other.patient for other in same if other.patient],
                "to whom it was done",
            ),
        ):
            if mine and theirs and not any(mine & other for other in theirs):
                yield _finding(f"the cited words name another for {part}: {act.verb!r}")
                return


def _acts(text: str, *, saying: bool = False) -> Iterator[_Act]:
    """Yield who does what to whom; verbs of ``saying`` are left out, whoever speaks."""
    named = clause(text).names
    for match in _WORD.finditer(text):
        verb = stem(match[0].lower())
        left_out = SYMMETRIC if saying else SYMMETRIC | reporting_stems()
        if not _may_be_a_verb(match[0]) or verb in left_out:
            continue
        before = [name for name in named if _SHORT_GAP.fullmatch(text, name.end, match.start())]
        behind = [name for name in named if _OBJECT_GAP.fullmatch(text, match.end(), name.start)]
        does = bool(before) and not _PREPOSITION.search(text[: before[-1].start])
        agent = _with_apposition(text, named, before[-1]) if does else frozenset()
        patient = _with_others(text, named, behind[0]) if behind else frozenset()
        if _PASSIVE.search(text[: match.start()]):
            by = _BY.match(text, match.end())
            agent, patient = (patient if by else frozenset()), agent
        if agent or patient:
            yield _Act(agent, verb, patient)


def _exchanged(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a verb whose agent and patient have exchanged their roles, near it or far from it."""
    known = [act for text in evidence for piece in clauses(text) for act in _wide_acts(piece)]
    for mine in (act for piece in clauses(sentence) for act in _wide_acts(piece)):
        same = [other for other in known if other.verb == mine.verb]
        crossed = [
            other
            for other in same
            if mine.agent & other.patient and mine.patient & other.agent
        ]  # fmt: skip
        if crossed and not any(mine.agent & other.agent for other in same):
            yield _finding(f"the cited words have it the other way round: {mine.verb!r}")
            return


def does_opposite(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a verb of which the evidence has the opposite, done by the same one."""
    known = [act for text in evidence for act in _acts(text, saying=True) if act.agent]
    for mine in (act for act in _acts(sentence, saying=True) if act.agent):
        theirs = {other.verb for other in known if mine.agent & other.agent}
        for sides in OPPOSITES:
            for here, there in (sides, sides[::-1]):
                if mine.verb in here and theirs & there and not theirs & here:
                    yield _finding(f"the cited words have the opposite: {min(theirs & there)!r}")
                    return


def _other_rank(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a rank, "comes third", that the evidence gives to another name."""
    known = [one for text in evidence for one in _ranks(text)]
    for name, rank in _ranks(sentence):
        holders = [other for other, theirs in known if theirs == rank]
        if holders and not any(name_features(name) & name_features(other) for other in holders):
            yield Finding(
                check="roles",
                weight=Weight.REFUTED,
                reason=f"the cited words say this of {holders[0].text!r}, not of {name.text!r}",
                said=name.text,
                cited=holders[0].text,
                about="name",
            )
            return


def _ranks(text: str) -> Iterator[tuple[Name, str]]:
    """Yield who is said to be the first, the third, the largest."""
    whole = clause(text)
    ranks = [
        (one.start, one.text.lower()) for one in whole.numbers if one.type is NumberType.ORDINAL
    ]
    ranks += [
        (match.start(), stem(match[0].lower()))
        for match in _WORD.finditer(text)
        if stem(match[0].lower()) in SUPERLATIVES
    ]
    for name in whole.names:
        for start, rank in ranks:
            if _IS.fullmatch(text, name.end, start):
                yield name, rank


def _wide_acts(piece: Clause) -> Iterator[_Act]:
    """Yield each verb with all names of the clause before it and behind it."""
    text = piece.text
    for match in _WORD.finditer(text):
        verb = stem(match[0].lower())
        if not _may_be_a_verb(match[0]) or verb in SYMMETRIC:
            continue
        before = [name for name in piece.names if name.end <= match.start()]
        behind = [name for name in piece.names if name.start >= match.end()]
        doers = [name for name in behind if _DOER.search(text[: name.start])]
        others = [name for name in behind if name not in doers]
        passive = _PASSIVE.search(text[: match.start()]) or (
            doers and (match[0].endswith("ed") or is_irregular(verb))
        )
        if passive or not before:
            before, others = doers, before or others
        if before and others:
            yield _Act(_features(before), verb, _features(others))


def _features(several: Iterable[Name]) -> Features:
    return frozenset().union(*map(name_features, several))


def _with_apposition(text: str, named: Sequence[Name], last: Name) -> Features:
    """Return the features of ``last`` and of the names before it that stand in apposition to it."""
    features = name_features(last)
    start = last.start
    for name in reversed([name for name in named if name.end <= last.start]):
        if not _APPOSITION.fullmatch(text, name.end, start):
            break
        features |= name_features(name)
        start = name.start
    return features


def _with_others(text: str, named: Sequence[Name], first: Name) -> Features:
    """Return the features of ``first`` and of the names behind it that are listed with it."""
    features, end = name_features(first), first.end
    for name in (one for one in named if one.start >= first.end):
        if not _LISTED.fullmatch(text, end, name.start):
            break
        features |= name_features(name)
        end = name.end
    return features


def _may_be_a_verb(word: str) -> bool:
    return (
        len(word) > 2
        and word.islower()
        and word not in STOPWORDS
        and not _NO_VERB_ENDING.search(word)
        and (word.endswith(("ed", "s", "ing")) or is_irregular(stem(word)))
    )


def _finding(reason: str) -> Finding:
    return Finding(check="roles", weight=Weight.REFUTED, reason=reason)
