"""What one article names: its names with their spellings, and what is said of each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rag.directory.mentions import Mention, mentions
from rag.directory.words import EVENTS, OF_ORGANISATIONS, OF_PLACES
from rag.language.names import fold
from rag.language.nations import NATIONS, is_capital, is_country, nation_of
from rag.language.people import is_person

EVIDENCE = ("acts", "is_in", "is_at", "has_article", "is_called", "inside")
"""What may be said of a mention, as ``Mention`` has it."""
_DEFINED = re.compile(r"(?:,\s(?P<called>[A-Z]{3,8})(?=[,.;])|\s\((?P<short>[A-Z]{2,8})\))")
"""A name with its acronym: "Democratic Party of Kosovo (PDK)"."""
_REGIONS = frozenset({"europe", "africa", "asia", "scandinavia", "balkans", "middle east"})


class Named(NamedTuple):
    """One name in an article."""

    key: str
    """What all spellings have in common."""
    spellings: dict[str, int]
    told: int
    """Mentions whose surroundings were looked at."""
    evidence: dict[str, int]
    """Of how many of these each of ``EVIDENCE`` is said."""


class Gathered(NamedTuple):
    """What an article names, and which acronyms it explains: pairs of keys."""

    names: Sequence[Named]
    acronyms: Sequence[tuple[str, str]]


def gather(text: str) -> Gathered:
    """Return the names of a text, in which a surname is whoever has it in full."""
    found = list(mentions(text))
    full = _by_surname(found)
    of_key: dict[str, list[Mention]] = defaultdict(list)
    for one in found:
        key = key_of(one.name)
        of_key[full.get(key, key)].append(one)
    ends = {one.start + len(one.name): one.name for one in found}
    acronyms = []
    for match in _DEFINED.finditer(text):
        name, short = ends.get(match.start()), match["short"] or match["called"]
        if name and _stands_for(short, name, said=bool(match["short"])):
            acronyms.append((key_of(short), key_of(name)))
    return Gathered([_named(key, every) for key, every in of_key.items()], acronyms)


def _named(key: str, every: Sequence[Mention]) -> Named:
    told = [one for one in every if one.is_told]
    evidence = {said: sum(getattr(one, said) for one in told) for said in EVIDENCE}
    return Named(
        key=key,
        spellings=Counter(one.name for one in every),
        told=len(told),
        evidence={said: count for said, count in evidence.items() if count},
    )


def _stands_for(short: str, name: str, *, said: bool) -> bool:
    """Whether an acronym is of the name before it.

    Of one in another language not all the letters are the same, "Democratic Party (PDK)".
    """
    capitals = [word[0] for word in re.split(r"[\s-]+", name) if word[0].isupper()]
    of_it = not OF_ORGANISATIONS.isdisjoint(name.split()) and (said or name[0] == short[0])
    return sorted(capitals) == sorted(short) or of_it


@lru_cache(maxsize=200_000)
def key_of(name: str) -> str:
    """Return what all spellings of a name have in common: "Serb List", "Serbian List"."""
    plain = fold(name).replace("’", "'").removesuffix("'s")
    bare = plain.replace(".", "")
    if len(bare) > _SHORT or name.isupper():
        plain = _nation_names().get(bare, plain)
    if " " not in plain or plain in _nation_names().values():
        return plain
    return " ".join(nation_of().get(word, word) for word in plain.split())


_SHORT = 3
"""Letters up to which a country's name has to be in capitals: "US", "Un" is somebody's."""


@cache
def _nation_names() -> dict[str, str]:
    """Return one key for all names of a country."""
    names = {
        fold(name).replace(".", ""): fold(nation.names[0])
        for nation in NATIONS
        for name in nation.names
    }
    return names | {"eu": "european union", "un": "united nations"}


def _by_surname(found: Sequence[Mention]) -> dict[str, str]:
    """Return the key of the full name of each surname that one person of an article has."""
    full: dict[str, set[str]] = defaultdict(set)
    places = {key_of(one.name) for one in found if one.is_in or one.has_article}
    acting = {key_of(one.name) for one in found if one.acts}
    for one in found:
        surname = key_of(one.name.rpartition(" ")[2])
        if " " in one.name and (one.acts or surname in acting) and looks_like_a_person(one.name):
            full[surname].add(key_of(one.name))
    return {
        surname: keys.pop()
        for surname, keys in full.items()
        if len(keys) == 1 and surname not in places and not is_place(surname)
    }


@lru_cache(maxsize=100_000)
def looks_like_a_person(name: str) -> bool:
    """Whether a name may be a person's: it has no word of places, events and organisations."""
    words = name.split()
    return (
        is_person(name)
        and OF_PLACES.isdisjoint(words[-1:])
        and EVENTS.isdisjoint(words)
        and OF_ORGANISATIONS.isdisjoint(words)
    )


def is_place(key: str) -> bool:
    """Whether the key of a name is a country's, a capital's or a continent's."""
    return is_country(key) or is_capital(key) or key in _REGIONS
