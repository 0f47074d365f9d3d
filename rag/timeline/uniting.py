"""Uniting events: those of one time that several articles tell in other words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from index.embedding import Embedder, Vectors
from index.text.words import stem
from rag.language.names import names
from rag.timeline.events import Group, Telling, is_of_another

_SAME_SENSE = 0.68
"""Cosine from which on what is told of one day is the same."""
_SAME_SENSE_ABOUT = 0.75
"""The same where one of the two is dated less exactly."""
_SAME_FATE = 0.5
"""The same for two of which each tells what became of somebody, and one names nobody."""
_COMPARED = 4
"""Tellings of an event, the first, that are compared."""


def united(groups: Iterable[Group], embedder: Embedder) -> list[Group]:
    """Return the events, those as one that mean the same at times that fit.

    The same is also what became of one person, whatever the verb: who is said to be detained in
    February was arrested on the 17th of it.
    """
    exact_first = sorted(groups, key=lambda one: one.when.days if one.when else 0)
    pairs = [pair for pair in combinations(exact_first, 2) if _may_be_one(*pair)]
    words = {one.words: None for pair in pairs for group in pair for one in _first(group)}
    vectors = dict(zip(words, embedder.embed_documents(list(words)), strict=True))
    kept: list[Group] = []
    for own in exact_first:
        fitting = (one for one in kept if _may_be_one(one, own))
        same = next((one for one in fitting if _is_same(one, own, vectors)), None)
        if same:
            same.tellings += own.tellings
        else:
            kept.append(Group(tellings=list(own.tellings)))
    return kept


def _may_be_one(one: Group, other: Group) -> bool:
    return one.fits(other) and one.is_remark == other.is_remark


def _first(group: Group) -> Sequence[Telling]:
    return group.tellings[:_COMPARED]


def _is_same(own: Group, other: Group, vectors: Mapping[str, Vectors]) -> bool:
    enough = _SAME_SENSE if own.when == other.when else _SAME_SENSE_ABOUT
    for one, telling in product(_first(own), _first(other)):
        likeness = float(vectors[one.words] @ vectors[telling.words])
        same = likeness >= enough or _is_same_fate(one, telling, likeness)
        if same and not is_of_another(one, telling):
            return True
    return False


def _is_same_fate(one: Telling, other: Telling, likeness: float) -> bool:
    """Whether both tell that the same became of the same person."""
    if not one.outcomes & other.outcomes:
        return False
    if not one.people or not other.people:  # "who was arrested in May": who, stands before it
        return likeness >= _SAME_FATE or bool(_names_around(one) & _names_around(other))
    known, others = (frozenset().union(*telling.people) for telling in (one, other))
    return all(name & others for name in one.people) or all(name & known for name in other.people)


def _names_around(telling: Telling) -> frozenset[str]:
    """Return the words of the names in its sentence, those of where it was apart."""
    found = (stem(token) for name in names(telling.sentence) for token in name.tokens)
    return frozenset(found) - telling.places
