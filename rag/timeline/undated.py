"""Articles without a date: which year theirs is, where another article tells it.

"On February 9" says no year. If an article that has a date tells the same event of the same day,
the year is that one's, and other days of the same article lie around it. "Last year" takes more:
something of that year that was over and something that was still to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from index.articles import Article
from index.text.sentences import Span
from rag.language.dates import Date, Precision, resolve
from rag.timeline.clauses import Tense
from rag.timeline.events import Telling, Weigh, likeness, weigher
from rag.timeline.moments import moments, telling_sentences
from rag.timeline.when import When, is_of_a_calendar, said, when

_SAME = 0.42
"""Share of the shorter one's words from which on two tell the same event of the same day."""
_MIDDLE = 15
"""The day for a month without one, to see which year's is nearest."""


def with_years(undated: Sequence[Telling], dated: Sequence[Telling], weigh: Weigh) -> list[Telling]:
    """Return one article's tellings, those with their times whose year another article tells.

    Where two give it different years it keeps none.
    """
    loose = [(said(one.moment.times), one) for one in undated if one.when is None]
    anchors = [
        (found, one.moment.tense, partner)
        for time, one in loose
        if is_of_a_calendar(time) and not one.moment.is_quoted
        for partner in _partner(time, one, dated, weigh)
        if (found := _in_year(time, partner.when.first.year if partner.when else 0))
    ]
    if not anchors or len({found.first.year for found, *_ in anchors}) > 1:
        return list(undated)
    anchor, _, partner = anchors[0]
    placed = [_placed(one, _around(one, anchor), partner) for one in undated]
    year = _year(placed)
    if year is None:
        return placed
    return [_placed(one, _of_year(one, year), partner) for one in placed]


def times_by_others(undated: Article, dated: Iterable[Article]) -> list[tuple[Span, When]]:
    """Return the sentences of an article without a date whose year others tell, and when it is."""
    own = _tellings(undated)
    others = [one for article in dated for one in _tellings(article) if one.when]
    placed = with_years(own, others, weigher([*own, *others]))
    return [(one.moment.sentence, one.when) for one in placed if one.dated_by and one.when]


@lru_cache(maxsize=64)
def _tellings(article: Article) -> tuple[Telling, ...]:
    return tuple(
        Telling(article=article, moment=one, relevance=1.0, when=when(one, article.published))
        for sentence in telling_sentences(article.text)
        for one in moments(article.text, sentence)
    )


def _partner(
    time: Date, telling: Telling, dated: Iterable[Telling], weigh: Weigh
) -> Iterator[Telling]:
    """Yield the telling of another article that is most like one, and of the same day."""
    best, score = None, _SAME
    for other in dated:
        if other.when is None or not _same_day(time, other.when):
            continue
        precision = Precision.DAY if time.day else Precision.MONTH
        own = likeness(telling, other, weigh, precision)
        if own >= score:
            best, score = other, own
    if best is not None:
        yield best


def _same_day(time: Date, when: When) -> bool:
    if when.precision not in {Precision.DAY, Precision.MONTH} or time.month != when.first.month:
        return False
    return when.precision is Precision.MONTH or time.day in {None, when.first.day}


def _in_year(time: Date, year: int) -> When | None:
    days = resolve(replace(time, year=year), date(year, 1, 1)) if year else None
    return When(first=days[0], last=days[1]) if days else None


def _around(telling: Telling, anchor: When) -> When | None:
    """Return the days of a time without a year in the year that brings it nearest."""
    time = said(telling.moment.times)
    if telling.when is not None or telling.moment.is_quoted or not is_of_a_calendar(time):
        return None
    days = resolve(time, anchor.first)
    return When(first=days[0], last=days[1]) if days else None


def _year(placed: Iterable[Telling]) -> int | None:
    """Return the year of the article, if what was over and what was to come lie in one."""
    known = [one for one in placed if one.dated_by and one.when]
    over = [one.when.first for one in known if one.when and one.moment.tense is Tense.PAST]
    ahead = [one.when.last for one in known if one.when and one.moment.tense is Tense.FUTURE]
    if not over or not ahead or max(over) > min(ahead):
        return None
    return max(over).year if max(over).year == min(ahead).year else None


def _of_year(telling: Telling, year: int) -> When | None:
    time = said(telling.moment.times)
    if telling.when is not None or telling.moment.is_quoted or time.unit != "year":
        return None
    days = resolve(time, date(year, 6, _MIDDLE))
    return When(first=days[0], last=days[1]) if days else None


def _placed(telling: Telling, when: When | None, partner: Telling) -> Telling:
    return replace(telling, when=when, dated_by=partner) if when else telling
