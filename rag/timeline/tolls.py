"""Tolls: how many are dead so far, day after day, which is one matter that moves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from index.text.words import CAPITALISED
from rag.language.words.stopwords import content_stems
from rag.timeline.events import Group, Telling
from rag.timeline.figures import Figure, figure

_COUNTED_SO_FAR = re.compile(
    r"\btolls?\b|\bnumber\s+of\s+(?:\w+\s+)?(?:deaths|dead|injured|missing|victims)\b|\bso\s+far\b"
    r"|\bas\s+of\b|\bconfirmed\b|\b(?:rose|risen|climbed|increased|jumped|surged|surpassed|topped|exceeded)\b",
    re.IGNORECASE,
)
"""What says that a figure is the count of a day, and not of the event itself."""
_BESIDE = 60
"""Characters on both sides of a figure in which they stand."""
_SCOPE = re.compile(
    rf"\b(?:tolls?|deaths?|dead|killed|died)\s+(?:in|across)\s+(?:the\s+)?(?P<place>{CAPITALISED})"
    r"|\b(?P<whole>nationwide|national|statewide|worldwide|global)\b",
)
"""Of where the count is."""
_APART = timedelta(days=30)
"""Longest time between two counts of one matter."""
_ALIKE = 2
"""Words of titles and names that two counts of one matter share."""


def with_developments(groups: Sequence[Group], undated: Iterable[Telling]) -> list[Group]:
    """Return the events, the counts that follow one another as one; ``undated`` may go between."""
    others = [one for one in groups if _count(one) is None]
    tolls = sorted((one for one in groups if _count(one)), key=_day)
    chains: list[Group] = []
    for toll in tolls:
        before = next((one for one in reversed(chains) if _goes_on(one, toll)), None)
        if before:
            before.tellings += toll.tellings
        else:
            chains.append(toll)
    for telling in undated:
        alone = Group(tellings=[telling])
        for chain in chains if _count(alone) else ():
            if _is_between(chain, alone):
                chain.tellings.append(telling)
                break
    return [*others, *chains]


def _count(group: Group) -> Figure | None:
    """Return what is counted, where all of the tellings are counts; ``None`` for an event."""
    counted = [_so_far(one) for one in group.tellings]
    known = [one for one in counted if one]
    return max(known, key=lambda one: one.value) if len(known) == len(counted) else None


def _so_far(telling: Telling) -> Figure | None:
    """Return the count that a telling gives, where words beside it say that it is one."""
    found = figure(telling.sentence)
    at = telling.sentence.find(f"{found.value:,.0f}") if found else -1
    beside = telling.sentence[max(0, at - _BESIDE) : at + _BESIDE]
    return found if at >= 0 and _COUNTED_SO_FAR.search(beside) else None


def _day(group: Group) -> date:
    return max((_reported(one) for one in group.tellings), default=date.min)


def _reported(telling: Telling) -> date:
    return telling.when.last if telling.when else telling.article.published or date.min


def _goes_on(earlier: Group, later: Group) -> bool:
    few, many = _count(earlier), _count(later)
    return bool(
        few
        and many
        and few.what == many.what
        and few.value <= many.value
        and _day(later) - _day(earlier) <= _APART
        and _are_of_one_matter(earlier, later)
    )


def _is_between(chain: Group, alone: Group) -> bool:
    """Whether a count without a date is less than the last of a matter, and was reported before."""
    least, last = _count(alone), _count(chain)
    return bool(
        least
        and last
        and least.what == last.what
        and least.value < last.value
        and timedelta() < _day(chain) - _day(alone) <= _APART
        and _are_of_one_matter(chain, alone)
    )


def _are_of_one_matter(one: Group, other: Group) -> bool:
    mine, theirs = _scopes(one), _scopes(other)
    elsewhere = bool(mine and theirs) and mine.isdisjoint(theirs)
    return not elsewhere and len(_matter(one) & _matter(other)) >= _ALIKE


def _scopes(group: Group) -> frozenset[str]:
    return frozenset(
        match[0 if match["whole"] else "place"].lower()
        for one in group.tellings
        for match in _SCOPE.finditer(one.sentence)
    )


def _matter(group: Group) -> frozenset[str]:
    titles = (content_stems(one.article.title) for one in group.tellings)
    named = (one.names for one in group.tellings)
    return frozenset().union(*titles, *named)
