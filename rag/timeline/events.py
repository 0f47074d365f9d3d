"""Tellings of events: those of several articles that tell the same, grouped."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from index.articles import Article
from index.text.sentences import Span
from index.text.words import CAPITALISED, fold, stem
from rag.language.dates import Precision
from rag.language.names import names
from rag.language.outcomes import outcomes
from rag.language.speech import said_words
from rag.language.words.lexicon import NEGATIONS
from rag.language.words.matching import LIGHT, SYNONYM, found
from rag.language.words.stopwords import content_stems
from rag.timeline.figures import figure
from rag.timeline.moments import Moment
from rag.timeline.when import When

Weigh = Callable[[str], float]
"""Returns how telling a stem is, more than 0."""

_SHARED = {Precision.DAY: 0.48, Precision.MONTH: 0.52, Precision.YEAR: 0.58}
"""Share of the weight of the shorter one's words from which on two tell the same event, by how
exactly the less exact one is dated."""
_OTHER_NAMES = 0.7
"""The same for two that name nobody and nothing in common, or of which one is only a remark."""
_BOTH = 0.7
"""The same for one telling to show that two events are one."""
_CERTAIN = 1.0
_OF_ONE_ARTICLE = 0.15
_COMMON = 1.5
"""What the names weigh at most that nearly every telling has, the topic's own."""
_RARE = 3.0
"""Weight of a place from which on hardly any other event of the topic has it."""
_WORTH_SYNONYMS = 0.2
"""Share of the words themselves from which on synonyms are looked for."""
_FEWEST = {Precision.DAY: 2, Precision.MONTH: 3, Precision.YEAR: 3}
"""Words that they share at least."""
_SHORT = 3
"""Words of a clause below which it is compared with the rest of its sentence."""
_COMPARED = 6
"""Tellings of an event, the first, with which another is compared."""
_PLACE = re.compile(rf"\b(?:in|at|near|outside)\s+(?:the\s+)?(?P<name>{CAPITALISED})")
_WHERE = re.compile(
    rf"\b(?:in|at|near|outside|over|off|above)\s+(?:the\s+)?(?P<name>{CAPITALISED}(?:\s+{CAPITALISED})*)"
)
_NAME = re.compile(rf"(?<=[^.!?“\"\s])\s+[“\"]?({CAPITALISED})")
_NOT_COMPARED = (
    frozenset(map(stem, {*NEGATIONS, "early", "earlier", "late", "later", "set", "hold", "held"}))
    | LIGHT
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Telling:
    """A sentence of an article that tells an event, and how much it has to do with the topic."""

    article: Article
    moment: Moment
    relevance: float
    """Between 0 and 1."""
    when: When | None = None
    dated_by: Telling | None = None
    """The sentence of another article that gives the year, where this one has none."""

    @cached_property
    def places(self) -> frozenset[str]:
        """The stems of the names of where it was."""
        return frozenset(stem(fold(place["name"])) for place in _PLACE.finditer(self.words))

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The stems of the names in the words that tell it."""
        return self.places | {stem(fold(name)) for name in _NAME.findall(self.words)}

    @cached_property
    def names(self) -> frozenset[str]:
        """The stems of the names in its sentence, but of those at the beginning."""
        return frozenset(stem(fold(name)) for name in _NAME.findall(self._untimed))

    @cached_property
    def people(self) -> tuple[frozenset[str], ...]:
        """The stems of each name in the words that tell it, those of where it was apart."""
        found = (frozenset(map(stem, name.tokens)) for name in names(self.words))
        return tuple(name for name in found if not name & self.places)

    @cached_property
    def outcomes(self) -> frozenset[int]:
        """What the words that tell it say became of somebody."""
        return frozenset(outcomes(self.words))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words that tell it, without those of its time."""
        own = _compared(self.words)
        moment = self.moment
        if moment.is_remark and self.words.rstrip(" .,").rpartition(" ")[2] in said_words():
            return own | _compared(self._untimed)  # "officials said": what, stands beside it
        if len(own) >= _SHORT or moment.shown == moment.clause or moment.is_relative:
            return own
        return own | _compared(self._untimed)

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return self.article.text[slice(*self.moment.sentence)]

    @cached_property
    def words(self) -> str:
        """The words that tell it, with blanks for its time."""
        base = self.moment.sentence[0]
        return self._untimed[self.moment.clause[0] - base : self.moment.clause[1] - base]

    @cached_property
    def _untimed(self) -> str:
        """The sentence with blanks for the time."""
        words = self.sentence
        for time in self.moment.times:
            words = words[: time.start] + " " * (time.end - time.start) + words[time.end :]
        return words


def _compared(words: str) -> frozenset[str]:
    stems = (word for word in content_stems(words) if not word[0].isdigit())
    return frozenset(stems) - _NOT_COMPARED


@dataclass(kw_only=True, eq=False)
class Group:
    """Tellings of one event, of which the first gave it its time."""

    tellings: list[Telling] = field(default_factory=list)

    @property
    def when(self) -> When | None:
        """The most exact of their times."""
        return min((one.when for one in self.tellings if one.when), key=_days, default=None)

    @property
    def is_remark(self) -> bool:
        """Whether what happened is that something was said."""
        return all(one.moment.is_remark for one in self.tellings)

    def fits(self, other: Group) -> bool:
        """Whether both may be of one time."""
        return bool(self.when and other.when and self.when.fits(other.when))


def _days(when: When) -> int:
    return when.days


def weigher(tellings: Iterable[Telling]) -> Weigh:
    """Return what weighs a stem by how few of the tellings have it: their topic's weigh little."""
    counts = Counter(word for one in tellings for word in one.stems)
    total = max(2, counts.total() and max(counts.values()))
    return lambda word: math.log(1 + total / (counts[word] + 0.5))


def group(tellings: Iterable[Telling], weigh: Weigh) -> list[Group]:
    """Return the dated tellings by event, the more exactly dated ones first."""
    dated = [(one.when, one) for one in tellings if one.when]
    dated.sort(key=lambda pair: (pair[0].days, -pair[1].relevance))
    telling_places = _of_one_time(dated)
    by_year: dict[int, list[Group]] = {}
    for when, telling in dated:
        near = by_year.setdefault(when.first.year, [])
        scores = [_likeness_to(one, telling, weigh, telling_places) for one in near]
        if not any(scores):
            near.append(Group(tellings=[telling]))
            continue
        best = near[scores.index(max(scores))]
        best.tellings.append(telling)
        for one, score in zip(list(near), scores, strict=True):
            if (
                one is not best
                and best.fits(one)
                and (score >= _BOTH or 0 < score < max(scores) == _CERTAIN)
            ):
                best.tellings += one.tellings
                near.remove(one)
    return list(_without_asides([one for near in by_year.values() for one in near]))


def _without_asides(groups: Sequence[Group]) -> Iterator[Group]:
    """Yield the events without those that only stand beside, in a sentence that another shows."""
    main = {_place(one) for own in groups for one in own.tellings if not one.moment.is_aside}
    for own in groups:
        if not all(one.moment.is_aside and _place(one) in main for one in own.tellings):
            yield own


def _place(telling: Telling) -> tuple[str, Span]:
    return telling.article.id, telling.moment.sentence


def _of_one_time(dated: Iterable[tuple[When, Telling]]) -> frozenset[str]:
    """Return the places of which everything that is told is of one time: they name an event."""
    when_of: dict[str, When | None] = {}
    places = {place for _, telling in dated for place in telling.places}
    for when, telling in dated:  # the more exact ones come first
        for place in places & telling.own_names:
            known = when_of.setdefault(place, when)
            if known is not None and not known.fits(when):
                when_of[place] = None
    return frozenset(place for place, when in when_of.items() if when)


def _likeness_to(
    group: Group, telling: Telling, weigh: Weigh, telling_places: frozenset[str]
) -> float:
    """Return how like an event a telling of its time is; 0 where it tells another one."""
    if group.when is None or telling.when is None or not group.when.fits(telling.when):
        return 0.0
    least = max(group.when, telling.when, key=_days).precision or Precision.YEAR
    first = group.tellings[:_COMPARED]
    score = max(_likeness_of(one, telling, weigh, least) for one in first)
    if score >= _SHARED[least]:
        return score
    # "The event on September 24 in Banjska" is what in September happened in Banjska.
    own = telling_places & telling.own_names
    named = least is Precision.MONTH and any(own & one.own_names for one in first)
    return _CERTAIN if named else 0.0


def _likeness_of(one: Telling, other: Telling, weigh: Weigh, precision: Precision) -> float:
    """Return the likeness; an article that has a month and a day of it means the same by them."""
    own = likeness(one, other, weigh, precision)
    same_article = one.article.id == other.article.id and precision is Precision.MONTH
    return own + _OF_ONE_ARTICLE if own and same_article else own


def _places_of(one: Telling, other: Telling) -> frozenset[str]:
    """Return the stems of every word of the names of where two tellings take place."""
    return frozenset(
        stem(fold(word))
        for telling in (one, other)
        for place in _WHERE.finditer(telling.words)
        for word in place["name"].split()
    )


def likeness(one: Telling, other: Telling, weigh: Weigh, precision: Precision) -> float:
    """Return the share of the shorter telling's weight that the other has; 0 for too few words."""
    few, many = sorted((one.stems, other.stems), key=len)
    shared = few & many
    total = sum(map(weigh, few))
    score = sum(map(weigh, shared))
    if len(shared) + 1 < _FEWEST[precision] or score < _WORTH_SYNONYMS * total:
        return 0.0
    alike = [(word, found(word, many)) for word in few - shared]
    acts = shared - _places_of(one, other) or any(value >= SYNONYM for _, value in alike)
    if not acts and max(map(weigh, shared), default=0.0) < _RARE:
        return 0.0  # what happened over the same ocean need not be one thing
    same = len(shared) + sum(value >= SYNONYM for _, value in alike)
    score = (score + sum(weigh(word) * value for word, value in alike)) / total
    named = [{name for name in own.names if weigh(name) > _COMMON} for own in (one, other)]
    remarks = one.moment.is_remark and other.moment.is_remark
    foreign = (remarks or all(named)) and named[0].isdisjoint(named[1])
    foreign |= one.moment.is_remark != other.moment.is_remark
    foreign |= is_of_another(one, other)
    if same < min(_FEWEST[precision], max(2, len(few) - 1)) or (foreign and score < _OTHER_NAMES):
        return 0.0
    return score


def is_of_another(one: Telling, other: Telling) -> bool:
    """Whether two tell what became of somebody, and of somebody else: elsewhere, or by name."""
    if not one.outcomes & other.outcomes:
        return False
    mine, theirs = (frozenset().union(*own.people) for own in (one, other))
    strangers = bool(mine and theirs) and mine.isdisjoint(theirs)
    return strangers or (_is_elsewhere(one, other) and _counts_others(one, other))


def _is_elsewhere(one: Telling, other: Telling) -> bool:
    return bool(one.places and other.places) and one.places.isdisjoint(other.places)


def _counts_others(one: Telling, other: Telling) -> bool:
    mine, theirs = figure(one.words), figure(other.words)
    return mine is not None and theirs is not None and mine.value != theirs.value
