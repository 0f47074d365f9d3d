"""The thesaurus: which words mean the same, which one is wider, and which are contrary.

``thesaurus.txt`` is drawn from WordNet 3.0 (its licence is beside it) by
``tests/bench/make_thesaurus.py``. It is English, and it knows stems, not meanings: ``bank`` is
related to whatever any of its usual meanings is related to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from rag.language.words.lexicon import SYNONYMS

_ENTRY = re.compile(r"^([^~!=>\n]+)(.*)$", re.MULTILINE)
_MARKED = re.compile(r"([~!=>])([^~!=>]*)")
_NOTHING: frozenset[str] = frozenset()


class Groups:
    """Groups of stems, by the stems that they hold."""

    def __init__(self, groups: Iterable[frozenset[str]]) -> None:
        found: dict[str, set[int]] = defaultdict(set)
        for place, group in enumerate(groups):
            for one in group:
                found[one].add(place)
        self._of = {one: frozenset(places) for one, places in found.items()}

    def hold(self, own: str, other: str) -> bool:
        """Whether one of them holds both stems."""
        return own in self._of and not self._of[own].isdisjoint(self._of.get(other, ()))


_SYNONYMS = Groups(SYNONYMS)


@lru_cache(maxsize=4_096)
def alike(own: str, other: str) -> bool:
    """Whether the stem ``own`` says what ``other`` says or something wider."""
    return any(
        one == two
        or one in _known(two)["="]
        or two in _known(one)["="]
        or one in _known(two)[">"]
        or _SYNONYMS.hold(one, two)
        for one in _regular(own)
        for two in _regular(other)
    )


def contrary(own: str, other: str) -> bool:
    """Whether the stems ``own`` and ``other`` are contrary."""
    return any(
        one in _known(two)["!"] or two in _known(one)["!"]
        for one in _regular(own)
        for two in _regular(other)
    )


def knows(own: str) -> bool:
    """Whether the stem ``own`` is an English word that the thesaurus has."""
    return own in _lines()


def regular(own: str) -> str:
    """Return the stem ``own``, or the regular one where it is an irregular form: sell for sold."""
    return min(_known(own)["~"], default=own)


def is_irregular(own: str) -> bool:
    """Whether the stem ``own`` is an irregular form, such as ``sold``."""
    return bool(_known(own)["~"])


def is_form(own: str, other: str) -> bool:
    """Whether two stems may be of one word, as those of ``met`` and ``meeting`` are."""
    return bool(_regular(own) & _regular(other))


def _regular(own: str) -> frozenset[str]:
    irregular = _known(own)["~"]
    return irregular | {own} if irregular else frozenset((own,))


_UNKNOWN = dict.fromkeys("~!=>", _NOTHING)


def _known(own: str) -> dict[str, frozenset[str]]:
    return _entry(own) if own in _lines() else _UNKNOWN


@lru_cache(maxsize=4_096)
def _entry(own: str) -> dict[str, frozenset[str]]:
    found = dict(_UNKNOWN)
    for mark, listed in _MARKED.findall(_lines()[own]):
        found[mark] = frozenset(listed.split())
    return found


@cache
def _lines() -> dict[str, str]:
    """Return what follows each stem; taken apart only for those that are looked up."""
    text = files(__package__).joinpath("thesaurus.txt").read_text(encoding="ascii")
    return dict(_ENTRY.findall(text))  # all at once: line by line takes three times as long
