"""Names as they stand in an article, and what stands beside them that says what they are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from index.text.words import listed
from rag.directory.words import BEFORE_OF, COMMON_BEHIND, EVENTS, OF_ORGANISATIONS, OF_PLACES
from rag.language.dates import MONTHS, WEEKDAYS
from rag.language.names import fold
from rag.language.nations import ADJECTIVES, NATIONS, PEOPLES, is_country
from rag.language.offices import OFFICES, TITLES, any_of
from rag.language.people import HUMAN, OF_PEOPLE
from rag.language.speech import SAYING
from rag.language.words.lexicon import ORDINARY_OPENERS
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.verbs import forms_of
from rag.quotes.cast import split_office

_TITLE = r"(?:Gov|Sen|Rep|Dr|Mr|Mrs|Ms|Gen|Lt|Col|Sgt|St|Prof|Rev|Capt|Maj|Adm)\."
_WORD = rf"(?:(?:[A-Z]\.){{2,}}|[A-Z]\.|{_TITLE}|[^\W\d_a-zß-öø-ÿ]\w*(?:[’'.&-]\w+)*)"
_SMALL = r"(?:of the|for the|of|for|on|and|&|de|da|del|di|van|von|der|den|bin|al|el|la|le)"
_RUN = re.compile(rf"{_WORD}(?: (?:{_SMALL} )?{_WORD})*")
_AND = re.compile(r" (?:and|&) ")
_OF = re.compile(r" (?:of the|for the|of|for|on) ")
_INSIDE = re.compile(r"[\w,;’'”)\]–—-] \W?$")
"""What before a word says that no sentence begins with it."""
_POSSESSIVE = re.compile(r"(?:['’][sS]|(?<=s)['’])$")
_CONTRACTED = re.compile(r"['’](?:m|re|ll|ve|d|t)$", re.IGNORECASE)
_CALENDAR = frozenset((*MONTHS, *WEEKDAYS, *(month[:3] for month in MONTHS), "Sept"))
_NO_NAMES = STOPWORDS | ORDINARY_OPENERS | listed("mr mrs ms dr sir ok http https www meps mps")
_NO_NAMES_ALONE = (
    OF_ORGANISATIONS
    | OF_PLACES
    | EVENTS
    | listed(
        """
    North South East West Western Eastern Northern Southern European African Asian Democrat
    Republican Democrats Republicans Christian Christians Muslim Muslims Jewish Catholic God Game
    Black White Latino Latinos Hispanic Internet Web Prevention Disease Human News
    """
    )
)
_UNNAMED = re.compile(r"\d|[A-Z]\.?s?|[A-Z]{2,}s|.+-(?:based|style|era|led|backed|born|related)")
_BEFORE = re.compile(
    r"(?:(?P<in>\b(?:in|near|into|across|outside|around|throughout))"
    r"|(?P<at>\b(?:at|on|from|by|via|to|with|of)))?"
    r"(?P<the>(?:^|\s)the)?"
    r"(?:\s(?:central|eastern|western|southern|northern|north|south|east|west))?\s$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\b(?:in|at|from|near|to)\s[A-ZÀ-Þ][^\s,]*(?:\s[^\s,]+)?,\s$")
_WRITTEN_BY = re.compile(
    r"(?:(?:^|\n)By|\b(?:filed|reported|written|directed|edited)\b.{0,20}\bby)\s$"
)
_BEHIND = re.compile(
    r"(?:['’]s)?\s(?:(?:also|has|had|was|is|then|later)\s)?(?P<word>[a-z-]+)"
    r"|,\s(?:(?P<who>who\b|\d\d?,)|(?P<words>(?:[\w’'-]+\s){0,4}[\w’'-]+))"
)
_TELLING = 4
"""Mentions of a name in an article, the first, whose surroundings are looked at."""


class Mention(NamedTuple):
    """A name where it stands, and what its surroundings say of it."""

    name: str
    start: int
    is_told: bool = False
    """Whether its surroundings were looked at."""
    inside: bool = False
    """Whether no sentence begins with it, which alone would explain its capital."""
    office: str | None = None
    """The office before it: "NATO chief"."""
    acts: bool = False
    """Whether it does what people do, or is given an age or an office."""
    is_in: bool = False
    """Whether something is in it, at it or from it."""
    is_at: bool = False
    """Whether something is on it, from it, by it or with it."""
    has_article: bool = False
    """Whether "the" stands before it."""
    is_called: bool = False
    """Whether it is called a group, a company, a newspaper ..."""


def mentions(text: str) -> Iterator[Mention]:
    """Yield the names of a text in order, without saying what they are of.

    Of a name that is often there only the first surroundings are told.
    """
    seen: Counter[str] = Counter()
    for run in _RUN.finditer(text):
        start = run.start()
        inside = _INSIDE.search(text, max(0, start - 3), start) is not None
        for name, offset, office in _names(run[0], inside):
            begin, end = start + offset, start + offset + len(name)
            seen[name] += 1
            if seen[name] > _TELLING:
                yield Mention(name=name, start=begin)
                continue
            before = _BEFORE.search(text, max(0, begin - 20), begin)
            behind = _BEHIND.match(text, end)
            led = text[max(0, begin - 36) : begin]
            by, within = led.endswith(("by ", "By ")), led.endswith(", ")
            called = led.rstrip().rpartition(" ")[2]
            yield Mention(
                name=name,
                start=begin,
                is_told=True,
                inside=inside or offset > 0,
                office=office,
                acts=bool(office or _acts(behind) or (by and _WRITTEN_BY.search(led))),
                is_in=bool((before and before["in"]) or (within and _WITHIN.search(led))),
                is_at=bool(before and before["at"]),
                has_article=bool(before and before["the"]),
                is_called=called in COMMON_BEHIND
                or bool(behind and behind["word"] in COMMON_BEHIND),
            )


def _acts(behind: re.Match[str] | None) -> bool:
    """Whether what stands behind a name is a verb of what people do, an age or an office."""
    if behind is None:
        return False
    words = (behind["words"] or "").split()
    return bool(
        behind["who"]
        or behind["word"] in _verbs()
        or any(word.lower() in OFFICES for word in words)
    )


@lru_cache(maxsize=200_000)
def _names(run: str, inside: bool) -> tuple[tuple[str, int, str | None], ...]:
    """Return the names in a run of capitalised words, where each begins, and the office before."""
    found = []
    for piece, offset in _pieces(run):
        begin = _lead(piece, inside or offset > 0)
        for name, at, office in _parted(piece[begin:]):
            bare = name if _is_initials(name) else _POSSESSIVE.sub("", name).rstrip(".")
            while bare.rpartition(" ")[2] in _CALENDAR and " " in bare:
                bare = bare.rpartition(" ")[0]  # "in Skopje January 13"
            if _is_name(bare):
                found.append((bare, offset + begin + at, office))
    return tuple(found)


def _parted(words: str) -> list[tuple[str, int, str | None]]:
    """Part whose office it is, NATO's, from the name of who holds it."""
    office, name = split_office(words)
    first = _OFFICE.search(office or "")
    if first is None or office is None or (name and not _is_of_somebody(name)):
        return [(words, 0, None)]
    owner = office[: first.start()].rstrip()
    return [
        *([(owner, 0, None)] if owner.isupper() or is_country(owner) else []),
        *([(name, words.rindex(name), office)] if name else []),
    ]


def _is_of_somebody(name: str) -> bool:
    return OF_ORGANISATIONS.isdisjoint(name.split()) and name.split()[0][0].isupper()


_OFFICE = re.compile(
    rf"\b(?:(?:Prime\s|Vice\s|Assistant\s)?(?:{any_of(OFFICES | TITLES, capital=True)}|Affairs)\b"
    rf"|{_TITLE})"
)


def _pieces(run: str) -> Iterator[tuple[str, int]]:
    """Cut a run where two names are said together: "Kosovo and Serbia", "Rutte for NATO"."""
    offset = 0
    for part in _cut(run, _AND, _is_one_with_and):
        for piece in _cut(part, _OF, _is_one_with_of):
            for owned in _cut(piece, _OWNER, lambda *_: False):
                offset = run.index(owned, offset)
                yield owned, offset
                offset += len(owned)


_OWNER = re.compile(r"(?<=['’]s) |(?<=s['’]) ")
"""What parts "Kosovo’s Kurti"."""


def _cut(run: str, joint: re.Pattern[str], is_one: Callable[[str, str], bool]) -> Iterator[str]:
    start = 0
    for at in joint.finditer(run):
        if not is_one(run[start : at.start()], run[at.end() :]):
            yield run[start : at.start()]
            start = at.end()
    yield run[start:]


def _is_one_with_and(before: str, behind: str) -> bool:
    """Whether "and" stands within a name: "Bosnia and Herzegovina", a committee for two matters."""
    if any(before.endswith(left) and behind.startswith(right) for left, right in _with_and()):
        return True
    left, right = before.split(), behind.split()
    if left[-1].isupper() or is_country(left[-1]) or is_country(right[0]):
        return False
    of_two = len(left) > 2 and not BEFORE_OF.isdisjoint(left[:-1]) and bool(_OF.search(before))
    ends = len(right) > 1 and not OF_ORGANISATIONS.isdisjoint(right[1:4])
    return of_two or (ends and (left[-1] in _MATTERS or bool(_ADJECTIVE.search(left[-1]))))


_MATTERS = listed(
    """
    Affairs Alcohol Arts Customs Defence Defense Education Energy Fish Food Foreign Health Housing
    Immigration Justice Parks Policy Research Science Security Trade
    """
)
_ADJECTIVE = re.compile(r"[a-z](?:ic|al|ive|ary)$")
_PORTFOLIOS = _MATTERS | listed("Commerce Interior Labor State Transportation Treasury")
_FULL_NAME = 2


def _is_one_with_of(before: str, behind: str) -> bool:
    """Whether "of" stands within a name: "Bank of England", but not a committee of a parliament."""
    rest = _OF.split(behind)[0].split()
    if before.split()[-1] != "Rule" and not OF_ORGANISATIONS.isdisjoint(rest):
        return False
    return not BEFORE_OF.isdisjoint(before.split())


def _lead(piece: str, inside: bool) -> int:
    """Return where a name begins behind what only begins its sentence."""
    words = piece.split(" ")
    first = 0
    while first < len(words) - 1 and _leads(words, first, inside):
        first += 1
    rest = words[first:]
    if rest[0] in _PORTFOLIOS and len(rest) > _FULL_NAME and OF_ORGANISATIONS.isdisjoint(rest):
        first += 1  # "Secretary of State Antony Blinken"
    return sum(len(word) + 1 for word in words[:first])


def _leads(words: list[str], at: int, inside: bool) -> bool:
    word = words[at]
    if word in _CALENDAR or word.rstrip(".") in _CALENDAR:
        return True
    if word.isupper() and len(word) > 1:
        return False
    return at == 0 and fold(word) in (STOPWORDS if inside else _NO_NAMES)


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or words[-1] in _CALENDAR or any(map(_CONTRACTED.search, words)):
        return False
    if len(words) > 1:
        return not any(word in STOPWORDS for word in map(str.lower, words[:1]))
    if fold(name) in _NO_NAMES and not (name.isupper() and len(name) > 1):
        return False
    return not (
        name in ADJECTIVES or name in PEOPLES or name in _NO_NAMES_ALONE or _UNNAMED.fullmatch(name)
    )


def _is_initials(name: str) -> bool:
    return re.fullmatch(r"(?:[A-Z]\.)+", name) is not None


@cache
def _with_and() -> tuple[tuple[str, str], ...]:
    every = (name.split(" and ") for nation in NATIONS for name in nation.names if " and " in name)
    return tuple((left, right) for left, right in every)


@cache
def _verbs() -> frozenset[str]:
    said = {forms_of(base).singular for base in SAYING}
    return frozenset({forms_of(base).past for base in HUMAN | SAYING} | said) | OF_PEOPLE
