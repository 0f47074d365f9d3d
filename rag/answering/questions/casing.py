"""Casing: which words an article writes with a capital only where a sentence begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.language.nations import ADJECTIVES, COUNTRIES

_DETERMINERS = frozenset({"The", "A", "An", "Former", "Late"})
_BEHIND_NOUNS = frozenset({"with", "in", "on", "to", "between", "from", "against", "about", "for"})
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_STARTS = re.compile(r"(?:^|[.!?:…\n]|[“\"«„])[\s“\"«„(]*$")


class Casing:
    """What an article's own spelling says of its words."""

    def __init__(self, text: str) -> None:
        self._lower: set[str] = set()
        self._capital: set[str] = set()
        for match in _WORD.finditer(text):
            word = match[0]
            if word[0].islower():
                self._lower.add(word)
            elif not _STARTS.search(text[max(0, match.start() - 8) : match.start()]):
                self._capital.add(word)

    def inside(self, words: Sequence[str]) -> str:
        """Return the words that begin a sentence as they are written inside of one."""
        first, behind = words[0], words[1] if len(words) > 1 else ""
        return " ".join([self._lowered(first, behind), *words[1:]])

    def _lowered(self, first: str, behind: str) -> str:
        plain = first.removesuffix("'s").removesuffix("’s")
        if plain in COUNTRIES | ADJECTIVES or plain[1:] != plain[1:].lower():
            return first
        lowered = first[0].lower() + first[1:]
        if first in _DETERMINERS:
            return lowered
        if behind[:1].isupper():  # "Tropical Storm Bonnie"
            return first
        owned = first in self._capital or plain in self._capital
        common = lowered in self._lower or first.endswith("s") or behind in _BEHIND_NOUNS
        return lowered if common and not owned else first
