"""Occasions: when and where something was said, as far as its sentence or its neighbour tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.text.sentences import Span
from rag.language.dates import Precision, resolve, times, with_preposition

_EVENT = (
    r"debate|speech|interview|statement|conference|briefing|rally|committee|summit|meeting|post|"
    r"letter|address|event|hearing|appearance|forum|visit|memo|testimony|lecture|podcast|report"
)
_WHERE = re.compile(
    rf"\b(?P<words>(?:in|at|during|to|on)\s+(?:an?|the|his|her|its|their)\s+"
    rf"(?:[\w’'-]+\s+){{0,3}}?(?:{_EVENT})\b"
    r"(?:\s+(?:in|at|of|on|with|to|for|before|by)\s+(?:an?\s+|the\s+)?(?:[a-z]+\s+){0,2}"
    r"[A-Z][\w’'&-]*(?:\s+(?:(?:of|and|for|in)\s+(?:the\s+)?)?[A-Z][\w’'&-]*)*)*"
    r"|[Ww]hile\s+in\s+[A-Z][\w’'-]+(?:,\s+[A-Z][\w’'-]+)?)",
)
_PLACE = re.compile(r"\bin\s+(?P<words>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*(?:,\s+[A-Z][\w’'-]+)?)")
_REPORTED = re.compile(r"\baccording\s+to\b[^,;]*", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"\b(?:made|gave)\s+(?:the|these|those|his|her)\s+(?:\w+\s+)?(?:statements?|remarks?|comments?)\b"
)


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """When and where: the day where it is certain, and the article's own words for both."""

    day: date | None = None
    when: str | None = None
    where: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self.when or self.where)

    def completed(self, other: Occasion) -> Occasion:
        """Return this with what only ``other`` tells."""
        timed = self if self.when else other
        return Occasion(day=timed.day, when=timed.when, where=self.where or other.where)


NO_OCCASION = Occasion()
"""Nothing is known."""


def occasion_of(
    text: str, sentence: Span, contents: Sequence[Span], published: date | None
) -> Occasion:
    """Return when and where ``contents`` were said, by what their sentence says beside them.

    What "according to" leads in is of the report, and not of the remark.
    """
    pieces, position = [], sentence[0]
    for start, end in sorted(contents):
        pieces.append(text[position:start])
        position = max(position, end)
    outer = " … ".join([*pieces, text[position : sentence[1]]])
    return _read(_REPORTED.sub(" … ", outer), published)


def referred_to(sentence: str, published: date | None) -> Occasion:
    """Return the occasion of the remarks around "He made these remarks on Monday in Brussels"."""
    return _read(sentence, published) if _REFERS_BACK.search(sentence) else NO_OCCASION


def _read(words: str, published: date | None) -> Occasion:
    day, when = None, None
    for time in times(words):
        start, end = with_preposition(words, time)
        if time.precision is Precision.DAY or time.relative is not None:
            when = words[start:end]
            if time.year is not None or published is not None:
                day = _only_day(resolve(time, published or _ANY))
            break
    where = _WHERE.search(words) or _PLACE.search(words)
    return Occasion(day=day, when=when, where=" ".join(where["words"].split()) if where else None)


_ANY = date(2000, 1, 1)
"""A day by which a date that names its year is none the less the one it names."""


def _only_day(days: tuple[date, date] | None) -> date | None:
    return days[0] if days and days[0] == days[1] else None
