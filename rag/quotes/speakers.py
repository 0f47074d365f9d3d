"""Speakers over several articles: one name for one person, and who is asked for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from rag.language.names import by_frequency
from rag.language.nations import NATIONS, nation_of, nation_of_capital
from rag.language.words.stopwords import STOPWORDS
from rag.quotes.attributions import Attribution
from rag.quotes.cast import fold
from rag.quotes.office_names import is_office, office_likeness

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_MOSTLY = 0.8
"""Share of a surname's full names that have to be one and the same."""


class Names:
    """Which name and office are shown for a speaker, as most articles have them."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self._roles: dict[str, Counter[str]] = defaultdict(Counter)
        self._full: dict[str, Counter[str]] = defaultdict(Counter)
        for one in attributions:
            key = " ".join(name_words(one.speaker))
            self._spellings[key][one.speaker] += 1
            if one.role:
                self._roles[key][one.role] += 1
            if one.is_person and " " in one.speaker:
                self._full[key.split()[-1]][key] += 1

    def key_of(self, one: Attribution) -> str:
        """Return what is the same for all attributions to one speaker."""
        words = name_words(one.speaker)
        known = self._full.get(words[-1]) if words else None
        if known and (len(words) == 1 or one.speaker.startswith(("Mr", "Ms"))):
            name = by_frequency(known)[0]
            if known[name] >= _MOSTLY * known.total():
                return name
        return " ".join(words)

    def name_of(self, key: str) -> str:
        """Return the usual spelling of a name."""
        return by_frequency(self._spellings[key])[0]

    def role_of(self, key: str) -> str | None:
        """Return the office that most articles give."""
        roles = self._roles.get(key)
        return by_frequency(roles)[0] if roles else None


def is_meant(asked: str, speaker: str, role: str | None) -> bool:
    """Whether ``asked`` names a speaker: by name, by office, or by whom the office belongs to."""
    wanted = name_words(asked)
    own = name_words(speaker)
    if not wanted:
        return False
    if set(wanted) <= set(own) or _nations(wanted) == _nations(own) != frozenset():
        return True
    if role is None:
        return False
    if is_office(asked):
        return office_likeness(asked, role) > 0
    held = name_words(role)
    return bool(
        set(wanted) <= set(held) or (_nations(wanted) and _nations(wanted) <= _nations(held))
    )


def search_words(asked: str) -> list[str]:
    """Return words of which an article has one that quotes the speaker asked for."""
    words = [word for word in name_words(asked) if len(word) > 1]
    nations = _nations(words)
    forms = [
        form
        for nation in NATIONS
        if nations & {fold(name) for name in nation.names}
        for form in (*nation.names, *nation.adjectives, *nation.capitals)
    ]
    return list(dict.fromkeys([*words, *map(fold, forms)]))


def name_words(name: str) -> list[str]:
    """Return the words of a name, folded, without articles, titles and the possessive."""
    plain = [fold(word).replace("’", "'").removesuffix("'s") for word in _WORD.findall(name)]
    return [word for word in plain if word not in STOPWORDS | _TITLES] or plain


_TITLES = frozenset(["mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen"])


def _nations(words: Iterable[str]) -> frozenset[str]:
    return frozenset(
        found for word in words if (found := nation_of_capital().get(word) or nation_of().get(word))
    )
