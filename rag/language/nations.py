"""Nations: countries with their adjectives, peoples and capitals.

To add one, add a line to ``nations.txt``: ``names; adjectives; people; capitals``, of each the
usual one first and commas between several.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from index.text.words import fold, listed, words

_INTO_A_PLACE = re.compile(
    r"\b(?:in|at|from|near|into|to|outside|across|city of|town of)\s+(?:the\s+)?$", re.IGNORECASE
)
_WITHIN_A_PLACE = re.compile(r",\s+(?P<wider>[^\W\d_a-z][\w’'-]+)")

REGIONS = (
    "north northern", "south southern", "east eastern", "west western",
    "eu european-union", "europe european europeans", "africa african africans",
    "asia asian asians", "scandinavia scandinavian scandinavians", "korea korean koreans",
    "balkans balkan",
)  # fmt: skip
"""Names that are no country's, each with its adjective and people; the first stands for all."""

WITH_ARTICLE = listed(
    """
    Bahamas Comoros Gambia Maldives Netherlands Philippines Seychelles UAE UK US U.S. USA U.S.A.
    U.K. Vatican Dutch Philippine
    """
)
"""Names before which an article stands, and adjectives that are exchanged with care for it."""

GIVEN_NAMES = frozenset(["Chad", "Georgia", "India", "Israel", "Jordan", "Kenya"])
"""Countries whose names are people's too: "Jordan Henderson"."""


class Nation(NamedTuple):
    """A country; of several names the usual one comes first."""

    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    """In the plural: ``Serbs``."""
    capitals: tuple[str, ...]


def _read() -> tuple[Nation, ...]:
    text = files(__package__).joinpath("nations.txt").read_text(encoding="utf-8")
    return tuple(
        Nation(*(tuple(filter(None, map(str.strip, cell.split(",")))) for cell in line.split(";")))
        for line in text.splitlines()
    )


NATIONS = _read()
COUNTRIES = frozenset(name for nation in NATIONS for name in nation.names if " " not in name)
"""The names of one word, as they are spelt."""
ADJECTIVE = {nation.names[0]: nation.adjectives[0] for nation in NATIONS if nation.adjectives}
"""The usual adjective of each country by its usual name."""
ADJECTIVES = frozenset(
    adjective for nation in NATIONS for adjective in nation.adjectives if " " not in adjective
)
"""The adjectives of one word."""
PEOPLES = frozenset(
    name for nation in NATIONS for name in nation.people if name not in ADJECTIVES
) | {"Africans", "Asians", "Europeans"}
"""Those whose names are no adjectives: Serbs, but not Swiss."""


@cache
def nation_of() -> dict[str, str]:
    """Return one name for each folded word that names a nation, its people or its adjective."""
    found: dict[str, str] = {}
    for nation in NATIONS:
        forms = [_plain(form) for form in (*nation.names, *nation.adjectives, *nation.people)]
        single = [form for form in forms if " " not in form]
        for form in single:
            found.setdefault(form, single[0])
    found |= {form: group.split()[0] for group in REGIONS for form in group.split()}
    return found


@cache
def nation_of_capital() -> dict[str, str]:
    """Return the name of ``nation_of`` for each folded name of a capital of one word."""
    return {
        _plain(capital): nation_of().get(_plain(nation.names[0]), _plain(nation.names[0]))
        for nation in NATIONS
        for capital in nation.capitals
        if " " not in capital
    }


def is_country(name: str) -> bool:
    """Whether ``name`` is a country's, with or without an article."""
    return folded(name) in _gazetteer()[0]


def is_capital(name: str) -> bool:
    """Whether ``name`` is that of a country's capital."""
    return folded(name) in _gazetteer()[1]


def is_said_as_place(name: str, before: str, after: str) -> bool:
    """Whether a name is used as a place's: "in Banjska", "Bratislava, Slovakia"."""
    if name.isupper():
        return False  # of "in NATO" and "from KFOR" there are more than of "in LA"
    wider = _WITHIN_A_PLACE.match(after)
    return bool(_INTO_A_PLACE.search(before)) or bool(wider and is_country(wider["wider"]))


@lru_cache(maxsize=2_000)
def folded(name: str) -> str:
    """Return a place's name as it is compared: in lower case, without accents and article."""
    return " ".join(words(name)).removeprefix("the ")


@cache
def _gazetteer() -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(folded(name) for nation in NATIONS for name in nation.names),
        frozenset(folded(name) for nation in NATIONS for name in nation.capitals),
    )


def _plain(form: str) -> str:
    """Return a form as names are folded: ``u.s`` for "U.S."."""
    return fold(form).rstrip(".")
