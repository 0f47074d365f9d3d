"""Preferences: what a question prefers by its words: a publisher, a time, the newest.

"What did Koha report in January 2025?" names a publisher and a month; "the latest on the talks"
wants new articles. ``rag.requests`` reads what a question names. A preference moves passages up and
leaves none out, since the publisher may be the subject of the question, and the time that of the
event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.library import Library
from rag.answers import Hit
from rag.requests.request import Request
from rag.requests.understanding import understand

NAMED_SOURCE = 0.25
"""Added to a score of at most 1 for an article of a publisher that the question names."""

NAMED_TIME = 0.15
"""For an article of the time that a question names."""
EVENT_TIME = 0.06
"""For one of the time of an event that it names, which later articles tell of as well."""
NEWEST = 0.25
"""For the newest of the articles on the subject, less for the others, nothing for the oldest."""

_REPORTED_WITHIN = timedelta(days=7)
"""How long after an event articles tell of it as news."""
_ON_THE_SUBJECT = 0.5
"""Share of the best score from which an article is on the subject."""


@dataclass(frozen=True, kw_only=True)
class Preference:
    """What a question prefers; often nothing."""

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    of_event: bool = False
    """Whether the time is that of an event, and not that of the articles."""
    newest: bool = False

    def __bool__(self) -> bool:
        """Whether anything is preferred."""
        return bool(self.sources or self._names_time or self.newest)

    @property
    def _names_time(self) -> bool:
        return bool(self.since or self.until)

    def named(self) -> tuple[str, ...]:
        """Return what is preferred, in words for a reader."""
        begin = f" from {self.since}" if self.since else ""
        end = f" to {self.until}" if self.until else ""
        period = (f"what was published{begin}{end}",) if self._names_time else ()
        newest = ("the newest",) if self.newest else ()
        return (*self.sources, *period, *newest)

    def gains(self, hits: Sequence[Hit]) -> list[float]:
        """Return what the preference adds to the score of each hit."""
        best = max((hit.score for hit in hits), default=0.0)
        ages = _ages(hit for hit in hits if hit.score >= _ON_THE_SUBJECT * best)
        return [self._bonus(hit, ages) for hit in hits]

    @property
    def most(self) -> float:
        """The most that it can add."""
        return sum(
            (
                NAMED_SOURCE if self.sources else 0.0,
                self._for_time if self._names_time else 0.0,
                NEWEST if self.newest else 0.0,
            )
        )

    @property
    def _for_time(self) -> float:
        return EVENT_TIME if self.of_event else NAMED_TIME

    def _bonus(self, hit: Hit, ages: dict[date, float]) -> float:
        article = hit.article
        bonus = NAMED_SOURCE if article.source in self.sources else 0.0
        published = article.published
        if published is not None and self._names_time and self._is_of_the_time(published):
            bonus += self._for_time
        if published is not None and self.newest:
            bonus += NEWEST * ages.get(published, 0.0)
        return bonus

    def _is_of_the_time(self, published: date) -> bool:
        until = self.until
        if until and self.of_event and self.since:
            until += _REPORTED_WITHIN
        return (self.since or date.min) <= published <= (until or date.max)


def preference_of(request: Request) -> Preference:
    """Return what a request prefers among the articles that its filters leave."""
    time = request.as_of
    return Preference(
        sources=tuple(one for one in request.mentioned if one not in request.filters.sources),
        since=time.since if time else None,
        until=time.until if time else None,
        of_event=request.times_event,
        newest=request.newest,
    )


def preference_in(question: str, library: Library) -> Preference:
    """Return what a question prefers whose filters are not in force."""
    articles = library.catalog.articles
    request = understand(
        question, embed=None, sources=articles.sources(), newest=articles.dates()[1]
    )
    return preference_of(request.without_filters())


def _ages(hits: Iterable[Hit]) -> dict[date, float]:
    """Return how new each date is among the others: 1 for the newest, 0 for the oldest."""
    dates = sorted({hit.article.published for hit in hits if hit.article.published})
    return {day: rank / max(1, len(dates) - 1) for rank, day in enumerate(dates)}
