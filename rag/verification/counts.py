"""Counts: how many there are of what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest

from index.text.words import stem, words
from rag.language.numbers import NumberType
from rag.language.words.stopwords import STOPWORDS
from rag.verification.clauses import clause, number_feature
from rag.verification.findings import Finding, Weight

_OUT_OF = re.compile(r"\bof\s+(?:the\s+|its\s+|their\s+|all\s+)?(?:\w+['’]s?\s+)?$", re.IGNORECASE)


def counts_another(sentence: str, evidence: Sequence[str]) -> Iterator[Finding]:
    """Yield a number of things of which the evidence gives another number."""
    counted = [_counts(text) for text in evidence]
    known_numbers = [number for text in evidence for number in clause(text).numbers]
    rounded = {
        number_feature(one)
        for one in clause(sentence).numbers
        if one.rounded and one.is_in(known_numbers)
    }
    wholes = _wholes(sentence)
    for number, things in _counts(sentence).items():
        if number in rounded:
            continue  # "more than 40 percent" are the 40.8 of the evidence
        known = {thing for one in counted for thing in one.get(number, ())}
        others = {
            thing
            for one in counted
            for other, counts in one.items()
            if other not in {number, *wholes.get(number, ())}
            and _is_share(other) is _is_share(number)
            for thing in counts
        }
        if not things & known and things & others:
            thing = min(things & others)
            yield Finding(
                check="roles",
                weight=Weight.REFUTED,
                reason=f"the cited words give another number for {thing!r}",
                said=_number_text(number, [sentence]),
                cited=next(
                    _number_text(other, evidence)
                    for one in counted
                    for other, counts in one.items()
                    if other != number and thing in counts
                ),
                about="number",
            )
            return


def _wholes(sentence: str) -> dict[str, set[str]]:
    """Return, for each number, those that it is a part of: "61 seats out of 120"."""
    every = clause(sentence).numbers
    found: dict[str, set[str]] = {}
    for part, whole in pairwise(every):
        if _OUT_OF.search(sentence[part.end : whole.start]):
            found.setdefault(number_feature(part), set()).add(number_feature(whole))
    return found


def _is_share(feature: str) -> bool:
    """Whether a number is a part of many, and not how many they are: 73 percent, a quarter."""
    percent = feature.endswith(NumberType.PERCENT[:2])
    return percent or 0 < float(feature[1:-2]) < 1


def _number_text(feature: str, texts: Iterable[str]) -> str:
    """Return how the first of ``texts`` that has a number writes it."""
    every = (number for text in texts for number in clause(text).numbers)
    return next(number.text for number in every if number_feature(number) == feature)


def _counts(text: str) -> dict[str, set[str]]:
    """Return, for each number, the stems of the two words of meaning that follow it, no names."""
    counted: dict[str, set[str]] = {}
    # "Eight World Cup stadiums" are eight stadiums.
    named = {word for name in clause(text).names for word in words(name.text)}
    every = [number for number in clause(text).numbers if number.type is not NumberType.ORDINAL]
    for number, following in zip_longest(every, every[1:]):
        stretch = text[number.end : following.start if following else len(text)]
        stretch = re.split(r"[,;.:]", stretch)[0]
        following_words = [
            word
            for word in words(stretch)
            if word not in STOPWORDS and not word.isdigit() and word not in named
        ][:2]
        share = number.type is NumberType.PERCENT  # of people, who "wanted" this or that
        stems = [stem(word) for word in following_words if not (share and word.endswith("ed"))]
        counted.setdefault(number_feature(number), set()).update(stems)
    return counted
