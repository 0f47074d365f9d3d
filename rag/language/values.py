"""The values a question can ask for, found in text: names, places, times, numbers, shares, sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from index.text.words import CAPITALISED
from rag.language.dates import MONTHS, WEEKDAYS, YEAR, Date, Precision, times
from rag.language.money import money
from rag.language.nations import PEOPLES, is_capital, is_country, is_said_as_place
from rag.language.numbers import (
    AMOUNT,
    AND_A_PART,
    FIGURE,
    INDEFINITE,
    PART,
    PERCENT,
    QUALIFIER,
    SCALE,
    SPELT,
)
from rag.language.offices import is_office
from rag.language.speech import speaks

_NAME_WORD = CAPITALISED.replace("’'", "’'&.")


class Kind(Enum):
    """What a question asks for."""

    PERSON = auto()
    NAME = auto()
    """Of an organisation, a country, a thing."""
    PLACE = auto()
    COUNTRY = auto()
    CITY = auto()
    TIME = auto()
    YEAR = auto()
    DURATION = auto()
    NUMBER = auto()
    SHARE = auto()
    MONEY = auto()
    ROLE = auto()
    """What somebody is: "former deputy leader"."""
    YES_NO = auto()
    REASON = auto()
    OTHER = auto()


PLACES = frozenset({Kind.PLACE, Kind.COUNTRY, Kind.CITY})
NAMED = PLACES | {Kind.PERSON, Kind.NAME}
"""Kinds whose values are names."""


@dataclass(frozen=True, kw_only=True)
class Value:
    """A value in a text: ``text[start:end]``."""

    kind: Kind
    start: int
    end: int
    fit: float = 1.0
    """How surely it is of that kind, up to 1."""


_SHARE = rf"(?i)(?:\b{QUALIFIER}\s+)?\b{AMOUNT}{PERCENT}|\b{PART}\b"
_COUNT = (
    rf"(?i)\b(?:{QUALIFIER}\s+|minus\s+)?(?:{PART}\b"
    rf"|{FIGURE}(?:{AND_A_PART})?{SCALE}?(?![\w%]|,\d)(?:\s?per\s?cent\b)?|{FIGURE}(?=-\w)"
    rf"|{SPELT}(?:{AND_A_PART})?{SCALE}?(?:\s?per\s?cent\b)?|{INDEFINITE}|(?:half|third|quarter)\b)"
)
_DURATION = (
    rf"(?i)\b(?:(?:{QUALIFIER}|the past|the last)\s+)?(?:{AMOUNT}|an?|several|many)[\s-]+"
    rf"(?:and a half\s+)?(?:minute|hour|day|week|month|year|decade|centur)\w*(?:\s+ago)?\b"
    rf"|\bsince\s+(?:{YEAR}\b|the\s+(?:\w+\s+){{0,3}}?(?:end|start|beginning|outbreak|fall)\b"
    r"(?:\s+of(?:\s+\w+){1,3}?(?=[.,;]|\s+(?:and|but|when|in|on)\b|$))?"
    r"|the\s+(?:\w+\s+){0,2}?(?:war|revolution|independence|pandemic|crisis|attack|election)\b)"
)
_NAME = re.compile(
    rf"{_NAME_WORD}(?:\s+(?:(?:of|de|van|von|the|for|al|bin)\s+){{0,2}}{_NAME_WORD})*"
)
_NOT_A_NAME = re.compile(
    rf"(?:{'|'.join(MONTHS)}|{'|'.join(WEEKDAYS)}|The|A|An|In|On|At|He|She|It|They|We|I|This|That|These|Those|But|And|Or"
    r"|If|When|While|After|Before|During|Most|Some|Many|All|No|Not|As|For|From|By|With|His|Her"
    r"|Its|Their|Our|According|However|Although|There|Then|Once|Under|Over|Among|Since|To|Of"
    r"|Last|Next|Also|So|Yet|Both|Each|Every|More|What|Who|Where|Why|How|One|Two|Three|Four|Five"
    r"|Several|Dozens|Hundreds|Thousands|Two-thirds|Nothing|Nowhere|Nobody|Turning|Most|Getting)"
)
SITES = frozenset(
    """
    Airport Bay Bridge Canal Harbour Harbor Highway Island Lake Mountain Park River Road Sea Square
    Strait Street Tower Tunnel Valley
    """.split()  # noqa: SIM905 - as below
)
"""Words of names of places that do nothing, and are done nothing to."""

_NO_PERSON = SITES | frozenset(
    """
    of for the Agency Alliance Army Assembly Association Bank Board Commission Committee Company
    Conference Council Court Department Empire Federation Force Forces Foundation Government Group
    Institute Kingdom League List Ministry Mission Movement Nations News North Office Organisation
    Organization Parliament Party Police Republic Senate Service South States Union University War
    West East
    """.split()  # noqa: SIM905 - a list of 50 quoted words is harder to read
)
"""Words that stand in names of other things than people."""

_PEOPLE = (
    r"\b(?:(?:tens|dozens|hundreds|thousands) of )?(?:\w+ )?(?:soldiers|troops|officers|policemen"
    r"|police|protesters|civilians|attackers|gunmen|voters|students|workers|mayors|leaders|[Rr]ebels|militants"
    r"|insurgents|separatists|militiamen|fighters|villagers|residents|firefighters|lawmakers|judges"
    r"|(?:tank |flight |film )?crew|(?:[Tt]he|[Aa]n?) (?:\w+ )?(?:court|jury|judge)"
    rf"|{'|'.join(sorted(PEOPLES))})\b"
)
_LEADING = re.compile(rf"^(?:{_NOT_A_NAME.pattern}\s+)+")
_OWNER = re.compile(r"[’']s?(?=\s)")
_ENDING = re.compile(r"(?:[’']s|[’'.,&-])+$")


_SAID_AS_PLACE = 0.7
"""Fit of a name that only the words before it make a place's."""

_ACTS = 0.4
"""Fit of a country asked who: "Kosovo blamed Serbia"."""
_A_GROUP = 0.5
"""Fit of several people without a name: "dozens of soldiers", "local Serbs"."""

_VAGUE = 0.8
"""Fit of a month without its year."""

_PATTERNS = {
    Kind.YEAR: rf"\b{YEAR}\b",
    Kind.DURATION: _DURATION,
    Kind.SHARE: _SHARE,
    Kind.NUMBER: _COUNT,
}
"""Compiled by ``re`` when they are first used: a question asks for one kind of value."""


def values_in(text: str, kind: Kind) -> Iterator[Value]:
    """Yield the values in ``text`` that a question of this kind may ask for, in order."""
    if kind in NAMED:
        yield from _names(text, kind)
        for match in re.finditer(_PEOPLE, text) if kind is Kind.PERSON else ():
            yield Value(kind=kind, start=match.start(), end=match.end(), fit=_A_GROUP)
    elif kind is Kind.TIME:
        spans = {(time.start, time.end): _fit_of(time) for time in times(text)}
        yield from (
            Value(kind=kind, start=start, end=end, fit=fit) for (start, end), fit in spans.items()
        )
    elif pattern := money() if kind is Kind.MONEY else _PATTERNS.get(kind):
        for match in re.finditer(pattern, text):
            yield Value(kind=kind, start=match.start(), end=match.end())


def _fit_of(time: Date) -> float:
    """Return how well a time tells when something was: "in February" leaves much open."""
    return _VAGUE if time.precision is Precision.MONTH and time.year is None else 1.0


def _names(text: str, kind: Kind) -> Iterator[Value]:
    for first, last in _capitalised(text, kind):
        leading = _LEADING.match(text[first:last])
        start = first + (leading.end() if leading else 0)
        ending = _ENDING.search(text[start:last])
        end = start + ending.start() if ending else last
        words = text[start:end]
        if not words or _NOT_A_NAME.fullmatch(words):
            continue
        fit = _fit(kind, words, text[:start], text[end:])
        if fit:
            yield Value(kind=kind, start=start, end=end, fit=fit)


def _capitalised(text: str, kind: Kind) -> Iterator[tuple[int, int]]:
    """Yield where capitalised words stand together; whose somebody is, is no part of a name."""
    for match in _NAME.finditer(text):
        start = match.start()
        for owner in _OWNER.finditer(match[0]) if kind is Kind.PERSON else ():
            yield start, match.start() + owner.end()
            start = match.start() + owner.end() + 1
        yield start, match.end()


def _fit(kind: Kind, words: str, before: str, after: str) -> float:
    """Return how surely a name is of a kind, 0 where it is of another."""
    if kind is Kind.PERSON:
        return 1.0 if _may_be_a_person(words, before, after) else _ACTS * is_country(words)
    if kind is Kind.COUNTRY:
        return float(is_country(words))
    if kind is Kind.NAME:
        return 1.0
    if is_capital(words) or (is_country(words) and kind is Kind.PLACE):
        return 1.0
    if is_country(words) or not is_said_as_place(words, before, after):
        return 0.0
    return _SAID_AS_PLACE


def _may_be_a_person(words: str, before: str, after: str) -> bool:
    if words.isupper() or not _NO_PERSON.isdisjoint(words.split()) or is_office(words):
        return False
    # A single word may be anything with a capital; who speaks is somebody.
    return " " in words or speaks(before, after)
