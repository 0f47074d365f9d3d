"""Numbers: read from figures and words, and compared by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rag.language.dates import without_dates

_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
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
            "twenty",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=3
    )
} | {"twenty": 20}
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
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12,
}  # fmt: skip
_PARTS = {
    "half": 0.5, "quarter": 0.25, "third": 1 / 3, "fifth": 0.2, "fourth": 0.25, "tenth": 0.1,
    "quarters": 0.25, "thirds": 1 / 3, "fifths": 0.2, "fourths": 0.25, "tenths": 0.1,
}  # fmt: skip
_SPELLED = "|".join(sorted({*_SMALL, *_TENS}, key=len, reverse=True))
_NUMBER = re.compile(
    rf"""
    (?P<part>\b(?P<count>one|two|three|four|five)[ -](?P<many>{"|".join(_PARTS)})\b
        |\b(?:an?\s+)?(?P<whole>{"|".join(_PARTS)})(?=\s+(?:of|the|a)\b)|\bhalf\b)
    |(?P<ordinal>\b(?:{"|".join(_ORDINALS)})\b|\b\d+(?:st|nd|rd|th)\b)
    |(?:
        (?P<figure>(?<![\w.,])(?:\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?:\.\d+)?|\d+(?:[.,]\d+)?))
        |\b(?P<spelled>(?:{_SPELLED})(?:-(?:{_SPELLED}))?|(?:a(?=\s+(?:hundred|thousand|million|dozen)\b)))\b
     )
     (?:[ \u00a0\u202f-]?
        (?P<scale>hundred|thousand|million|billion|trillion|bn|mn|dozen|[kmb](?!\w))\b)?
     (?P<percent>\s*(?:%|per\s?cent\b|percentage\s+points?\b|pct\b))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:first|second|third|fourth|last|final|next|this|that)\s+$", re.IGNORECASE
)
"""What makes a half or a quarter one of a year or of a match."""
_OVER = re.compile(r"\b(?:over|more than|above|at least|no (?:less|fewer) than)\s+$", re.IGNORECASE)
_UNDER = re.compile(
    r"\b(?:under|(?<!no )(?:less|fewer) than|below|at most|no more than|nearly|almost)\s+$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(about|around|roughly|approximately|some|nearly|almost|close to|over|more than|above|"
    r"at least|under|less than|fewer than|below|up to|circa)\s+(?:the\s+|of\s+)?\W?$",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a number counts; numbers of two kinds are never the same."""

    PLAIN = "plain"
    PERCENT = "percent"
    ORDINAL = "ordinal"


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number where it stands."""

    value: float
    kind: Kind
    text: str
    start: int
    end: int
    rounded: bool = False
    """It is said to be about, over or nearly so much."""
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
        if self.kind is not other.kind and float(other.value).is_integer():
            return False
        if Kind.ORDINAL in {self.kind, other.kind} and self.kind is not other.kind:
            return False
        if abs(self.value - other.value) <= 1e-9 * max(abs(self.value), 1.0):
            return True
        return self.rounded and _rounds_to(other.value, self.value)


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of ``text`` in order; those that are part of a date are no numbers."""
    return tuple(_numbers(without_dates(text)))


def _numbers(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is None:
            continue
        kind = Kind.PLAIN
        if match["percent"]:
            kind = Kind.PERCENT
        elif match["ordinal"]:
            kind = Kind.ORDINAL
        yield Number(
            value=value,
            kind=kind,
            text=match[0].strip(),
            start=match.start(),
            end=match.end(),
            bound=_bound(text[: match.start()]),
            rounded=bool(_ABOUT.search(text[: match.start()])),
        )


def _bound(before: str) -> int:
    return 1 if _OVER.search(before) else -1 if _UNDER.search(before) else 0


def _value(match: re.Match[str]) -> float | None:
    if match["part"]:
        if _PERIOD.search(match.string, 0, match.start()):
            return None
        count = (match["count"] or "one").lower()
        return _SMALL[count] * _PARTS[(match["many"] or match["whole"] or "half").lower()]
    if match["ordinal"]:
        word = match["ordinal"].lower()
        return float(_ORDINALS.get(word) or re.sub(r"\D", "", word))
    base = _figure(match["figure"]) if match["figure"] else _spelled(match["spelled"].lower())
    scale = (match["scale"] or "").lower()
    return base * (12 if scale == "dozen" else _SCALES.get(scale, 1))


def _figure(figure: str) -> float:
    if re.fullmatch(r"\d+,\d{1,2}|\d+,\d{4,}", figure):  # a decimal comma
        return float(figure.replace(",", "."))
    return float(re.sub(r"[,\u00a0\u202f]", "", figure))


def _spelled(words: str) -> float:
    return float(sum(_SMALL.get(word, _TENS.get(word, 1)) for word in words.split("-")))


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
