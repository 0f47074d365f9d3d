"""A timeline: the events on a topic, each once, with its sources and what they differ in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.articles import Article
from index.text.stem_codes import StemCodes
from rag.answers import Citation
from rag.answers.origins import Origins
from rag.citations.excerpts import excerpt, printed
from rag.language.dates import Precision, long_date
from rag.timeline.clauses import Tense
from rag.timeline.events import Group, Telling
from rag.timeline.figures import Figure, figure
from rag.timeline.when import When

CodesOf = Callable[[Article], StemCodes]
"""Returns an article's stem codes, by which copies are known."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, or that is to come, told by one article or several."""

    date: str | None
    """"2023-09-24", "2023-09" or "2023", as exactly as an article says; ``None`` for no date."""
    precision: Precision | None
    text: str
    """The exact sentence that tells it best, and that which gives its date where it is another."""
    citations: tuple[Citation, ...]
    """The sentence of each article, the one that tells it best first."""
    supersedes: Event | None = None
    """The same event with the figure of an earlier report, which this one brings up to date."""
    contradicted_by: tuple[Event, ...] = ()
    """What other articles say of it that cannot be true as well."""
    dated_by: Citation | None = None
    """The sentence that gives the year of an article without a date."""

    @property
    def independent(self) -> int:
        """How many origins tell it: copies of one text count once."""
        return len({citation.origin_id for citation in self.citations})

    @property
    def date_in_words(self) -> str:
        """Return "24 September 2023", "September 2023" or "2023"; empty for no date."""
        if self.date is None:
            return ""
        year, *rest = map(int, self.date.split("-"))
        if not rest:
            return str(year)
        if len(rest) > 1:
            return long_date(date(year, *rest))
        return f"{date(year, rest[0], 1):%B %Y}"

    def as_json(self) -> dict[str, Any]:
        """Return the event object of the command-line contract.

        ``contradicted_by`` and ``dated_by`` are there only where there is something in them.
        """
        told: dict[str, Any] = {
            "date": self.date,
            "precision": self.precision.value if self.precision else None,
            "text": self.text,
            "citations": [citation.as_json() for citation in self.citations],
            "independent": self.independent,
            "supersedes": self.supersedes.as_json() if self.supersedes else None,
        }
        if self.contradicted_by:
            told["contradicted_by"] = [one.as_json() for one in self.contradicted_by]
        if self.dated_by:
            told["dated_by"] = self.dated_by.as_json()
        return told


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The events on a topic in the order in which they happened, and those without a date."""

    topic: str
    events: tuple[Event, ...]
    undated: tuple[Event, ...] = ()
    left_out: int = 0
    """Dated events that weigh less and are not among these."""

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``rag timeline --json`` prints."""
        return {
            "topic": self.topic,
            "events": [event.as_json() for event in self.events],
            "undated": [event.as_json() for event in self.undated],
        }


def event(group: Group, codes_of: CodesOf) -> Event:
    """Return the event that a group of tellings is of."""
    by_figure: dict[Figure | None, list[Telling]] = {}
    for telling in group.tellings:
        by_figure.setdefault(figure(telling.sentence), []).append(telling)
    what = next((one.what for one in by_figure if one), None)
    counted = {one: own for one, own in by_figure.items() if one and one.what == what}
    others = [one for known, own in by_figure.items() if known not in counted for one in own]
    if len(counted) < 2:
        return _event(group.tellings, codes_of)
    latest, *earlier = sorted(
        counted, key=lambda one: (_reported(counted[one]), one.value), reverse=True
    )
    return _with_figures(latest, earlier, counted, others, codes_of)


def _with_figures(
    latest: Figure,
    earlier: Sequence[Figure],
    counted: dict[Figure, list[Telling]],
    others: Sequence[Telling],
    codes_of: CodesOf,
) -> Event:
    """Return the event as last reported: what was less before is superseded, the rest differs."""
    day = _reported(counted[latest])
    moved = [
        one
        for one in earlier
        if one.value < latest.value
        and not one.is_part_of(latest)
        and (one.at_least or _reported(counted[one]) < day)
    ]
    differing = [one for one in earlier if one not in moved and latest.contradicts(one)]
    same = [one for one in earlier if one not in moved and one not in differing]
    before: Event | None = None
    for one in reversed(moved):
        before = _event(counted[one], codes_of, supersedes=before)
    told = [*counted[latest], *(one for known in same for one in counted[known]), *others]
    return _event(
        told,
        codes_of,
        supersedes=before,
        contradicted_by=tuple(_event(counted[one], codes_of) for one in differing),
    )


def _reported(tellings: Iterable[Telling]) -> date:
    """Return the day of the first report; articles without a date come first."""
    return min((one.article.published or date.min for one in tellings), default=date.min)


def _event(
    tellings: Sequence[Telling],
    codes_of: CodesOf,
    *,
    supersedes: Event | None = None,
    contradicted_by: tuple[Event, ...] = (),
) -> Event:
    group = Group(tellings=list(tellings))
    when = group.when
    ordered = _once_an_article(sorted(tellings, key=lambda one: _order(one, when)))
    origins = Origins(codes_of)
    best, exact = ordered[0], next((one for one in ordered if one.when == when), ordered[0])
    shown = [best] if best.when == when else [best, exact]
    partner = next((one.dated_by for one in shown if one.dated_by), None)
    return Event(
        date=when.iso if when else None,
        precision=when.precision if when else None,
        text=" ".join(dict.fromkeys(map(_text, shown))),
        citations=tuple(
            _citation(number, one, origins) for number, one in enumerate(ordered, start=1)
        ),
        supersedes=supersedes,
        contradicted_by=contradicted_by,
        dated_by=_citation(1, partner, origins)
        if partner and all(partner.article.id != one.article.id for one in ordered)
        else None,
    )


_LONG = 200
"""Characters from which on a sentence tells more than one event."""


_INEXACT = 0.3
"""What a sentence loses, of a relevance between 0 and 1, that is less exact on when it was."""


def _order(telling: Telling, when: When | None) -> tuple[bool, float, date, str]:
    """Order those first that tell what happened in few words with most of the topic."""
    moment, article = telling.moment, telling.article
    reported = moment.is_remark or moment.is_aside or moment.tense is not Tense.PAST
    length = (moment.shown[1] - moment.shown[0]) // _LONG
    inexact = _INEXACT * (telling.when != when)
    weight = inexact + length - telling.relevance
    return reported, weight, article.published or date.max, article.id


def _once_an_article(tellings: Iterable[Telling]) -> list[Telling]:
    first: dict[str, Telling] = {}
    for one in tellings:
        first.setdefault(one.article.id, one)
    return list(first.values())


def _text(telling: Telling) -> str:
    """Return the sentence as it is printed alone, or the clause where that can be."""
    moment, text = telling.moment, telling.article.text
    if moment.shown != moment.sentence:
        return printed(text[slice(*moment.shown)])
    return excerpt(text, *moment.sentence).shown


def _citation(number: int, telling: Telling, origins: Origins) -> Citation:
    whole = excerpt(telling.article.text, *telling.moment.sentence)
    original = origins.of(telling.article)
    return Citation(
        marker=number,
        article=telling.article,
        start=whole.start,
        end=whole.end,
        origin=original.id if original else None,
    )
