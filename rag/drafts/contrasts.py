"""Contrasts that the checks of answers need not find: other outcomes, mere possibilities.

An answer is made of the passages that it cites. A draft is written by somebody who remembers: the
wounded become dead, and a plan becomes a deed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.drafts.parts import parts
from rag.language.contradiction import negated, without_phrasal_verbs
from rag.language.numbers import Number, NumberType
from rag.language.outcomes import outcomes
from rag.language.speech import without_speaker
from rag.language.words.matching import SYNONYM, same
from rag.language.words.thesaurus import alike
from rag.verification import Finding, Weight
from rag.verification.clauses import Clause, Features, clause, clauses, name_features
from rag.verification.polarity import is_of_another_kind

_POSSIBLE = re.compile(
    r"\b(?:could|may|might|whether|if|unless|rumou?rs?|rumou?red|possibly|perhaps|proposed|plans?|planned"
    r"|attempt(?:s|ed|ing)?|tr(?:y|ies|ied|ying)|yet\s+to|threatens?|threatened|considering|expected|hopes?|hoped|wants?|wanted)\b"
)
_HEDGED = re.compile(
    r"\b(?:could|can|may|might|would|should|must|will|whether|if|unless|rumou?r\w*|possib\w+|perhaps"
    r"|probably|likely|plan\w*|attempt\w*|tr(?:y|ies|ied|ying)|yet|propos\w+|threat\w*|consider\w*|expect\w*|hop\w+|wants?|wanted|risk\w*"
    r"|fear\w*|warn\w*|ask\w*|call\w*|urg\w*|demand\w*|ready|intend\w*|seek\w*|aim\w*|to)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\s+(?:when|after|because|as|since|until|before|who)\s+[^,;]*$")
"""What a clause may say beside its matter: "cancelled it when the players would not come"."""
_ENOUGH = 3
"""Words of meaning from which on a clause can be recognised."""
_ALIKE = 0.7
"""Share of a clause's words from which on another clause is about the same."""


def other_outcomes(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield what the sentence says became of somebody where the evidence says something else."""
    said = outcomes(sentence)
    told = [outcomes(text) for text in evidence]
    for group, word in said.items():
        if any(group in one for one in told[:1]):
            continue
        others = [one for one in told[0].items() if one[0] not in said] if told else []
        if others:
            yield Finding(
                check="wording",
                weight=Weight.REFUTED,
                reason=f"it says {word!r} where the cited words say {others[0][1]!r}",
                said=word,
                cited=others[0][1],
                about="word",
            )
            return


def possibility(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a doubt where the evidence only says that it may be so."""
    if _HEDGED.search(sentence):
        return
    stems = clause(sentence).stems
    pieces = [piece for text in evidence for piece in clauses(text)]
    shares = [(_share(stems, piece.stems), piece) for piece in pieces]
    best = max((share for share, _ in shares), default=0.0)
    nearest = [piece.text for share, piece in shares if share >= max(best, _ALIKE)]
    if nearest and all(_POSSIBLE.search(text) for text in nearest):
        reason = "the cited words only say that it may be so"
        yield Finding(check="possibility", weight=Weight.DOUBT, reason=reason)


def denial(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a clause that says the same of the same with a negation, or without one.

    The clause that has most of the words decides, not the one with most names and figures.
    """
    own = without_phrasal_verbs(without_speaker(sentence))
    stems = clause(own).stems
    if len(stems) < _ENOUGH:
        return
    pieces = [
        (_share(stems, clause(piece).stems), piece)
        for text in evidence
        for one in clauses(without_phrasal_verbs(text))
        for piece in {one.text, _SUBORDINATE.sub("", one.text)}
    ]
    alike = [
        (share, text)
        for share, text in pieces
        if share >= _ALIKE and not is_of_another_kind(sentence, text)
    ]
    denied = negated(own)
    against = [one for one in alike if negated(one[1]) != denied]
    best = max(against, key=lambda one: one[0], default=None)
    if best and not any(share >= best[0] for share, text in alike if negated(text) == denied):
        reason = f"it turns round what “{best[1]}” says"
        yield Finding(check="polarity", weight=Weight.REFUTED, reason=reason)


def shares(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a share that the sentences which name the same one do not give to it."""
    for piece in map(clause, parts(sentence)):
        own = [one for one in piece.numbers if one.type is NumberType.PERCENT]
        for name in piece.names if own else ():
            features = name_features(name)
            told = [
                number
                for text in evidence
                if features & clause(text).features
                for number in _shares_of(features, clause(text))
            ]
            if told and not any(number.is_in(told) for number in own):
                yield Finding(
                    check="numbers",
                    weight=Weight.REFUTED,
                    reason=f"the cited words give {name.text} {told[0].text}",
                    said=own[0].text,
                    cited=told[0].text,
                    about="number",
                )
                return


def _shares_of(features: Features, told: Clause) -> Iterator[Number]:
    """Yield the shares that stand next to a name: the last before it, and the first behind."""
    every = [one for one in told.numbers if one.type is NumberType.PERCENT]
    for name in told.names:
        if features & name_features(name):
            yield from [one for one in every if one.end <= name.start][-1:]
            yield from [one for one in every if one.start >= name.end][:1]


def of_another(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a figure that the sentence tells of one name, and the evidence only of another.

    Each sentence of the evidence that has the figure begins with a name that the sentence lacks,
    and lacks the name that the sentence begins with.
    """
    pieces = [clause(part) for text in evidence for part in parts(text)]
    for own in map(clause, parts(sentence)):
        yield from _figures_of_another(own, clause(sentence).features, pieces)


def _figures_of_another(own: Clause, said: Features, pieces: Sequence[Clause]) -> Iterator[Finding]:
    first = own.names[0] if own.names else None
    if first is None or first.start > len(own.text) // 3:
        return
    subject = name_features(first)
    for number in own.numbers:
        telling = [one for one in pieces if number.is_in(one.numbers)]
        others = [one for one in telling if _is_of_another(one, subject, said)]
        if telling and len(others) == len(telling):
            yield Finding(
                check="roles",
                weight=Weight.REFUTED,
                reason=f"the cited words have {number.text} of {others[0].names[0].text}",
            )
            return


def _is_of_another(told: Clause, subject: Features, said: Features) -> bool:
    if not told.names or subject & told.features:
        return False
    first = told.names[0]
    if told.text[: first.start].strip().lower() in {"the", "a", "an", "its", "his", "her", "their"}:
        return False  # "The British company" may be the one before
    return first.certain and first.start < len(told.text) // 3 and not name_features(first) & said


def _share(wanted: frozenset[str], present: frozenset[str]) -> float:
    """Return the share of a sentence's stems that a clause has in one form or another."""
    if not wanted:
        return 0.0
    found = sum(
        any(one == other or alike(one, other) or same(one, other) >= SYNONYM for other in present)
        for one in wanted
    )
    return found / len(wanted)
