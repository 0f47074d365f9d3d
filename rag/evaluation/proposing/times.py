"""Questions that a date or a place answers: "When did the mission in Kosovo begin?"."""

from __future__ import annotations

import re

from index.text.words import listed
from rag.evaluation.proposing.clauses import Clause
from rag.evaluation.proposing.drafts import Draft
from rag.language.dates import Date, dates
from rag.language.nations import ADJECTIVES
from rag.language.verbs import BEING

_AT_THE_END = re.compile(r"^(?P<before>.*?)\s*\b(?:in|on)\s+$")
_SAYS_MORE = re.compile(r"\b(?:that|which|who|and|but|or|than|as|when|where)\b")
_PLACED = listed(
    """
    held born based located buried signed take took takes met meet living
    """
)
_PLACE = re.compile(
    r"^(?P<before>.*?)\s*\b(?:in|at)\s+"
    r"(?P<place>(?:the\s+(?:city|town|village)\s+of\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?)$"
)


def when_in_front(clause: Clause) -> Draft | None:
    """Ask about the date of "In 1999, ..."."""
    if clause.date is None or not _happens_at(clause) or dates(clause.rest):
        return None
    if not any(map(_is_definite, dates(clause.date))):
        return None
    return _draft("When", clause, clause.rest, answer=clause.date, kind="date")


def when_at_the_end(clause: Clause) -> Draft | None:
    """Ask about the date of "... in 1999"."""
    found = list({date.text: date for date in dates(clause.rest)}.values())
    if clause.date is not None or len(found) != 1 or not _is_definite(found[0]):
        return None
    if found[0].end < len(clause.rest):
        return None
    before = _AT_THE_END.match(clause.rest[: found[0].start])
    if before is None or not _happens_at(clause) or not (clause.verb or before["before"]):
        return None
    if _SAYS_MORE.search(before["before"]):  # the date may be that of another happening
        return None
    answer = found[0].text.rstrip(", ")
    return _draft("When", clause, before["before"], answer=answer, kind="date")


def where(clause: Clause) -> Draft | None:
    """Ask "Where was the treaty signed?"."""
    place = _PLACE.match(clause.rest)
    verb = clause.lexical.base if clause.lexical else clause.verb.split(" ")[-1]
    if place is None or verb not in _PLACED or dates(place["place"]):
        return None
    if not ADJECTIVES.isdisjoint(place["place"].split()):
        return None
    return _draft("Where", clause, place["before"], answer=place["place"], kind="place")


def _happens_at(clause: Clause) -> bool:
    """Whether "when" can be asked: not of "has gone", "would go" or "has one made"."""
    if clause.setting:  # it may say when already
        return False
    if clause.lexical is not None:
        return clause.lexical.base != "have"
    return clause.auxiliary in BEING | {"will"}


def _is_definite(date: Date) -> bool:
    return date.year is not None or date.day is not None


def _draft(asks: str, clause: Clause, rest: str, *, answer: str, kind: str) -> Draft:
    return Draft(question=f"{asks} {clause.asked(rest)}?", answers=(answer,), kind=kind)
