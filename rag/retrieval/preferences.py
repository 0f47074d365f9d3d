"""Preferences: what a question prefers by its words: a publisher, a time, the newest.

"What did Koha report in January 2025?" names a publisher and a month; "the latest on the talks"
wants new articles. A preference moves passages up and leaves none out, since the publisher may be
the subject of the question, and the time that of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.articles import Article
from index.text.words import words
from rag.language.stopwords import STOPWORDS

NAMED_SOURCE = 0.25
"""Added to a score of at most 1 for an article of a publisher that the question names."""

NAMED_TIME = 0.15
NEWEST = 0.2
"""For the newest of the articles found, less for the others, nothing for the oldest."""

_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_MONTH_NAMES = "|".join(f"{month}|{month[:3]}" for month in _MONTHS)
_TIME = re.compile(
    rf"\b(?:(?P<iso>(?:1[89]|20)\d\d-\d\d-\d\d)"
    rf"|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH_NAMES})\.?"
    rf"(?:\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b)?,?\s+(?P<year>(?:1[89]|20)\d\d)"
    rf"|(?P<only_year>(?:1[89]|20)\d\d))\b",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|currently|at the moment|right now|these days)\b",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\b(?:report(?:s|ed|ing)?|publish(?:es|ed)?|wr(?:ite|ites|ote|itten)|articles?|according to"
    r"|cover(?:s|ed|age)?|story|stories|interview(?:s|ed)?)\b",
    re.IGNORECASE,
)
_COMMON = STOPWORDS | {"news", "media", "times", "post", "press", "online", "com", "daily"}


@dataclass(frozen=True, kw_only=True)
class Preference:
    """What a question prefers; often nothing."""

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    newest: bool = False

    def __bool__(self) -> bool:
        """Whether anything is preferred."""
        return bool(self.sources or self.since or self.newest)

    def named(self) -> tuple[str, ...]:
        """Return what is preferred, in words for a reader."""
        period = (f"what was published from {self.since} to {self.until}",) if self.since else ()
        newest = ("the newest",) if self.newest else ()
        return (*self.sources, *period, *newest)

    def gains(self, articles: Sequence[Article]) -> list[float]:
        """Return what the preference adds to the score of a passage of each article."""
        ages = _ages(articles)
        return [self._bonus(article, ages) for article in articles]

    @property
    def most(self) -> float:
        """The most that it can add."""
        return sum(
            (
                NAMED_SOURCE if self.sources else 0.0,
                NAMED_TIME if self.since else 0.0,
                NEWEST if self.newest else 0.0,
            )
        )

    def _bonus(self, article: Article, ages: dict[date, float]) -> float:
        bonus = NAMED_SOURCE if article.source in self.sources else 0.0
        published = article.published
        if published is not None and self.since and self.until:
            bonus += NAMED_TIME if self.since <= published <= self.until else 0.0
        if published is not None and self.newest:
            bonus += NEWEST * ages[published]
        return bonus


def preference_of(question: str, sources: Iterable[str]) -> Preference:
    """Return what ``question`` prefers among articles of these publishers."""
    named = tuple(source for source in sources if _names(question, source))
    since, until = _period(question) if named or _REPORTING.search(question) else (None, None)
    return Preference(
        sources=named, since=since, until=until, newest=bool(_NEWEST.search(question))
    )


def _names(question: str, source: str) -> bool:
    """Whether the question has the publisher's name, with its capital letters."""
    wanted = words(source)
    if not wanted or (len(wanted) == 1 and wanted[0] in _COMMON):
        return False
    written = re.escape(source.strip())
    return re.search(rf"(?<!\w){written}(?!\w)", question) is not None


def _period(question: str) -> tuple[date | None, date | None]:
    """Return the first and last day of the time that the question names first."""
    found = _TIME.search(question)
    if found is None:
        return None, None
    try:
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
            return day, day
        if found["only_year"]:
            year = int(found["only_year"])
            return date(year, 1, 1), date(year, 12, 31)
        year = int(found["year"])
        month = [name[:3] for name in _MONTHS].index(found["month"][:3].lower()) + 1
        if day_number := found["day"] or found["day_after"]:
            day = date(year, month, int(day_number))
            return day, day
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), date.fromordinal(after.toordinal() - 1)
    except ValueError:  # 31 February is in no calendar
        return None, None


def _ages(articles: Iterable[Article]) -> dict[date, float]:
    """Return how new each date is among the others: 1 for the newest, 0 for the oldest."""
    dates = sorted({article.published for article in articles if article.published})
    return {day: rank / max(1, len(dates) - 1) for rank, day in enumerate(dates)}
