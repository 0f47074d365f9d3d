"""The values a question can ask for, found in text: names, places, times, numbers, shares, sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from rag.language.nations import is_capital, is_country, is_said_as_place

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR = r"(?:1[0-9]|20)\d\d"
_NUMBER = r"\d+(?:[.,]\d+)*"
_SPELT = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|half|third|quarter|two-thirds|three-quarters)"
)
_SCALE = r"(?:\s?(?:thousand|million|billion|trillion|bn|m)\b)?"
_NAME_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'&.-]*"


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


_TIME = (
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?"
    rf"|{_MONTH},?\s+(?:of\s+)?(?:{_YEAR}|(?:last|this|next)\s+year)"
    rf"|(?:the\s+)?(?:early\s+|late\s+|mid-)?{_YEAR}s?(?:\s?(?:BC|AD))?|{_DAY}"
    rf"|(?:last|this|next)\s+(?:year|month|week)|yesterday|today|tomorrow"
    rf"|(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)\s+century|{_MONTH})\b"
)
_SHARE = (
    rf"(?i)\b(?:{_NUMBER}|{_SPELT})\s?(?:%|percent(?:age points)?\b|per\s?cent\b)"
    r"|\b(?:one|two|three)[- ](?:half|thirds?|quarters?|fifths?)\b"
)
_MONEY = (
    rf"(?i)(?:[$€£¥]\s?{_NUMBER}{_SCALE})"
    rf"|\b{_NUMBER}{_SCALE}\s?(?:dollars?|euros?|pounds?|yen|francs?)\b"
)
_COUNT = (
    rf"(?i)\b(?:(?:over|under|about|around|nearly|almost|some|at least|at most|more than|less than"
    rf"|up to)\s+)?(?:{_NUMBER}{_SCALE}(?![\w%])|(?:{_NUMBER})(?=-\w)|{_SPELT}\b)"
)
_DURATION = (
    r"(?i)\b(?:(?:over|more than|less than|about|around|nearly|almost|some|at least|the past"
    rf"|the last)\s+)?(?:{_NUMBER}|{_SPELT}|an?|several|many)\s+(?:and a half\s+)?"
    rf"(?:minute|hour|day|week|month|year|decade|centur)\w*(?:\s+ago)?\b|\bsince\s+{_YEAR}\b"
)
_NAME = re.compile(
    rf"{_NAME_WORD}(?:\s+(?:(?:of|de|van|von|the|for|al|bin)\s+){{0,2}}{_NAME_WORD})*"
)
_NOT_A_NAME = re.compile(
    rf"(?:{_MONTH}|{_DAY}|The|A|An|In|On|At|He|She|It|They|We|I|This|That|These|Those|But|And|Or"
    r"|If|When|While|After|Before|During|Most|Some|Many|All|No|Not|As|For|From|By|With|His|Her"
    r"|Its|Their|Our|According|However|Although|There|Then|Once|Under|Over|Among|Since|To|Of"
    r"|Last|Next|Also|So|Yet|Both|Each|Every|More|What|Who|Where|Why|How|One|Two|Three|Four|Five"
    r"|Several|Dozens|Hundreds|Thousands|Two-thirds|Nothing|Nowhere|Nobody|Turning|Most|Getting)"
)
_NO_PERSON = frozenset(
    """
    of for the Agency Alliance Army Assembly Association Bank Board Commission Committee Company
    Conference Council Court Department Empire Federation Force Forces Foundation Government Group
    Institute Kingdom League List Ministry Mission Movement Nations News North Office Organisation
    Organization Parliament Party Police Republic Senate Service South States Union University War
    West East
    """.split()  # noqa: SIM905 - a list of 50 quoted words is harder to read
)
"""Words that stand in names of other things than people."""

_SPEAKS = (
    r"(?:said|says|stated|told|warned|added|replied|stressed|noted|wrote|declared|announced"
    r"|pledged|argued|asked|explained|claimed)"
)
_SPEAKS_BEFORE = re.compile(rf"\b{_SPEAKS}\s+$")
_SPEAKS_AFTER = re.compile(rf"\s+(?:also\s+|has\s+)?{_SPEAKS}\b")
_PEOPLE = re.compile(
    r"\b(?:(?:dozens|hundreds|thousands) of )?(?:\w+ )?(?:soldiers|troops|officers|policemen"
    r"|protesters|civilians|attackers|gunmen|voters|students|workers|mayors|leaders|Serbs|Albanians"
    r"|Kosovars|Russians|Americans|Ukrainians)\b"
)
_LEADING = re.compile(rf"^(?:{_NOT_A_NAME.pattern}\s+)+")
_ENDING = re.compile(r"(?:[’']s|[’'.,&-])+$")


_SAID_AS_PLACE = 0.7
"""Fit of a name that only the words before it make a place's."""

_ACTS = 0.4
"""Fit of a country asked who: "Kosovo blamed Serbia"."""
_A_GROUP = 0.5
"""Fit of several people without a name: "dozens of soldiers", "local Serbs"."""

_PATTERNS = {
    Kind.TIME: _TIME,
    Kind.YEAR: rf"\b{_YEAR}\b",
    Kind.DURATION: _DURATION,
    Kind.SHARE: _SHARE,
    Kind.MONEY: _MONEY,
    Kind.NUMBER: _COUNT,
}
"""Compiled by ``re`` when they are first used: a question asks for one kind of value."""


def values_in(text: str, kind: Kind) -> Iterator[Value]:
    """Yield the values in ``text`` that a question of this kind may ask for, in order."""
    if kind in NAMED:
        yield from _names(text, kind)
        for match in _PEOPLE.finditer(text) if kind is Kind.PERSON else ():
            yield Value(kind=kind, start=match.start(), end=match.end(), fit=_A_GROUP)
    elif pattern := _PATTERNS.get(kind):
        for match in re.finditer(pattern, text):
            yield Value(kind=kind, start=match.start(), end=match.end())


def _names(text: str, kind: Kind) -> Iterator[Value]:
    for match in _NAME.finditer(text):
        leading = _LEADING.match(match[0])
        start = match.start() + (leading.end() if leading else 0)
        ending = _ENDING.search(text[start : match.end()])
        end = start + ending.start() if ending else match.end()
        words = text[start:end]
        if not words or _NOT_A_NAME.fullmatch(words):
            continue
        fit = _fit(kind, words, text[:start], text[end:])
        if fit:
            yield Value(kind=kind, start=start, end=end, fit=fit)


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
    if words.isupper() or not _NO_PERSON.isdisjoint(words.split()):
        return False
    # A single word may be anything with a capital; who speaks is somebody.
    return " " in words or bool(_SPEAKS_BEFORE.search(before) or _SPEAKS_AFTER.match(after))
