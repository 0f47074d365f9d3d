"""Facts: every number, date and name of a statement must stand in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.language.dates import Date, dates
from rag.language.names import KnownNames, Name, names
from rag.language.numbers import NumberType, numbers
from rag.verification.findings import Finding, Weight

_SEASON = re.compile(r"\b(?:spring|summer|autumn|winter)\b", re.IGNORECASE)
_VERB_BEHIND = re.compile(r"\s+[a-z]+(?:s|ed)\b")
_COMMON_ENDING = re.compile(r"(?:s|ing|ed|ly|ion|ment|ness|ity|ance|ence|ship)$")


def facts(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    """Yield the facts of ``sentence`` that stand in none of ``texts``."""
    yield from _missing_numbers(sentence, texts)
    yield from _missing_dates(sentence, texts)
    yield from _missing_seasons(sentence, texts)
    yield from _missing_names(sentence, texts)


def _missing_numbers(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    known = [number for text in texts for number in numbers(text)]
    for number in numbers(sentence):
        # "One" is as often a pronoun as a number.
        if number.contradicts(known):
            reason = f"the cited passages have {number.text!r} the other way round"
            yield Finding(check="numbers", weight=Weight.REFUTED, reason=reason)
        if number.text.lower() == "one" or number.is_in(known):
            continue
        if number.value == 2 and number.type is NumberType.PLAIN and _says_both(texts):
            continue
        yield _missing("numbers", number.text)


def _says_both(texts: Sequence[str]) -> bool:
    return any("both" in text.lower().split() for text in texts)


def _missing_dates(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    known = [date for text in texts for date in dates(text)]
    figures = {number.value for text in texts for number in numbers(text)}
    seen: set[str] = set()
    for date in dates(sentence):
        readings = [one for one in dates(sentence) if one.text == date.text]
        if date.text in seen or any(one.is_in(known) for one in readings):
            continue
        seen.add(date.text)
        if not (_is_year(date) and date.year in figures):
            yield _missing("dates", date.text.rstrip(", "))


def _missing_seasons(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    known = {season for text in texts for season in _seasons(text)}
    for season in _seasons(sentence):
        # Without any other season there, it may have been told from the months.
        if known and season not in known:
            yield _missing("dates", season)


def _seasons(text: str) -> list[str]:
    return [match[0].lower() for match in _SEASON.finditer(text)]


def _is_year(date: Date) -> bool:
    return date.month is None and date.day is None


def _missing_names(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    known = KnownNames.of(texts)
    for name in names(sentence):
        unknown = known.unknown(name)
        if unknown:
            weight = Weight.REFUTED if name.certain else Weight.DOUBT
            if name.certain or _acts_alone(sentence, name):
                yield _missing("names", name.text, weight)


def _acts_alone(sentence: str, name: Name) -> bool:
    """Whether a word that may owe its capital to the sentence does something, as a name does."""
    return bool(_VERB_BEHIND.match(sentence, name.end)) and not _COMMON_ENDING.search(name.text)


def _missing(check: str, what: str, weight: Weight = Weight.REFUTED) -> Finding:
    return Finding(
        check=check,
        weight=weight,
        reason=f"{what!r} stands in none of the passages it cites",
    )
