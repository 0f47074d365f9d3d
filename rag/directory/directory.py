"""A directory: the people, organisations and places of many articles, each under one name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rapidfuzz.distance import Levenshtein

from index.articles import Article
from index.filters import Filters
from index.library import Library
from rag.directory.cache import NamesCache
from rag.directory.gathering import Gathered, Named, gather, is_place, looks_like_a_person
from rag.directory.words import EVENTS, OF_ORGANISATIONS, OF_PLACES
from rag.language.names import by_frequency, fold


class Kind(StrEnum):
    """What has a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Somebody or something, and how often it is named."""

    name: str
    """The usual spelling, in full."""
    kind: Kind
    articles: int
    mentions: int
    first: date | None
    """The day of the first article that has it, of those with a date."""
    last: date | None
    spellings: tuple[str, ...]
    """Every way in which it is written, the usual one first."""

    def as_json(self) -> dict[str, Any]:
        """Return the entry as ``rag articles names --json`` prints it."""
        return {
            "name": self.name,
            "kind": str(self.kind),
            "articles": self.articles,
            "mentions": self.mentions,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "spellings": list(self.spellings),
        }


def chosen_entries(entries: Iterable[Entry], *, words: str, kind: str | None) -> list[Entry]:
    """Return the entries of a kind, ``None`` for all, a spelling of which has all the words."""
    wanted = fold(words).split()
    return [
        one
        for one in entries
        if (kind is None or one.kind == kind)
        and any(all(word in fold(name) for word in wanted) for name in one.spellings)
    ]


@dataclass(kw_only=True)
class _Found:
    """What is known of a name."""

    spellings: Counter[str] = field(default_factory=Counter)
    articles: dict[str, date | None] = field(default_factory=dict)
    evidence: Counter[str] = field(default_factory=Counter)
    told: int = 0
    """Mentions whose surroundings were looked at."""

    def take(self, other: _Found) -> None:
        """Count all of another name's, which is this one spelt otherwise."""
        self.spellings += other.spellings
        self.articles |= other.articles
        self.evidence += other.evidence
        self.told += other.told

    def add(self, named: Named, article: Article) -> None:
        """Count what an article has of it."""
        self.spellings.update(named.spellings)
        self.articles[article.id] = article.published
        self.told += named.told
        self.evidence.update(named.evidence)

    @property
    def count(self) -> int:
        """How often it is named."""
        return self.spellings.total()

    def share(self, said: str) -> float:
        """Return of how many of the mentions something is said."""
        return self.evidence[said] / max(1, self.told)


_MOSTLY = 0.8
"""Share of a surname's full names that have to be one person's."""
_IN = 0.2
"""Share of the mentions of a place from which on it is one by what is said to be in it."""
_WITH_ARTICLE = 0.3
"""Share of the mentions of a name that no person's has "the" before it."""
_KNOWN = 3
"""Mentions that say so, from which on a single word is an organisation's name."""
_NO_ORGANISATION = re.compile(
    r"(?:[IVX]+|OK|TV|CEO|CFO|DNA|RNA|GDP|FAQ|AM|PM|E[SD]?T|P[SD]?T|GMT|UTC|BST|IDs?|IT|AI|HIV|AIDS"
    r"|COVID.*|DUI|IPO|ETF|SUV|USD|GIF|PDF|CD|DVD|AC|BC|AD|MVP|IQ|UFO|PTSD|LGBTQ|VIP|DIY|RSVP|LED"
    r"|GPS|URL|ICU|MRI|CPR|PCR|QR|UV|VR|AR|Q[1-4])$",
    re.IGNORECASE,
)
"""Acronyms of what is no organisation."""
_IN_A_WORD, _IN_AN_ACRONYM = 0.1, 0.4
"""Shares of the mentions from which on a single word is a place's."""
_INSIDE = 0.5
"""Share from which on a word has its capital where no sentence begins."""
_ACTS, _ACTS_OFTEN, _CALLED = 0.05, 0.3, 0.1
"""Shares from which on somebody or something acts, acts as only people do so often, and is called
a group, a company, a newspaper."""


def reading_names(directory: Directory, library: Library, filters: Filters) -> Iterator[Article]:
    """Take the names of the articles that pass the filters into a directory; yield each article.

    Those that were read before are not read again.
    """
    cache = NamesCache(library.location.catalog_file.parent)
    ids = [entry.id for entry in library.entries(filters)]
    for first in range(0, len(ids), _AT_ONCE):
        articles = list(library.catalog.articles.by_id(ids[first : first + _AT_ONCE]).values())
        for article, gathered in zip(articles, cache.gathered(articles), strict=True):
            directory.add(article, gathered)
            yield article
    if filters == Filters():
        cache.drop_unused()


_AT_ONCE = 50


class Directory:
    """Names being gathered, one article after the other."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = defaultdict(_Found)
        self._acronyms: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, article: Article, gathered: Gathered | None = None) -> None:
        """Take in the names of an article, ``gathered`` where they were read before."""
        found = gathered or gather(article.text)
        for named in found.names:
            self._found[named.key].add(named, article)
        for short, name in found.acronyms:
            self._acronyms[short][name] += 1

    def entries(self) -> list[Entry]:
        """Return what has a name, what is in most articles first."""
        self._unite({key: by_frequency(names)[0] for key, names in self._acronyms.items()})
        self._unite(dict(self._surnames()))
        self._unite(dict(self._misspelt()))
        people = [key.split() for key, one in self._found.items() if _is_somebody(key, one)]
        parts = {word for words in people for word in (words[0], words[-1])}
        every = (_entry(key, found, parts) for key, found in self._found.items())
        return sorted(
            (one for one in every if one), key=lambda one: (-one.articles, -one.mentions, one.name)
        )

    def _unite(self, other_of: dict[str, str]) -> None:
        for key, other in other_of.items():
            if key != other and key in self._found and other in self._found:
                self._found[other].take(self._found.pop(key))

    def _surnames(self) -> Iterator[tuple[str, str]]:
        """Yield the surnames that are nearly always one person's, with the full name."""
        full: dict[str, Counter[str]] = defaultdict(Counter)
        for key, found in self._found.items():
            if _is_somebody(key, found):
                full[key.split()[-1]][key] += len(found.articles)
        for surname, names in full.items():
            name = by_frequency(names)[0]
            articles = names[name]
            alone = self._found.get(surname)
            if alone is None or is_place(surname) or articles < _MOSTLY * names.total():
                continue
            if len(alone.articles) <= articles and alone.evidence["inside"]:
                yield surname, name

    def _misspelt(self) -> Iterator[tuple[str, str]]:
        """Yield the rarer spellings of somebody's surname: Zelenskiy, Zelenskyy."""
        by_given: dict[str, list[str]] = defaultdict(list)
        for key, found in self._found.items():
            if _is_somebody(key, found):
                by_given[key.partition(" ")[0]].append(key)
        for keys in by_given.values():
            keys.sort(key=lambda key: -self._found[key].count)
            for at, key in enumerate(keys):
                usual = next((one for one in keys[:at] if _differs_little(one, key)), None)
                if usual:
                    yield key, usual


def _is_somebody(key: str, found: _Found) -> bool:
    if " " not in key or not found.evidence["acts"]:
        return False
    return _kind(key, found, frozenset()) is Kind.PERSON


def _differs_little(one: str, other: str) -> bool:
    return len(other) > _LONG and Levenshtein.distance(one, other, score_cutoff=1) <= 1


_LONG = 10
"""Letters of a name from which on one letter more or less makes no other one of it."""


def _entry(key: str, found: _Found, parts: Collection[str]) -> Entry | None:
    kind = _kind(key, found, parts)
    if kind is None:
        return None
    days = [day for day in found.articles.values() if day]
    spellings: dict[str, str] = {}
    for name in by_frequency(found.spellings):  # of "Ohio" and "OHIO" the usual one
        spellings.setdefault(name.casefold(), name)
    return Entry(
        name=_usual(key, found),
        kind=kind,
        articles=len(found.articles),
        mentions=found.count,
        first=min(days, default=None),
        last=max(days, default=None),
        spellings=tuple(spellings.values()),
    )


def _usual(key: str, found: _Found) -> str:
    """Return the usual spelling of the name in full."""
    if len(found.spellings) == 1:  # as most names have, which need not be sorted
        return next(iter(found.spellings))
    words = len(key.split())
    every = by_frequency(found.spellings)
    return next((name for name in every if len(name.split()) >= words), every[0])


def _kind(key: str, found: _Found, parts: Collection[str]) -> Kind | None:
    """Return what has a name, by its words and by what is said beside it; ``None`` for neither."""
    name = _usual(key, found)
    words = name.split()
    if is_place(key):
        return Kind.PLACE
    if len(words) == 1:
        return _kind_of_a_word(name, found, parts)
    if not EVENTS.isdisjoint(words[-1:]):
        return None
    if found.share("is_in") >= _IN and OF_ORGANISATIONS.isdisjoint(words):
        return Kind.PLACE
    named = looks_like_a_person(name) and found.share("has_article") < _WITH_ARTICLE
    if named and found.share("acts") >= _ACTS:
        return Kind.PERSON
    if not OF_ORGANISATIONS.isdisjoint(words):
        return Kind.ORGANISATION
    if words[-1] in OF_PLACES:
        return Kind.PLACE
    return Kind.ORGANISATION if found.evidence["is_called"] else None


def _kind_of_a_word(name: str, found: _Found, parts: Collection[str]) -> Kind | None:
    if _DOMAIN.search(name):
        return Kind.ORGANISATION
    if not found.evidence["inside"] or fold(name) in parts or _NO_ORGANISATION.match(name):
        return None
    if found.share("is_in") >= (_IN_AN_ACRONYM if name.isupper() else _IN_A_WORD):
        return Kind.PLACE
    if name.isupper():
        return Kind.ORGANISATION
    if found.share("inside") < _INSIDE:
        return None  # "Prosecutors": the capital is that of a sentence's beginning
    if found.share("acts") >= _ACTS_OFTEN and found.count >= _KNOWN:
        return Kind.PERSON
    if found.share("is_called") >= _CALLED:
        return Kind.ORGANISATION
    known = min(found.evidence["is_at"], found.evidence["acts"]) >= _KNOWN
    return Kind.ORGANISATION if known and found.share("acts") >= _ACTS else None


_DOMAIN = re.compile(r"\w\.(?:com|org|net|int|gov|info|[a-z]{2})$", re.IGNORECASE)
