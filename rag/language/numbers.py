"""Numbers: read from figures and words, and compared by value.

``AMOUNT`` is how a number is written, for patterns of what is counted in something: money, shares,
lengths of time. ``numbers`` reads them for comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from index.text.words import words
from rag.language.dates import without_dates

_ONES = {
    word: value
    for value, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], start=1
    )
}
_TEENS = {
    word: value
    for value, word in enumerate(
        [
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        start=10,
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_WORTH = {"zero": 0, "a": 1, "an": 1, **_ONES, **_TEENS, **_TENS}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=2,
    )
}
_SCALES = {
    "dozen": 12, "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "m": 1e6,
    "mn": 1e6, "crore": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_PARTS = {
    "half": 0.5, "quarter": 0.25, "third": 1 / 3, "fifth": 0.2, "fourth": 0.25, "tenth": 0.1,
    "quarters": 0.25, "thirds": 1 / 3, "fifths": 0.2, "fourths": 0.25, "tenths": 0.1,
}  # fmt: skip


def _any(listed: Sequence[str] | dict[str, int]) -> str:
    return "|".join(sorted(listed, key=len, reverse=True))


_GAP = "[ \u00a0\u202f]"
FIGURE = (
    r"(?:\d{1,3}(?:[,\u00a0\u202f’']\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?"
    r"|\d{1,2}(?:,\d\d)+,\d{3}|\d+(?:[.,]\d+)?)"
)
"""A number in figures: ``4,600``, ``4.6``, ``3.700.000``, ``1,20,000``."""
_BELOW_100 = rf"(?:(?:{_any(_TENS)})(?:[- ](?:{_any(_ONES)}))?|{_any(_TEENS)}|{_any(_ONES)}|zero)"
_BELOW_1000 = (
    rf"(?:(?:an?|{_any(_TEENS)}|{_any(_ONES)})[- ]hundred(?: (?:and )?{_BELOW_100})?\b"
    rf"|(?:half )?a(?= (?:thousand|million|billion|trillion|dozen)\b)|{_BELOW_100}\b)"
)
SPELT = (
    rf"(?:(?:{_BELOW_1000} (?:thousand|million|billion|trillion),? (?:and )?(?={_BELOW_1000}))*"
    rf"{_BELOW_1000})"
)
"""A number in words: ``twenty-five``, ``two hundred and fifty``, ``a`` before "million"."""
SCALE = (
    rf"(?:(?:{_GAP}|-)?(?:hundred|thousand|lakh|million|crore|billion|trillion|dozen|mn|bn|tn"
    r"|[kmb](?!\w))\b)"
)
AND_A_PART = r"(?: and (?:a|three) (?:half|quarters?|third)\b|[½¼¾])"
PERCENT = r"(?:\s?%|[\s-]per\s?cent(?:age)?\b(?:[\s-]points?\b)?|\spercentage\s+points?\b|\spct\b)"
PART = r"(?:(?:one|two|three|four|five)[- ](?:half|thirds?|quarters?|fourths?|fifths?|tenths?))"
_OUT_OF = (
    rf"\b(?P<some>{_any(_ONES)}|\d{{1,2}})(?:[ -]in[ -]|\s+out\s+of\s+)(?:every\s+)?"
    rf"(?P<every>{_any({**_ONES, **_TEENS, **_TENS})}|\d{{1,3}})\b(?![.,:]?\d|\s+(?:second|minute"
    r"|hour|day|night|week|month|year|decade|game|match|start|race|appearance)s?\b)"
)
"""A part told by example: ``two in three`` of them, and not ``two in three days``."""
AMOUNT = rf"(?:(?:{FIGURE}|\b{SPELT})(?:{AND_A_PART})?{SCALE}?(?:{AND_A_PART})?)"
"""A number in figures or words with what multiplies it: ``six and a half million``."""
INDEFINITE = r"(?:(?:tens|dozens|scores|hundreds|thousands|millions|billions)\b)"
QUALIFIER = (
    r"(?:over|under|about|around|nearly|almost|some|at least|at most|more than|less than"
    r"|fewer than|up to|roughly|approximately|close to|above|below|circa|just over|just under"
    r"|not quite|shy of)"
)
"""What says that a number is rounded, or that it is less or more."""

_FIGURE = re.compile(r"\d")
_COUNTING = frozenset((*_WORTH, *_ORDINALS, *_SCALES, *_PARTS)) - {"a", "an"}
"""Words of which a number that is spelt has one."""
_PERIOD = re.compile(
    r"\b(?:first|second|third|fourth|last|final|next|this|that)\s+$", re.IGNORECASE
)
"""What makes a half or a quarter one of a year or of a match."""
_OVER = re.compile(r"\b(?:over|more than|above|at least|no (?:less|fewer) than)\s+$", re.IGNORECASE)
_UNDER = re.compile(
    r"\b(?:under|(?<!no )(?:less|fewer) than|below|at most|no more than|nearly|almost|not quite"
    r"|shy of)\s+$",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"\b{QUALIFIER}\s+(?:the\s+|of\s+)?\W?$", re.IGNORECASE)


_ROUNDED_SHARE = 0.7
"""Percentage points that a third and 33 percent may differ by, two thirds and 67 percent."""
_ABOUT_A_SHARE = 2.5
"""The same for "nearly three quarters" and 73 percent."""


class NumberType(StrEnum):
    """What a number is; numbers of two types are never the same."""

    PLAIN = "plain"
    PERCENT = "percent"
    ORDINAL = "ordinal"


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number where it stands."""

    value: float
    type: NumberType
    text: str
    start: int
    end: int
    rounded: bool = False
    """It is said to be about, over or nearly so much."""
    step: float = 0.0
    """What the last figure of a share or of one with decimals stands for: 0.1 in 4.6."""
    bound: int = 0
    """1 where it is said to be more than this, -1 where it is said to be less."""

    def is_in(self, others: Sequence[Number]) -> bool:
        """Whether one of ``others`` has this value, or rounds to it where this one is rounded."""
        return any(self._same(other) for other in others)

    def contradicts(self, others: Sequence[Number]) -> bool:
        """Whether all of ``others`` that have this value are on its other side."""
        same = [other.bound for other in others if self._same(other)]
        return bool(self.bound and same) and all(bound == -self.bound for bound in same)

    def _same(self, other: Number) -> bool:
        if self.type is not other.type and NumberType.ORDINAL not in {self.type, other.type}:
            part, share = sorted((self, other), key=lambda one: one.type is NumberType.PERCENT)
            if 0 < part.value < 1:  # half of them, 50 percent of them
                apart = _ABOUT_A_SHARE if part.rounded else _ROUNDED_SHARE
                return abs(100 * part.value - share.value) < apart
        if self.type is not other.type and float(other.value).is_integer():
            return False
        if NumberType.ORDINAL in {self.type, other.type} and self.type is not other.type:
            return False
        if abs(self.value - other.value) <= 1e-9 * max(abs(self.value), 1.0):
            return True
        apart = abs(self.value - other.value)
        if 0 < other.step < self.step and apart <= self.step / 2 + 1e-9 * abs(self.value):
            return True  # 17.6 percent of what is given as 17.63
        return self.rounded and _rounds_to(other.value, self.value)


@lru_cache(maxsize=4_096)
def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of ``text`` in order; those that are part of a date are no numbers."""
    if not _FIGURE.search(text) and _COUNTING.isdisjoint(words(text)):
        return ()  # as of most sentences, which is seen in a tenth of the time
    return tuple(_numbers(without_dates(text)))


def _numbers(text: str) -> Iterator[Number]:
    for match in _number().finditer(text):
        value = _value(match)
        if value is None:
            continue
        kind = NumberType.PLAIN
        if match["percent"]:
            kind = NumberType.PERCENT
        elif match["ordinal"]:
            kind = NumberType.ORDINAL
        before = text[: match.start()]
        yield Number(
            value=value,
            type=kind,
            text=match[0].strip(),
            start=match.start(),
            end=match.end(),
            step=_step(match, kind),
            bound=1 if _OVER.search(before) else -1 if _UNDER.search(before) else 0,
            rounded=bool(_ABOUT.search(before)),
        )


@cache
def _number() -> re.Pattern[str]:
    """Return the pattern of a number, compiled when the first text is read."""
    parts = "|".join(_PARTS)
    return re.compile(
        rf"(?P<out_of>{_OUT_OF})"
        rf"|(?P<part>\b(?P<count>one|two|three|four|five)[ -](?P<many>{parts})\b"
        rf"|\b(?:an?\s+)?(?P<whole>{parts})(?=\s+(?:of|the|a)\b)(?!\s+a{SCALE})"
        rf"|\bhalf\b(?!\s+a{SCALE}))"
        rf"|(?P<ordinal>\b(?:{'|'.join(_ORDINALS)})\b|\b\d+(?:st|nd|rd|th)\b)"
        rf"|(?:(?P<figure>(?<![\w.,]){FIGURE})|\b(?P<spelt>{SPELT}))(?P<and>{AND_A_PART})?"
        rf"(?P<scale>{SCALE})?(?P<and_behind>{AND_A_PART})?(?P<percent>{PERCENT})?",
        re.IGNORECASE,
    )


def _value(match: re.Match[str]) -> float | None:
    if match["out_of"]:
        some, every = (
            float(word) if word.isdigit() else float(_WORTH[word.lower()])
            for word in (match["some"], match["every"])
        )
        return some / every if some < every else None
    if match["part"]:
        if _PERIOD.search(match.string, 0, match.start()):
            return None
        count = (match["count"] or "one").lower()
        return _ONES[count] * _PARTS[(match["many"] or match["whole"] or "half").lower()]
    if match["ordinal"]:
        word = match["ordinal"].lower()
        return float(_ORDINALS.get(word) or re.sub(r"\D", "", word))
    base = _figure(match["figure"]) if match["figure"] else _spelt(match["spelt"].lower())
    scale = _SCALES.get((match["scale"] or "").strip(" -\u00a0\u202f").lower(), 1)
    return (base + _part(match["and"])) * scale + _part(match["and_behind"]) * scale


def _step(match: re.Match[str], kind: NumberType) -> float:
    """Return what the last figure of a share, or of one with decimals, stands for; else 0."""
    decimals = re.search(r"\.(\d+)$", match["figure"] or "")
    if not match["figure"] or not (decimals or kind is NumberType.PERCENT):
        return 0.0
    scale = _SCALES.get((match["scale"] or "").strip(" -\u00a0\u202f").lower(), 1)
    return float(scale * 10.0 ** -(len(decimals[1]) if decimals else 0))


def _figure(figure: str) -> float:
    if re.fullmatch(r"\d+,\d{1,2}|\d+,\d{4,}", figure):  # a decimal comma
        return float(figure.replace(",", "."))
    if figure.count(".") > 1:  # 3.700.000,50
        return float(figure.replace(".", "").replace(",", "."))
    return float(re.sub(r"[,’'\u00a0\u202f]", "", figure))


def _spelt(words: str) -> float:
    """Return what number words are worth: 1,250 for ``one thousand two hundred and fifty``."""
    if words.startswith("half a"):
        return 0.5
    total = below = 0.0
    for word in re.findall(r"[a-z]+", words):
        if word == "hundred":
            below *= 100
        elif word in _SCALES:
            total, below = total + below * _SCALES[word], 0.0
        else:
            below += _WORTH.get(word, 0)
    return total + below


def _part(said: str | None) -> float:
    """Return what "and a half" adds."""
    if not said:
        return 0.0
    if len(said) == 1:
        return {"½": 0.5, "¼": 0.25, "¾": 0.75}[said]
    *_, count, part = said.lower().split()
    return _PARTS[part] * (3 if count == "three" else 1)


def _rounds_to(exact: float, said: float) -> bool:
    """Whether ``exact`` written with as many digits as ``said`` needs comes out as ``said``."""
    if said == 0 or exact == 0:
        return False
    step = 1.0
    while said % (step * 10) == 0 and step < abs(said):
        step *= 10
    # Down to a tenth, "about 5" for 4.6 counts; a step as large as the number itself would let
    # "about 4,000" pass for 4,600.
    return abs(exact - said) <= min(step / 2, 0.05 * abs(said))
