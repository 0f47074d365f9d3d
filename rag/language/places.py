"""Places: the countries and their capitals, and how a name is said that is a place."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from index.text.words import words

_INTO_A_PLACE = re.compile(
    r"\b(?:in|at|from|near|into|to|outside|across|city of|town of)\s+(?:the\s+)?$", re.IGNORECASE
)
_WITHIN_A_PLACE = re.compile(r",\s+(?P<wider>[^\W\d_a-z][\w’'-]+)")


def is_country(name: str) -> bool:
    """Whether ``name`` is a country's, with or without an article."""
    return _folded(name) in _gazetteer()[0]


def is_capital(name: str) -> bool:
    """Whether ``name`` is that of a country's capital."""
    return _folded(name) in _gazetteer()[1]


def is_said_as_place(name: str, before: str, after: str) -> bool:
    """Whether a name is used as a place's: "in Banjska", "Bratislava, Slovakia"."""
    if name.isupper():
        return False  # of "in NATO" and "from KFOR" there are more than of "in LA"
    wider = _WITHIN_A_PLACE.match(after)
    return bool(_INTO_A_PLACE.search(before)) or bool(wider and is_country(wider["wider"]))


def _folded(name: str) -> str:
    return " ".join(words(name)).removeprefix("the ")


@cache
def _gazetteer() -> tuple[frozenset[str], frozenset[str]]:
    """Return the folded names of countries and of capitals; a line is ``names: capitals``."""
    lines = files(__package__).joinpath("places.txt").read_text(encoding="utf-8").splitlines()
    countries, capitals = zip(*(line.split(":") for line in lines), strict=True)
    return _listed(countries), _listed(capitals)


def _listed(cells: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_folded(name) for cell in cells for name in cell.split(","))
