"""Facts: every number, date and name of a statement must stand in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.text.words import stem, words
from rag.language.dates import dates
from rag.language.durations import as_long, lengths
from rag.language.names import KnownNames, Name, fold, kin, names
from rag.language.nations import nation_of, nation_of_capital
from rag.language.numbers import NumberType, numbers
from rag.language.words.thesaurus import knows
from rag.verification.findings import Finding, Weight

_SEASON = re.compile(r"\b(?:spring|summer|autumn|winter)\b", re.IGNORECASE)
_IN_WORDS = {
    "both": 2, "pair": 2, "couple": 2, "decade": 10, "dozen": 12, "fortnight": 14, "century": 100,
}  # fmt: skip
"""Words that say how many, or how many years."""
_AT = re.compile(
    r"\b(?:in|at|near|around|outside|of|(?:arriv|bring|brought|com[ei]|deport|fl(?:ew|own|y|ie)|go|head"
    r"|journey|mov|return|sen[dt]|trave?l|trip|visit|went)\w*(?:\s+\w+)?\s+to)\s+(?:\w+\s+)?$"
)
"""What makes a capital a place: somebody goes to Pristina, and talks to Pristina."""
_OF_GOVERNMENT = re.compile(
    r"\b(?:administration|change|government|leaders|mood|officials|polic(?:y|ies)|politicians|power"
    r"|shift|thinking|turn)\s+in\s+$"
)
"""What makes it a government again: "a shift in Washington"."""
_SCORE = re.compile(r"(?<![\d-])(\d{1,3})[-–](\d{1,3})(?![\d-])")
_POINTS = frozenset({"north", "south", "east", "west"})
_AT_HOME = re.compile(r"\bdomestic(?:ally)?\b|\bnationwide\b", re.IGNORECASE)
"""What an article says of its own nation, which it need not name."""
_VERB = re.compile(r"\s+[a-z]+(?:s|ed)\b")
_COMMON_ENDING = re.compile(r"(?:s|ing|ed|ly|ion|ment|ness|ity|ance|ence|ship)$")


def facts(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each number, date, season or name that stands in none of ``texts``."""
    yield from _missing_numbers(sentence, texts)
    yield from _other_scores(sentence, texts)
    yield from _missing_dates(sentence, texts)
    yield from _missing_seasons(sentence, texts)
    yield from _missing_names(sentence, texts)


def lies_elsewhere(name: Name, texts: Sequence[str]) -> bool:
    """Whether the texts have the name with other points of the compass alone: North Carolina."""
    points = [point for point in name.tokens[:-1] if point in _POINTS]
    if not points or name.tokens[-1] in _POINTS:
        return False
    named = re.compile(rf"(?:\b(\w+)\s+)?\b{re.escape(name.tokens[-1])}\b")
    before = {match[1] for text in texts for match in named.finditer(fold(text))}
    return bool(before & _POINTS) and points[-1] not in before


def _missing_numbers(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    known = [number for text in texts for number in numbers(text)]
    in_words = {_IN_WORDS[word] for text in texts for word in words(text) if word in _IN_WORDS}
    lasting = [days for text in texts for days in lengths(text).values()]
    as_told = [
        place
        for place, days in lengths(sentence).items()
        if any(as_long(days, one) for one in lasting)
    ]
    for number in numbers(sentence):
        if any(start <= number.start < end for start, end in as_told):
            continue
        # "One" is as often a pronoun as a number.
        if number.contradicts(known):
            reason = f"the cited passages have {number.text!r} the other way round"
            yield Finding(
                check="numbers",
                weight=Weight.REFUTED,
                reason=reason,
                said=number.text,
                about="number",
            )
        if number.text.lower() == "one" or number.is_in(known):
            continue
        if number.value in in_words and number.type is NumberType.PLAIN:
            continue
        yield _missing("numbers", number.text)


def _other_scores(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    """Yield a score, "7-3", where the texts have scores and not this one."""
    known = {_sides(match) for text in texts for match in _SCORE.finditer(text)}
    for match in _SCORE.finditer(sentence):
        if known and _sides(match) not in known:
            yield _missing("numbers", match[0])


def _sides(score: re.Match[str]) -> frozenset[str]:
    return frozenset(score.groups())


def _missing_dates(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    known = [date for text in texts for date in dates(text)]
    figures = {number.value for text in texts for number in numbers(text)}
    seen: set[str] = set()
    for date in dates(sentence):
        readings = [one for one in dates(sentence) if one.text == date.text]
        if date.text in seen or any(one.is_in(known) for one in readings):
            continue
        seen.add(date.text)
        only_year = date.month is None and date.day is None
        if not (only_year and date.year in figures):
            yield _missing("dates", date.text.rstrip(", ."))


def _missing_seasons(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    known = {season for text in texts for season in _seasons(text)}
    for season in _seasons(sentence):
        # Where the texts name no season, it may have been concluded from the months.
        if known and season not in known:
            yield _missing("dates", season)


def _seasons(text: str) -> list[str]:
    return [match[0].lower() for match in _SEASON.finditer(text)]


def _missing_names(sentence: str, texts: Sequence[str]) -> Iterator[Finding]:
    known = KnownNames.of(texts)
    for name in names(sentence):
        unknown = known.unknown(name)
        if not unknown and lies_elsewhere(name, texts):
            yield _missing("names", name.text)
        at_home = name.tokens[0] in nation_of() and any(map(_AT_HOME.search, texts))
        if unknown and not at_home and not _stands_for_nation(sentence, name, known):
            certain = name.certain or not knows(stem(name.tokens[0]))
            weight = Weight.REFUTED if certain else Weight.DOUBT
            if certain or _has_verb(sentence, name):
                yield _missing("names", name.text, weight)


def _stands_for_nation(sentence: str, name: Name, known: KnownNames) -> bool:
    """Whether a capital means a government whose nation is named: "Washington" for America."""
    nation = nation_of_capital().get(name.tokens[0]) if len(name.tokens) == 1 else None
    before = sentence[: name.start]
    at = _AT.search(before) and not _OF_GOVERNMENT.search(before)
    return nation is not None and not at and kin(nation) in known.kin | known.words


def _has_verb(sentence: str, name: Name) -> bool:
    """Whether a word at a sentence's beginning is followed by a verb, as a name is."""
    return bool(_VERB.match(sentence, name.end)) and not _COMMON_ENDING.search(name.text)


def _missing(check: str, what: str, weight: Weight = Weight.REFUTED) -> Finding:
    return Finding(
        check=check,
        weight=weight,
        reason=f"{what!r} stands in none of the passages it cites",
        said=what,
        about=check.removesuffix("s"),
    )
