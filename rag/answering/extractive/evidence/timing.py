"""Timing: which sentences are of the time that a question names.

"Who was minister in 2022?" is answered by what is said of 2022, in whatever article, by articles of
2022, and by the last one before that says who became minister.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from index.embedding import Vectors
from index.text.words import stems, words
from rag.answering.extractive.candidates import Candidate
from rag.answering.extractive.question import Question
from rag.answering.extractive.ranking import ScoredCandidates
from rag.language.contradiction import Told
from rag.language.dates import MONTHS, WEEKDAYS, dates, long_date
from rag.language.values import Kind, values_in
from rag.requests.periods import named_period
from rag.requests.request import Period

_SAID, _SAID_WIDER, _PUBLISHED = 1.0, 0.4, 0.7
"""Fit of a sentence that gives the time, of one that gives a longer time around it, and of one in
an article of that time."""

_NEITHER, _OTHER = 0.0, -1.0
"""Fit of what may be of the time: the last that was told before of what lasts, as an office, and
the news of the weeks around an event; and of another time."""

_IN_RANKING = 1.5
"""Log odds by which a fit of 1 ranks higher."""
_UNSURE = 0.5
"""Share of the confidence from which a sentence is the answer that one of another time has at most,
where the question names a year: it may be an answer, and never is."""
_BEGAN = re.compile(r"\b(?:elected|appointed|named|chosen|sworn)\b", re.IGNORECASE)
"""What asks for the day on which an office was given, and not for who held it."""
_MONTHS = frozenset(map(str.lower, MONTHS))
_NEWS = timedelta(days=60)
"""How long before and after an event articles tell of it as one that needs no date."""


def without_time(question: Question, period: Period) -> Question:
    """Return the question without the words of its time, which no sentence needs to have.

    ``period`` is that time, should the question have been asked without it.
    """
    rest = frozenset(stems(timeless(question.text)))
    days = [day for day in (period.since, period.until) if day]
    years = {str(day.year) for day in days}
    return replace(
        question,
        year=years.pop() if len(days) == 2 and len(years) == 1 else question.year,
        stems=tuple(one for one in question.stems if one in rest),
        names=tuple(one for one in question.names if one in rest),
    )


def timeless(text: str) -> str:
    """Return a question's text without the time that it names."""
    named = named_period(text)
    return f"{text[: named.start]}{text[named.end :]}" if named else text


def at_time(scored: ScoredCandidates, period: Period) -> ScoredCandidates:
    """Return the candidates, those of another time than ``period`` ranked lower and less sure."""
    holds = scored.question.beside is not None and not _BEGAN.search(scored.question.text)
    lasts = holds or scored.question.answer_type is Kind.YES_NO
    fits = time_fits(scored.candidates, period, lasts=lasts)
    most = np.ones_like(fits)
    if any(one.year for one in dates(scored.question.text)):
        most[fits < 0] = _UNSURE * scored.weights.answered_at
    return replace(
        scored,
        scores=np.asarray(scored.scores + _IN_RANKING * fits, dtype=np.float32),
        confidences=np.minimum(scored.confidences, most),
        other_time=frozenset(np.flatnonzero(fits < 0).tolist()),
    )


def time_fits(candidates: Sequence[Candidate], period: Period, *, lasts: bool) -> Vectors:
    """Return ``(len(candidates),)``, between -1 and 1: how well each is of ``period``.

    ``lasts`` is whether what is asked for goes on until something else is told.
    """
    since, until = period.since or date.min, period.until or date.max
    before = [
        day for one in candidates if (day := one.hit.article.published) is not None and day < since
    ]
    last = max(before, default=None)
    fits = []
    for one in candidates:
        published = one.hit.article.published
        said = [_fit(*days, since, until) for days in Told(one.understood, "", published).periods]
        fit = max(said, default=_OTHER)
        if published is None:
            fit = _PUBLISHED if _names_day(one.understood, period) else max(said, default=0.0)
        elif since <= published <= until:
            fit = max(fit, _PUBLISHED)
        elif published == last if lasts else _is_near(published, period):
            fit = max(fit, _NEITHER)
        # News of that time may tell of another year: "elected with 216 votes in 2021".
        years = {day.year for days in Told(one.understood, "", None).periods for day in days}
        if years and not lasts and not years.intersection(range(since.year, until.year + 1)):
            fit = _OTHER
        fits.append(fit)
    return np.array(fits, dtype=np.float32)


def _names_day(text: str, period: Period) -> bool:
    """Whether the one day of a period is named, without its year: "on November 27"."""
    day = period.since
    if day is None or day != period.until:
        return False
    return any((one.year, one.month, one.day) == (None, day.month, day.day) for one in dates(text))


def recency(candidates: Sequence[Candidate], chosen: Sequence[bool]) -> Vectors:
    """Return ``(len(candidates),)``: how new each is among the ``chosen``; 1 for the newest.

    0 for the oldest, the undated, and those that are not chosen.
    """
    days = [
        one.hit.article.published if is_chosen else None
        for one, is_chosen in zip(candidates, chosen, strict=True)
    ]
    ordered = sorted({day for day in days if day})
    ranks = {day: rank / max(1, len(ordered) - 1) for rank, day in enumerate(ordered)}
    return np.array([ranks[day] if day else 0.0 for day in days], dtype=np.float32)


def _is_near(published: date, period: Period) -> bool:
    since, until = period.since, period.until
    after = since is None or published >= since - _NEWS
    return after and (until is None or published <= until + _NEWS)


def _fit(first: date, last: date, since: date, until: date) -> float:
    if since <= first and last <= until:
        return _SAID
    return _SAID_WIDER if first <= until and since <= last else _OTHER


def fuller_date(given: str, told: Candidate, other: Candidate) -> str | None:
    """Return a date in ``other`` that says more than ``given``, which ``told`` gives, of one time.

    That is "February 9" for "February", and "8 September" for the Thursday on which it was.
    """
    known = frozenset(words(given))
    day = _day(given, told)
    for value in values_in(other.text, Kind.TIME):
        shown = other.text[value.start : value.end]
        own = frozenset(words(shown))
        names_month = not own.isdisjoint(_MONTHS)
        if known < own or (day and names_month and _day(shown, other) == day):
            return shown
    return None


def day_meant(given: str, told: Candidate) -> str | None:
    """Return a note that gives the date of a weekday that ``told`` gives, if it is the article's.

    Of another weekday an article that is kept up to date may mean that of a week before.
    """
    day = _day(given, told)
    named = frozenset(words(given))
    weekday = not named.isdisjoint(map(str.lower, WEEKDAYS))
    if day is None or day != told.hit.article.published or not weekday:
        return None
    if not named.isdisjoint(_MONTHS):
        return None
    return f"{given} is {long_date(day)}, the day of the article"


def _day(text: str, one: Candidate) -> date | None:
    """Return the one day that a text of an article means."""
    periods = Told(text, "", one.hit.article.published).periods
    return periods[0][0] if len(periods) == 1 and periods[0][0] == periods[0][1] else None
