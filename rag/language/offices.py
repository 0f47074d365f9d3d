"""Offices and titles: what people are called by what they do.

To add an office, add it to ``OFFICES``; every check, question and table of names knows it then.
"""

from __future__ import annotations

import re

from index.text.words import listed, stem

OFFICES = listed(
    """
    leader minister president chief commander chair chairman chairwoman chairperson general mayor
    spokesman spokeswoman spokesperson speaker secretary head director king queen chancellor founder
    premier pope emperor prince princess duke senator governor ambassador professor commissioner
    admiral colonel captain bishop archbishop envoy secretary-general coach manager treasurer
    deputy prosecutor ombudsman lieutenant major sergeant sheikh imam rabbi chairlady trainer ceo
    """
)
"""Offices that somebody holds, in lower case."""
RELATIONS = listed("wife husband son daughter mother father brother sister widow partner")
"""What somebody is to another, asked for like an office."""
SURNAMES = listed("king bishop pope prince major head queen duke")
"""Offices that are surnames, too."""
TITLES = listed("Sir Lord Lady Saint Mr Mrs Ms Dr Miss Dame")
"""Titles that stand before a name and are no office."""

_PARTS = listed("prime foreign finance interior defence defense attorney vice assistant executive")
"""Words of offices that are none alone."""
_LOOSE = listed("leader chief head chair general deputy major speaker manager")
EXACT_STEMS = frozenset(stem(office) for office in (OFFICES - _LOOSE) | {"prime"})
"""Stems of offices of which none is another; a leader may be a chief or a head."""
LEADING = frozenset(map(stem, ["leader", "chief", "head", "boss", "lead", "run"]))
"""Stems of words for whoever leads, whatever the office is called."""
LED_BY = frozenset(
    stem(office)
    for office in listed(
        """
        leader chief head boss chair chairman chairwoman chairperson secretary president director
        commander premier chancellor captain governor mayor commissioner manager ceo
        """
    )
)
"""Stems of offices of those who lead: an alliance's secretary general is its head."""
_HEAD_OF = re.compile(
    r"\bwho (?:is|was|are) (?:the )?(?:current |new |present )?(?:head|chief|boss|leader) of"
    r" (?P<body>[^?]+)|\bwho (?:heads|leads|runs|chairs) (?P<led>[^?]+)"
    r"|\bwho is (?P<owner>[^?]+?)[’']s (?:head|chief|boss|leader)\b"
    r"|\bwho is in charge of (?P<charge>[^?]+)",
    re.IGNORECASE,
)


def titles_of_head(question: str) -> str | None:
    """Return what to search for as well where ``question`` asks who leads something.

    Articles call them by their title: "the secretary general of NATO".
    """
    asked = _HEAD_OF.search(question)
    if asked is None:
        return None
    body = next(filter(None, asked.groupdict().values())).strip()
    return f"Who is the secretary general, president or chief of {body}?"


def is_office(name: str) -> bool:
    """Whether capitalised words are an office, and nobody: "Secretary General", "NATO Chief"."""
    *others, last = name.lower().split()
    if last not in OFFICES:
        return False
    return last not in SURNAMES or (bool(others) and others[-1] in OFFICES | _PARTS)


_NAMES_OF_ONE = (
    ("chairman", "chairwoman", "chairperson", "chairlady"),
    ("spokesman", "spokeswoman", "spokesperson"),
)
SAME_OFFICE = tuple(frozenset(map(stem, names)) for names in _NAMES_OF_ONE)
"""Stems of names for one office."""


def usual_office(word: str) -> str:
    """Return the first of the words for one office, "spokesman"; another word stays itself."""
    return next((names[0] for names in _NAMES_OF_ONE if word in names), word)


def any_of(listed_words: frozenset[str], *, capital: bool = False) -> str:
    """Return the alternatives of a pattern, each as it stands before a name if ``capital``."""
    ranked = sorted(listed_words, key=lambda word: (-len(word), word))
    return "|".join(_titled(word) if capital else word for word in ranked)


def _titled(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
