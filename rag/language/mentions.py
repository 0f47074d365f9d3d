"""The names in what was said, and whether they are of a person, a place or a group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.words import CAPITALISED
from rag.language.nations import nation_of
from rag.language.speech import is_speaking
from rag.language.values import Kind, values_in
from rag.language.words.verbs import finite

NAME = re.compile(
    rf"(?:the\s+)?{CAPITALISED}(?:\s+(?:(?:of|for|de|van|von)\s+(?:the\s+)?)?{CAPITALISED})*"
    # "Bosnia and Herzegovina" is one name, "Kosovo and Serbia" may be two: said together, they
    # are taken together.
    rf"(?:\s+and\s+{CAPITALISED})?"
)
TIME = re.compile(
    r"\b(?:(?:in|on|since|by|before|after|during|until)\s+)?"
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:\s+\d{1,2})?(?:,?\s+(?:1[0-9]|20)\d\d)?|(?:1[0-9]|20)\d\d|(?:last|this|next)\s+\w+)\b",
)
_ASKING = (
    r"(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had"
    r"|can|could|will|would|should|and|but|or|so|then|also|i|in|on|at|by|from|for|to|of|with"
    r"|about|tell|give|name|list|say|explain|describe|please|the|a|an)"
)
_FIRST_WORDS = re.compile(rf"^(?:{_ASKING}\b\s*)+", re.IGNORECASE)
_BEFORE_NAMES = (
    r"(?:of|in|to|with|for|by|from|and|about|on|at|against|that|but|as|when|if|between|than)"
)
_BEHIND_NAMES = (
    r"[.,;:!?)”\"]|[’']s\b|$|\n| (?:and|or|of|in|on|to|for|from|with|by|at|as|than|that|after|"
    r"before|during|is|was|were|are|has|had|have|can|will|would|"
    r"could|should|may|must|says?|said)\b"
)
"""What stands before and behind a name that is no part of something longer: not "the FTX case"."""
_PLACE_ENDING = re.compile(r"(?:ia|land|stan|ovo|vina)$")
_INTO_A_PLACE = r"\b(?:in|from|to|at|across|near|into)\s+(?:the\s+)?"


def names(text: str) -> list[str]:
    """Return the names in a question; its first word counts only if it asks nothing."""
    rest = after_first_words(text)
    return [match[0] for match in NAME.finditer(rest) if not TIME.fullmatch(match[0])]


def after_first_words(text: str) -> str:
    """Return a question without the words with which questions begin."""
    return _FIRST_WORDS.sub("", text)


def persons(text: str) -> list[str]:
    """Return who is named in a text, full names before single ones."""
    found = [text[one.start : one.end] for one in values_in(text, Kind.PERSON) if one.fit == 1]
    asked = [name for name in names(text) if _speaks(name, text)]
    every = dict.fromkeys([*found, *asked])
    return sorted(
        (name for name in every if not (is_place(name, "") or _is_at(name, text))),
        key=lambda name: " " not in name,
    )


def is_person(name: str, said: str) -> bool:
    """Whether ``name`` is somebody, by what was ``said``."""
    return any(name in known.split() or name == known for known in persons(said)) or _speaks(
        name, said
    )


def is_place(name: str, said: str) -> bool:
    """Whether ``name`` is a place: by its form, or by how it was ``said``."""
    bare = name.removeprefix("the ")
    if bare.lower() in nation_of() or _PLACE_ENDING.search(bare):
        return True
    return bool(re.search(rf"{_INTO_A_PLACE}{re.escape(bare)}\b(?!\s+{CAPITALISED})", said))


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals alone."""
    return name.removeprefix("the ").isupper()


def most_like(other: str, candidates: Sequence[str], said: str) -> str | None:
    """Return the name that ``other`` can take the place of; ``None`` where none is of its kind."""
    kind = _kind(other, said)
    alike = [name for name in candidates if _kind(name, said) == kind]
    if alike:
        return alike[-1 if kind == "acronym" else 0]
    unknown = [name for name in candidates if "" in (kind, _kind(name, said))]
    return unknown[0] if unknown else None


def _kind(name: str, said: str) -> str:
    if is_acronym(name):
        return "acronym"
    if is_person(name, said):
        return "person"
    return "place" if is_place(name, said) else ""


def _is_at(name: str, text: str) -> bool:
    """Whether something is at or in what has this name, or it has an article."""
    return bool(re.search(rf"\b(?:in|at|into|the)\s+{re.escape(name)}\b", text))


def _speaks(name: str, text: str) -> bool:
    """Whether somebody of this name says something, or is asked what they say."""
    places = re.finditer(rf"\b{re.escape(name)}\b", text)
    return any(is_speaking(text[place.end() :]) for place in places)


def stands_apart(behind: str) -> bool:
    """Whether a name is no part of something longer, by what stands behind it."""
    word = re.match(r" ([a-z]+)", behind)
    return bool(re.match(_BEHIND_NAMES, behind) or (word and finite(word[1])))


def with_article(name: str, said: str, text: str) -> str | None:
    """Return a name as a sentence has it, with "the" or alone; ``None`` where nothing tells which.

    ``said`` is where the name was found, and ``text`` all that is around it.
    """
    own = rf"{re.escape(name)}(?={_BEHIND_NAMES})"
    articled = len(re.findall(rf"\b[Tt]he (?:\w+ )?{own}", text))
    alone = len(re.findall(rf"(?:\b{_BEFORE_NAMES}|[.!?“\"]|^) ?{own}", text, re.MULTILINE))
    if articled > alone or (articled and re.search(rf"\b[Tt]he {re.escape(name)}\b", said)):
        return f"the {name}"
    return name if alone > 2 * articled else None
