"""What a question asks for: the kind of its answer, its weighty words, its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.answering.values import Kind, Value, values_in
from rag.retrieval.words import content_stems, stems, words

# In order: the first that is found decides.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.SHARE, r"what (percentage|percent|share|proportion|fraction)|how much of\b"),
    (Kind.MONEY, r"how much (money|did .* cost|does .* cost|is .* worth|was .* paid)"),
    (Kind.NUMBER, r"how (many|much|old|long|far|large|big|high|tall|often|fast)"),
    (
        Kind.NUMBER,
        r"(what|which) ((is|was|are|were) the )?(number|amount|age|population|size|total|figure)\b",
    ),
    (Kind.TIME, r"(what|which) (year|date|day|month|time|century|decade)|\bwhen\b"),
    (
        Kind.PLACE,
        r"(what|which) (country|countries|city|town|place|region|state|capital|municipality"
        r"|village|location|continent|area)|\bwhere\b",
    ),
    (Kind.PERSON, r"\b(who|whom|whose)\b"),
    (
        Kind.NAME,
        r"(what|which) (party|parties|organi[sz]ation|company|group|agency|committee|team"
        r"|institution|movement|mission|ministry|university|newspaper|network|body|force|person"
        r"|man|woman|official|politician|leader|minister|president)\b|what is the name|\bnamed?\b",
    ),
    (Kind.REASON, r"\bwhy\b|what (is|was|are|were) the (reason|cause)"),
    (
        Kind.YES_NO,
        r"^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must)\b",
    ),
)
_COMPILED = tuple((re.compile(pattern), kind) for kind, pattern in _PATTERNS)
_SECOND_QUESTION = re.compile(
    r",?\s+(?:and|or)\s+(?=(?:(?:in|on|at|by|from|to|with|for)\s+)?"
    r"(?:who|whom|whose|what|when|where|which|why|how)\b)",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<=[\s(“\"'])[^\W\d_a-zß-öø-ÿ][\w’'-]*")
_WEAK = re.compile(r"one|1[0-9]\d\d|20\d\d", re.IGNORECASE)
_RUN = re.compile(r"\S+")
_ASKED_ABOUT = re.compile(r"how (?:many|much) (?:of )?(?:the |its |their )?([\w-]+)(?: ([\w-]+))?")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A question taken apart."""

    text: str
    kind: Kind
    stems: tuple[str, ...]
    """Of the words that carry meaning, each once, in order."""
    names: tuple[str, ...]
    """The stems of its words with a capital, but for the first word."""
    all_stems: frozenset[str]
    unit: str | None = None
    """The stem of what is counted, in "how many seats"."""


def take_apart(question: str) -> Wanted:
    """Return what ``question`` asks for."""
    # A follow-up carries the question before it in brackets; what it asks stands in front.
    folded = " ".join(words(question.partition(" (")[0]))
    kind = next((kind for pattern, kind in _COMPILED if pattern.search(folded)), Kind.OTHER)
    counted = _ASKED_ABOUT.search(folded)
    return Wanted(
        text=question,
        kind=kind,
        stems=tuple(content_stems(question)),
        names=tuple(content_stems(" ".join(_CAPITALISED.findall(question)))),
        all_stems=frozenset(stems(question)),
        unit=stems(counted[1])[0] if counted and kind is Kind.NUMBER else None,
    )


def values_for(wanted: Wanted, text: str) -> list[Value]:
    """Return the values in ``text`` that ``wanted`` may ask for: those that it does not hold.

    A name loses the words in front that the question has: of "NATO chief Mark Rutte", asked who
    the NATO chief is, "Mark Rutte" is left.
    """
    trimmed = (_without_known(wanted, text, value) for value in values_in(text, wanted.kind))
    return [
        value for value in trimmed if value.start < value.end and _says_much(wanted, text, value)
    ]


def counts(unit: str, text: str, value: Value) -> bool:
    """Whether a number counts the unit: "120-seat assembly", "61 of the votes"."""
    return unit in stems(text[value.end : value.end + 40])[:3]


def _says_much(wanted: Wanted, text: str, value: Value) -> bool:
    """Whether a number is more than "one" or a year, which count only before what is counted."""
    if value.kind is not Kind.NUMBER or not _WEAK.fullmatch(text[value.start : value.end]):
        return True
    return wanted.unit is not None and counts(wanted.unit, text, value)


def _without_known(wanted: Wanted, text: str, value: Value) -> Value:
    start = value.start
    for word in _RUN.finditer(text, value.start, value.end):
        if not wanted.all_stems.issuperset(stems(word[0])):
            return replace(value, start=start)
        if value.kind in (Kind.PERSON, Kind.NAME, Kind.PLACE):
            start = (
                word.end()
                + len(text[word.end() : value.end])
                - len(text[word.end() : value.end].lstrip())
            )
    return replace(value, start=value.end)


def parts(question: str) -> list[str]:
    """Return the questions inside a question: "Who leads it and when was it founded?" has two.

    The later ones keep the first one's words behind them, which say what they are about.
    """
    pieces = _SECOND_QUESTION.split(question.strip())
    if len(pieces) == 1:
        return [question]
    first = pieces[0].rstrip(" ?,.")
    return [f"{first}?", *(f"{piece.rstrip(' ?')}? ({first})" for piece in pieces[1:])]
