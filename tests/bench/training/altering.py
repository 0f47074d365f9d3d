"""Near misses: a question or a claim altered in one place, so that the passage no longer fits it.

What is put in has the shape of what it replaces (a year for a year, a name for a name), so that
only reading tells the two apart.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_NAME = re.compile(
    r"(?<![.?!:“\"] )(?<!^)\b[A-Z][\w’'-]+(?: (?:of |the |de |van |von )?[A-Z][\w’'-]+)*"
)
_NO_NAMES = frozenset("I What Which Who When Where Why How The In On At".split())  # noqa: SIM905
_OPPOSITES = dict(
    pair
    for one, other in (
        ("first", "last"),
        ("largest", "smallest"),
        ("highest", "lowest"),
        ("most", "least"),
        ("more", "less"),
        ("oldest", "youngest"),
        ("earliest", "latest"),
        ("before", "after"),
        ("north", "south"),
        ("northern", "southern"),
        ("east", "west"),
        ("eastern", "western"),
        ("increase", "decrease"),
        ("increased", "decreased"),
        ("rise", "fall"),
        ("rose", "fell"),
        ("won", "lost"),
        ("win", "lose"),
        ("began", "ended"),
        ("begin", "end"),
        ("start", "stop"),
        ("founded", "abolished"),
        ("allowed", "forbidden"),
        ("accepted", "rejected"),
        ("supported", "opposed"),
        ("support", "oppose"),
        ("always", "never"),
        ("large", "small"),
        ("high", "low"),
        ("long", "short"),
        ("maximum", "minimum"),
        ("majority", "minority"),
        ("include", "exclude"),
        ("with", "without"),
        ("inside", "outside"),
        ("above", "below"),
        ("public", "private"),
        ("married", "divorced"),
        ("born", "buried"),
        ("bought", "sold"),
    )
    for pair in ((one, other), (other, one))
)
_WORD = re.compile(r"\b[a-z]+\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|should|may|did)\b")
_NOT = re.compile(r"\b(?:not|never|no longer)\s+|n[’']t\b")

Pool = dict[str, list[str]]
"""What can be put in, by shape: see ``pool_of``."""


def pool_of(texts: Iterable[str]) -> Pool:
    """Return the years, numbers and names that stand in ``texts``, by their shape."""
    pool: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        for found in _NUMBER.finditer(text):
            pool[_digits(found[0])].append(found[0])
        for found in _names(text):
            pool[_words(found[0])].append(found[0])
    return dict(pool)


def altered(text: str, pool: Pool, chance: random.Random, *, keep: str = "") -> str | None:
    """Return ``text`` with one name, number or word exchanged, ``None`` where nothing can be.

    Nothing that stands in ``keep`` (the passage) is put in.
    """
    exchange = partial(_exchanged, text, pool=pool, chance=chance, keep=keep)
    ways: list[Callable[[], str | None]] = [
        lambda: exchange(_names(text), _words),
        lambda: exchange(_names(text), _words),
        lambda: exchange(list(_NUMBER.finditer(text)), _digits),
        lambda: _opposite(text, chance),
    ]
    chance.shuffle(ways)
    return next((made for way in ways if (made := way())), None)


def negated(text: str) -> str | None:
    """Return a statement's denial, or what it denies; ``None`` where there is no plain way."""
    if _NOT.search(text):
        made = _NOT.sub("", text, count=1)
        return made if made != text else None
    if not (found := _AUXILIARY.search(text)):
        return None
    return f"{text[: found.end()]} not{text[found.end() :]}"


def swapped(text: str, chance: random.Random) -> str | None:
    """Return a statement in which two names have changed places."""
    found = _names(text)
    pairs = [(a, b) for a in found for b in found if a.start() < b.start() and a[0] != b[0]]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]


def _names(text: str) -> list[re.Match[str]]:
    return [one for one in _NAME.finditer(text) if one[0] not in _NO_NAMES]


def _exchanged(
    text: str,
    found: list[re.Match[str]],
    shape: Callable[[str], str],
    *,
    pool: Pool,
    chance: random.Random,
    keep: str,
) -> str | None:
    chance.shuffle(found)
    for one in found:
        choices = pool.get(shape(one[0]), [])
        for _ in range(5 if choices else 0):
            other = chance.choice(choices)
            if other not in text and other not in keep:
                return text[: one.start()] + other + text[one.end() :]
    return None


def _opposite(text: str, chance: random.Random) -> str | None:
    found = [one for one in _WORD.finditer(text) if one[0] in _OPPOSITES]
    if not found:
        return None
    one = chance.choice(found)
    return text[: one.start()] + _OPPOSITES[one[0]] + text[one.end() :]


def _digits(number: str) -> str:
    return "year" if _YEAR.fullmatch(number) else f"{len(number)} digits"


def _words(name: str) -> str:
    return f"{min(3, name.count(' ') + 1)} words"
