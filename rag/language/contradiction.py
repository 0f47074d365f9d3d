"""Contradiction: whether two sentences can speak of one event and say the same of it.

Cosines tell "found guilty" and "found not guilty" hardly apart, nor a fire in one town from a fire
in another. So what two sentences name, count, date and deny is compared by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from functools import cached_property, lru_cache

from index.text.words import stem, words
from rag.language.dates import resolve, times
from rag.language.names import KnownNames, names
from rag.language.numbers import Number, numbers
from rag.language.words.lexicon import DENIALS, NEGATIONS, OPPOSITES
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.thesaurus import contrary, regular

SPELT_ALIKE = 0.8
"""Share of letters that two spellings of a name have in common: Radoičić, Radojičić."""

_REACH = 3
"""Telling words behind a word that denies, which say what is denied."""

_NO_NEGATION = re.compile(
    r"\bno (?:less|fewer|more|later|earlier|sooner|doubt|longer than|choice but)\b|"
    r"\bnot (?:only|just|least|merely|exclusively|necessarily|quite)\b|\bwhether or not\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"(?<=[a-z]{2}s) without\b")
"""What several lack, "customers without power", which the clause does not deny."""
_ASIDE = re.compile(r"\([^()]*\)")
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
_PHRASAL = (
    (re.compile(r"\bcall(?:s|ed|ing)? off\b", re.IGNORECASE), "cancelled"),
    (re.compile(r"\b(?:go|goes|going|gone|went) ahead\b", re.IGNORECASE), "started"),
    (re.compile(r"\bput(?:s|ting)? off\b", re.IGNORECASE), "postponed"),
    (re.compile(r"\b(?:turn|vote)(?:s|d|ed|ing)? down\b", re.IGNORECASE), "rejected"),
    (re.compile(r"\b(?:strikes?|struck) down\b", re.IGNORECASE), "overturned"),
    (re.compile(r"\bdismiss(?:es|ed|ing)?\b(?=[^.;]*\sas\b)", re.IGNORECASE), "called"),
    (re.compile(r"\b(?:voted|votes|voting|(?<=to )vote) against\b", re.IGNORECASE), "opposed"),
    (re.compile(r"\b(?:steps?|stepped|stepping) down\b", re.IGNORECASE), "quit"),
)
"""Two words that together are one."""
_CLAUSE_END = re.compile(r"[,;:.!?—–]\s+|\s-\s|\b(?:but|though|although|while|whereas|because)\b")
_AGAIN = re.compile(r"^re-?(?=\w{4})")
"""What reopens is open."""
_PREFIX = re.compile(r"^(?:un|in|im|ir|il|dis|non)-?(?=\w{4})")
_SHORTEST = 3
"""Letters of a stem whose contrary is looked up; shorter ones mean too many things."""


class Difference(Enum):
    """In what two sentences differ that could otherwise say the same."""

    NAME = "name"
    """Each names somebody, or a place, that the other's article does not: two events."""
    TIME = "time"
    """Each gives a time, and no time of one is within one of the other."""
    NUMBER = "number"
    """Each has a number that the other has not."""
    POLARITY = "polarity"
    """One denies what the other says, or says its contrary."""


@dataclass(frozen=True)
class Told:
    """A sentence of an article."""

    text: str
    context: str = ""
    """What stands around it, its article's title too, where a name may stand that it leaves out."""
    published: date | None = None

    @cached_property
    def known(self) -> KnownNames:
        """Every way in which it, or what is around it, names something."""
        return KnownNames.of([self.context, self.text])

    def lacks_name_of(self, other: Told, leaving_out: str = "") -> bool:
        """Whether ``other`` names what neither this nor what is around it does.

        Names in ``leaving_out`` do not count.
        """
        ignored = frozenset(words(leaving_out))
        return any(
            not ignored.issuperset(name.tokens)
            and self._lacks(name.tokens, self.known.unknown(name))
            for name in names(other.text)
        )

    def _lacks(self, tokens: tuple[str, ...], unknown: list[str]) -> bool:
        return any(
            not any(is_spelt_alike(token, one) for one in self.known.words)
            for token in unknown
            if token in tokens
        )

    @cached_property
    def denied(self) -> list[frozenset[str]]:
        """The stems behind each word that denies."""
        return [scope for scope in _scopes(self.text)[1:] if scope]

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """The other stems."""
        return _scopes(self.text)[0]

    @cached_property
    def periods(self) -> list[tuple[date, date]]:
        """The first and the last day of each time that it gives, as far as they are certain."""
        return list(_periods(self.text, self.published))


def differences(one: Told, other: Told, *, leaving_out: str = "") -> frozenset[Difference]:
    """Return in what two sentences of different articles differ.

    Names and numbers in ``leaving_out``, such as the answers that the two give, do not count.
    """
    found = set()
    if one.lacks_name_of(other, leaving_out) and other.lacks_name_of(one, leaving_out):
        found.add(Difference.NAME)
    if one.periods and other.periods and not _overlap(one.periods, other.periods):
        found.add(Difference.TIME)
    ignored = numbers(leaving_out)
    own, theirs = (
        [number for number in numbers(told.text) if not number.is_in(ignored)]
        for told in (one, other)
    )
    if _has_more(own, theirs) and _has_more(theirs, own):
        found.add(Difference.NUMBER)
    if _contradict(one, other):
        found.add(Difference.POLARITY)
    return frozenset(found)


def says_all_numbers(one: Told, other: Told) -> bool:
    """Whether every number in ``other`` stands in ``one``."""
    return not _has_more(numbers(other.text), numbers(one.text))


def is_spelt_alike(name: str, other: str) -> bool:
    """Whether two words are one name in two spellings."""
    if min(len(name), len(other)) <= _SHORTEST or abs(len(name) - len(other)) > _SHORTEST:
        return name == other
    matcher = SequenceMatcher(None, name, other)
    return matcher.quick_ratio() >= SPELT_ALIKE and matcher.ratio() >= SPELT_ALIKE


def negated(text: str) -> bool:
    """Whether ``text`` has a word that denies outright."""
    return any(word in NEGATIONS for word in words(_outright(text)))


def _outright(text: str) -> str:
    """Return ``text`` without asides and without what only looks like a negation."""
    plain = _WITHOUT.sub(" with", _ASIDE.sub(" ", text))
    return _CONTRACTED.sub(" not", _NO_NEGATION.sub(" ", plain))


def _has_more(
    own: tuple[Number, ...] | list[Number], others: tuple[Number, ...] | list[Number]
) -> bool:
    return any(not number.is_in(others) and not _rounded_in(number, others) for number in own)


def _rounded_in(number: Number, others: tuple[Number, ...] | list[Number]) -> bool:
    return any(other.is_in([number]) for other in others)


def _overlap(own: list[tuple[date, date]], others: list[tuple[date, date]]) -> bool:
    return any(
        first <= other_last and other_first <= last
        for first, last in own
        for other_first, other_last in others
    )


def _periods(text: str, published: date | None) -> Iterator[tuple[date, date]]:
    for time in times(text):
        certain = time.year is not None and time.relative is None
        if published is None and not certain:
            continue
        days = resolve(time, published or date.min)
        if days is not None and (time.precision is not None or time.relative is not None):
            yield days


def without_phrasal_verbs(text: str) -> str:
    """Return a text with one verb for two words that together are one: cancelled for called off."""
    for phrase, word in _PHRASAL:
        text = phrase.sub(word, text)
    return text


def _scopes(text: str) -> list[frozenset[str]]:
    """Return the stems that are affirmed and, for each word that denies, those that it denies."""
    plain = without_phrasal_verbs(_outright(text))
    scopes: list[set[str]] = [set()]
    for clause in _CLAUSE_END.split(plain):
        left, denying = 0, False
        for word in words(clause):
            own = stem(word)
            if word not in STOPWORDS and word not in NEGATIONS:
                scopes[-1 if denying and left > 0 else 0].add(regular(own))
                left -= 1
            if word in NEGATIONS or own in DENIALS:
                denying = not (denying and left > 0)
                left = _REACH
                scopes.append(set())
    return [frozenset(scope) for scope in scopes]


def _contradict(one: Told, other: Told) -> bool:
    """Whether one denies what the other affirms, or says its contrary."""
    own, theirs = (told.affirmed.union(*told.denied) for told in (one, other))
    opposed = {
        (left in one.affirmed) == (right in other.affirmed)
        for left in own - theirs
        for right in theirs - own
        if are_contrary(left, right)
    }
    if opposed:
        return opposed == {True}  # "not guilty" and "acquitted" agree
    return _denies(one, other) or _denies(other, one)


def _denies(one: Told, other: Told) -> bool:
    """Whether ``one`` denies what ``other`` only affirms."""
    return any(
        scope & other.affirmed and not any(scope & denied for denied in other.denied)
        for scope in one.denied
    )


@lru_cache(maxsize=20_000)
def are_contrary(one: str, other: str) -> bool:
    """Whether two stems say the contrary of each other, ``reopen`` and ``close`` too."""
    if min(len(one), len(other)) < _SHORTEST:
        return False
    if _PREFIX.sub("", one) == other or _PREFIX.sub("", other) == one:
        return True
    return any(
        contrary(left, right)
        or any(
            (left in here and right in there) or (left in there and right in here)
            for here, there in OPPOSITES
        )
        for left in {one, _AGAIN.sub("", one)}
        for right in {other, _AGAIN.sub("", other)}
    )
