"""The kind of answer that a question wants, by how it asks."""

from __future__ import annotations

import re

from rag.language.offices import OFFICES, RELATIONS, any_of
from rag.language.values import Kind

OFFICE = any_of(OFFICES | RELATIONS)
PERSONS = (
    rf"{OFFICE}|person|man|woman|official|politician|diplomat|envoy|author|journalist|officer"
    "|student"
)
_PLACES = (
    "places?|regions?|states?|municipality|municipalities|villages?|locations?|continent|areas?"
)
_GROUPS = (
    "party|parties|organi[sz]ations?|company|companies|group|agency|committee|team|institution"
    "|movement|mission|ministry|university|newspaper|outlet|website|network|body|bodies|force"
    "|members?"
)
_FEW_WORDS = r"(?:[\w'’-]+ ){0,3}?"
"""What may stand between "which" and what is asked for: "which former American diplomat"."""

_WHO_IS = re.compile(r"(?i:who (?:is|was)) (?:[^\W\d_a-zß-öø-ÿ][\w'’.-]*\s*){1,4}\?*")

_OPENING = {
    "who": Kind.PERSON,
    "whom": Kind.PERSON,
    "when": Kind.TIME,
    "where": Kind.PLACE,
    "why": Kind.REASON,
}
"""First words that decide, whatever comes later: "Where was he when he said so?"."""

# In order: the first that is found decides. What a named group holds says no more than what
# kind of answer is wanted, and need not stand beside the answer.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.ROLE, rf"(?:what|which) {_FEW_WORDS}(?P<frame>position|role|post|job|office)\b"),
    (
        Kind.DURATION,
        r"(?P<frame>how long ago|how long(?= (?:did|has|have|had|does|do|will))|for how long)",
    ),
    (
        Kind.SHARE,
        rf"(?:what|which) {_FEW_WORDS}(?P<frame>percentage|percent|share|proportion|fraction)\b"
        r"|what (?P<part>part) of\b|(?P<by>how many percent|how much(?= of\b))",
    ),
    (
        Kind.MONEY,
        r"(?P<frame>how much (?:money)?)(?=.*\b(?:cost|worth|paid|pay|price|spent|money)\b)"
        r"|(?:what|which) (?:is|was) (?:the )?.*\b(?:price|cost|salary|budget|gdp)\b",
    ),
    (
        Kind.NUMBER,
        r"(?P<frame>how (?:many|much|old|long|far|close|near|large|big|high|tall|often|fast|strong"
        r"|deep|wide|cold|hot|warm|heavy|thick|expensive|loud|steep)"
        r"|(?:what|which) (?:(?:is|was|are|were) the )?(?:number|amount|total|figure))\b",
    ),
    (
        Kind.NUMBER,
        r"(?:what|which) (?:(?:is|was|are|were) the )?(?:age|population|size|length|height)\b",
    ),
    (Kind.YEAR, r"(?:what|which) (?P<frame>year)\b"),
    (
        Kind.TIME,
        r"(?:what|which) (?P<frame>year|date|day|month|time|century|decade)\b|\bwhen\b",
    ),
    (Kind.COUNTRY, rf"(?:what|which) {_FEW_WORDS}(?P<frame>country|countries|nations?)\b"),
    (Kind.CITY, rf"(?:what|which) {_FEW_WORDS}(?P<frame>city|cities|towns?|capital)\b"),
    (Kind.PLACE, rf"(?:what|which) {_FEW_WORDS}(?P<frame>{_PLACES})\b|\bwhere\b"),
    (
        Kind.PERSON,
        rf"\b(?:who|whom|whose)\b|\b(?:what|which) {_FEW_WORDS}(?:{PERSONS})\b"
        rf"|\b(?P<name>name) of (?:the |a )?{_FEW_WORDS}(?:{PERSONS})\b",
    ),
    (
        Kind.NAME,
        rf"(?:what|which) {_FEW_WORDS}(?:{_GROUPS})\b|(?P<frame>what is the name of|\bnamed?\b"
        r"|\bcalled\b)",
    ),
    (Kind.REASON, r"(?P<frame>\bwhy\b|what (?:is|was|are|were) the (?:reason|cause))"),
    (
        Kind.YES_NO,
        r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must)\b",
    ),
)


def kind_and_frame(asked: str, folded: str) -> tuple[Kind, str]:
    """Return the kind of answer and the words that only ask for it.

    ``asked`` is the question as it was written, ``folded`` its words in lower case.
    """
    if _WHO_IS.fullmatch(asked.strip()):
        return Kind.ROLE, ""
    if opening := _OPENING.get(folded.partition(" ")[0]):
        return opening, ""
    for kind, pattern in _PATTERNS:
        if found := re.search(pattern, folded):  # compiled when it is its turn, and kept by re
            return kind, next(filter(None, found.groupdict().values()), "")
    return Kind.OTHER, ""
