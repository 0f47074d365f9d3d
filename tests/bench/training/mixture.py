"""The mixture: what the reader sees, in which proportion, drawn in groups that belong together.

A group is drawn anew each time, and so are its negatives: an epoch is never repeated. Groups hold
what only reading tells apart: questions that a passage answers beside such as it just misses, the
same question over passages that were edited, a true claim beside a false one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from training.claim_mixture import claims, one_claim
from training.examples import Claim, Drawn, Example, Group
from training.negatives import among_others, cropped, negative, retrieved
from training.phrasing import typed
from training.sources import Sources
from training.yes_no import asked

_SHARES = {
    "squad1": 0.40,
    "squad1-mixed": 0.06,
    "squad2": 0.06,
    "squadshifts": 0.13,
    "squadshifts-informal": 0.05,
    "tydiqa": 0.10,
    "qed": 0.05,
    "nq-swap": 0.03,
    "covidqa": 0.01,
    "timeqa": 0.02,
    "qamr": 0.05,
    "ropes": 0.02,
    "hotpotqa": 0.02,
}
_YES_NO_SHARES = {"boolq": 0.36, "condaqa": 0.40, "strategyqa": 0.12, "pubmedqa": 0.04}
_CROPPED = 0.3
"""Of the positives: only some sentences of the passage."""

_TYPED = 0.2
"""Of the questions: in the form that people type."""

_UNANSWERABLE = 0.42
"""Of the questions drawn alone."""


def groups(sources: Sources, seed: int) -> Iterator[Group]:
    """Yield groups without end; the same ``seed`` yields the same."""
    chance = random.Random(seed)
    # Weights are of groups; the first holds four draws, the last two about two each.
    ways: dict[Callable[[Sources, random.Random], Group | None], float] = {
        _same_passage: 0.22,
        _single: 0.42,
        _same_question: 0.06,
        _yes_or_no: 0.17,
        claims: 0.14,
    }
    while True:
        way = chance.choices(list(ways), list(ways.values()))[0]
        if (group := way(sources, chance)) is not None:
            yield replace(group, drawn=tuple(_as_typed(one, chance) for one in group.drawn))


def _as_typed(one: Drawn, chance: random.Random) -> Drawn:
    if isinstance(one, Claim) or chance.random() >= _TYPED:
        return one
    return replace(one, question=typed(one.question, chance))


def _same_passage(sources: Sources, chance: random.Random) -> Group | None:
    """Draw two questions that a passage answers and two that it just misses."""
    if not sources.near_misses:
        return None
    answered, missed = chance.choice(sources.near_misses)
    drawn = [
        *chance.sample(missed, min(2, len(missed))),
        *chance.sample(answered, min(2, len(answered))),
    ]
    return Group(drawn=tuple(drawn))


def _answerable(sources: Sources, chance: random.Random) -> Example:
    names = [name for name in _SHARES if name in sources.by_source]
    name = chance.choices(names, [_SHARES[one] for one in names])[0]
    drawn = chance.choice(sources.by_source[name])
    return among_others(drawn, sources, chance) if name == "qamr" else drawn


def _single(sources: Sources, chance: random.Random) -> Group | None:
    """Draw a question with its passage, or one made unanswerable."""
    drawn = _answerable(sources, chance)
    if chance.random() < _UNANSWERABLE:
        made = negative(drawn, sources, chance)
        return Group(drawn=(made,)) if made else None
    return Group(drawn=(cropped(drawn, chance) if chance.random() < _CROPPED else drawn,))


def _same_question(sources: Sources, chance: random.Random) -> Group | None:
    """Draw a question with its own passage and with others that a search finds for it."""
    drawn = _answerable(sources, chance)
    others = retrieved(drawn, sources, chance, most=2)
    return Group(drawn=(drawn, *others), shared=True) if others else None


def _yes_or_no(sources: Sources, chance: random.Random) -> Group | None:
    """Draw a question that wants yes or no, over its passages or over one that does not tell."""
    if chance.random() < 0.25 and sources.claims:
        made = asked(one_claim(sources, chance), chance)
        return Group(drawn=(made,)) if made else None
    names = [name for name in _YES_NO_SHARES if name in sources.yes_or_no]
    if not names:
        return None
    name = chance.choices(names, [_YES_NO_SHARES[one] for one in names])[0]
    drawn = chance.choice(sources.yes_or_no[name])
    chosen = chance.sample(drawn, min(2, len(drawn)))
    if chance.random() < 0.3:
        chosen += retrieved(chosen[0], sources, chance, most=1)
    return Group(drawn=tuple(chosen))
