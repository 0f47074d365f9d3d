"""People: their names and offices, as far as an article's words give them away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.words import CAPITALISED, listed, stems
from rag.language.nations import ADJECTIVES, COUNTRIES
from rag.language.offices import OFFICES, TITLES, any_of
from rag.language.speech import SAYING
from rag.language.words.lexicon import ORDINARY_OPENERS
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.verbs import Form, finite

_OFFICE = rf"(?:{any_of(OFFICES | TITLES, capital=True)})\b"
_OFFICER = re.compile(
    rf"\b(?P<office>(?:{CAPITALISED}\s+)*{_OFFICE})\s+"
    rf"(?P<name>{CAPITALISED}\s+{CAPITALISED}(?:\s+{CAPITALISED})?)(?=[\s,.])"
)
_HOLDER = re.compile(
    rf"(?P<name>{CAPITALISED}\s+{CAPITALISED}(?:\s+{CAPITALISED})?),\s+(?P<once>once\s+|who\s+used\s+to\s+be\s+)?"
    rf"(?P<office>{CAPITALISED}[’']s\s+(?:{CAPITALISED}\s+)*{_OFFICE}"
    rf"|(?:the\s+|former\s+)*(?:[a-z]+\s+)?(?:{any_of(OFFICES)}"
    rf"|{_OFFICE})\s+of\s+(?:the\s+)?{CAPITALISED}(?:\s+{CAPITALISED})*)(?=[,.;])"
)
_PERSON = re.compile(rf"{CAPITALISED}(?:\s+(?:de|van|von|bin|al|{CAPITALISED})){{1,3}}")
_FULL_NAME = re.compile(rf"{CAPITALISED}(?: (?:de|van|von|bin|al|{CAPITALISED})){{1,6}}")
_NO_PERSON = listed(
    """
    Academy Administration Affairs Agency Airlines Airways Alliance America Army Assembly
    Association Authority Balkans Bank Board Britain Bureau Campaign Center Centre Church City Club
    Coalition College Commission Committee Company Conference Congress Convention Corporation Corps
    Council Court Department East Empire Federation Force Forces Foundation Fund Government Group
    Hospital House Industries Initiative Institute Island Kingdom League List Ministry Mission
    Movement Museum Nations Network News North Northern Office Organisation Organization Parliament
    Party Police Republic River School Senate Service Society South Southern States Street Systems
    Team Trust Union United University Valley War West Western
    """
)
HUMAN = SAYING | listed(
    """
    accept appoint attend believe call consider defend die discover donate embrace fight graduate
    inherit invent invite lead leave meet oppose persuade present preside purchase resign retire
    rule serve sign spend surrender survive teach travel veto view visit vote win witness
    """
)
"""Verbs whose subject, where it looks like a person's name, is one."""
OF_PEOPLE = listed(
    """
    born elected appointed killed arrested awarded married educated convicted sentenced named
    re-elected nominated sworn succeeded murdered
    """
)
"""Participles of what is done to people."""
GROUPS = listed(
    """
    agency alliance army association bank band board club coalition commission committee company
    council court firm force government group list ministry mission movement network newspaper
    organisation organization paper parliament party police senate society team union
    """
)
"""What does things as somebody does."""
PERSONS = OFFICES | listed(
    """
    man woman official person officer author actor actress writer singer player striker judge
    scientist engineer lawyer teacher doctor candidate reporter journalist boy girl mother father
    """
)
"""Nouns of one person."""
ANYBODY = frozenset(stems("people persons members victims women men children times"))
"""Stems of what is counted by many names, and says little of what is asked about."""


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Somebody named with the office: ``Serbian President Aleksandar Vučić``, or behind it."""

    office: str
    name: str
    once: bool = False
    """Whether somebody else may hold it by now."""

    @property
    def names(self) -> tuple[str, ...]:
        """The whole name and the surname."""
        return names_of(self.name)


def officers(sentence: str) -> list[Officer]:
    """Return who is named with an office that says whose it is: more than "President"."""
    titled = [
        Officer(office=match["office"], name=match["name"])
        for match in _OFFICER.finditer(sentence)
        if _says_whose(match["office"])
    ]
    behind = [
        Officer(office=match["office"], name=match["name"], once=bool(match["once"]))
        for match in _HOLDER.finditer(sentence)
    ]
    return [officer for officer in (*titled, *behind) if is_person(officer.name)]


def person_in(subject: str) -> str | None:
    """Return the person that a subject is, without title or office; ``None`` where it is none."""
    officer = _OFFICER.fullmatch(f"{subject} "[:-1]) or _OFFICER.match(f"{subject},")
    name = officer["name"] if officer else subject
    return name if is_person(name) else None


def is_person(words: str) -> bool:
    """Tell whether a name of two to four words may be a person's."""
    parts = words.split()
    return (
        bool(_PERSON.fullmatch(words))
        and not words.isupper()
        and _NO_PERSON.isdisjoint(parts)
        and not any(part in COUNTRIES or part in ADJECTIVES for part in parts)
        and not re.search(_OFFICE, words)
        and not any(part.isupper() and len(part) > 1 for part in parts)
        and not any(part.endswith(("’s", "'s")) for part in parts[:-1])
    )


def names_of(name: str) -> tuple[str, ...]:
    """Return the ways in which an answer may name a person: in full, and by surname."""
    return (name, name.split()[-1])


def _says_whose(office: str) -> bool:
    return any(
        word.removesuffix("’s").removesuffix("'s") in COUNTRIES | ADJECTIVES
        or (word.isupper() and len(word) > 1)
        for word in office.split()
    )


class People:
    """The people whom a text names in full, found again by surname."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._by_surname: dict[str, set[str]] = {}
        for match in _FULL_NAME.finditer(text):
            name = person_in(match[0])
            if name is not None and name.split()[0].lower() not in STOPWORDS | ORDINARY_OPENERS:
                self._by_surname.setdefault(name.split()[-1], set()).add(name)

    def certain(self) -> Iterator[str]:
        """Yield the full names of those who do what only people do."""
        for surname, names in self._by_surname.items():
            acting = re.finditer(rf"\b{re.escape(surname)}\s+(?:was\s+)?([a-z]+)\b", self._text)
            if any(_is_human(match[1]) for match in acting):
                yield from names

    def names(self) -> Iterator[str]:
        """Yield the full names of all of them."""
        for names in self._by_surname.values():
            yield from names

    def full_name(self, words: str) -> str | None:
        """Return the full name of the one person that ``words``, perhaps a surname, can mean."""
        known = self._by_surname.get(words.split()[-1], set()) if words else set()
        meant = {name for name in known if words in (name, name.split()[-1])}
        return meant.pop() if len(meant) == 1 else None


def _is_human(word: str) -> bool:
    verb = finite(word)
    # Laws state and problems present, but what stated and presented was somebody.
    return word in OF_PEOPLE or (verb is not None and verb.form is Form.PAST and verb.base in HUMAN)
