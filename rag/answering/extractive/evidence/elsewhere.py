"""Elsewhere: whether a sentence speaks of something else than what the question names.

It may have all the words: another hurricane, another year's cup, somebody else's soldiers.
"""

from __future__ import annotations

import re

from index.text.words import CAPITALISED, stem, stems
from rag.answering.extractive.question import A_YEAR, Question, asks_difference, is_difference
from rag.language.nations import is_country
from rag.language.values import Kind, values_in
from rag.language.words.matching import found, held_stems, is_nation
from rag.language.words.stopwords import content_stems

_MEASURES = frozenset({Kind.NUMBER, Kind.DURATION, Kind.MONEY, Kind.SHARE})
_ONE_OF_MANY = re.compile(
    r"\b(?P<class>Hurricane|Typhoon|Cyclone|Storm|Queen|King|Pope|Prince|Princess|Saint|Lake|Mount"
    r"|Cape|World War|Super Bowl|Apollo|Article|Highway|Flight)\s+(?P<one>(?-i:[A-Z0-9])[\w’'-]*)",
    re.IGNORECASE,
)
"""What bears a name of its own behind what it is: "Hurricane Ian", "World War II"."""
_NO_NAME = r"(?:The|A|An|This|That|Each|Every|Another|No|One|When|As|Before|After|If)\b"
_WHOSE = re.compile(
    rf"\bhow (?:many|much)\b.*?\b(?:(?:do|does|did|has|have|had|will|would)\s+(?:the\s+)?"
    rf"(?-i:(?P<does>{CAPITALISED}(?:\s+{CAPITALISED})*))\s+[a-z]"
    rf"|from\s+(?:the\s+)?(?-i:(?P<source>{CAPITALISED}(?:\s+{CAPITALISED})*))\W*$)"
    rf"|\bhow many\s+(?-i:(?P<kind>{CAPITALISED}(?:\s+{CAPITALISED})*))\s+[a-z]",
    re.IGNORECASE,
)
"""Whose a figure is: "How many soldiers does Italy send?", "How many Italian soldiers serve?"."""


_GOES_ON = re.compile(
    r"\b(?:it|its|they|their|country|nation|government|army|military|capital|there)\b", re.I
)
_OF_NO_THING = re.compile(
    r"[\w.,]+[\s-]*(?P<what>per ?cent|%|percentage points?|votes?|seats?|seconds?|minutes?|hours?"
    r"|days?|weeks?|months?|years?|times|dollars|euros|pounds|kilomet\w+|km|miles?|countries)"
    r"(?!\w)",
    re.IGNORECASE,
)
"""A figure that counts no people and no things, with what it counts."""
_COUNTS = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_VOTE = stem("vote")
_SHARE_OF_VOTE = re.compile(r"(?:per ?cent|%) of (?:the |all )?votes?\b", re.IGNORECASE)
_BEFORE_WHOM = re.compile(
    r"^who (?:preceded|(?:was|were|led|headed|chaired|ran|ruled)\b.*\b(?:before|prior to))\s+"
    rf"(?-i:(?P<one>{CAPITALISED}(?:\s+{CAPITALISED})*))\W*$",
    re.IGNORECASE,
)
_SUCCEEDS = re.compile(
    r"\b(?:succe|replac|predecess|took over|taking over|former|previous|outgoing|ex-)", re.I
)
_WHO_WON = re.compile(r"(?:and |so )?(?:who|which \w+) (?:won|wins)\b", re.IGNORECASE)
_OF_WINNING = re.compile(
    r"\b(?:win|won|victor|beat|defeat|champion|title|troph|gold|medal|elect(?:s|ed|ing)?\b|award"
    r"|crown|clinch|prize|hono(?:u)?r|receiv|per ?cent|lead|led|first|top|named|took|tak|edge|rout"
    r"|down|oust|unseat|succe|lift|hoist|claim|earn|secur|captur|victory|best|sweep|swept|reclaim"
    r"|retain|flip)",
    re.IGNORECASE,
)


def is_elsewhere(question: Question, text: str, *, before: str) -> bool:
    """Whether a sentence speaks of another one of what the question names, or asks a measure of.

    ``before`` is what its article says before it, with the title.
    """
    return (
        has_only_differences(question, text)
        or gives_another_measure(question, text)
        or counts_other_things(question, text)
        or is_of_another_year(question, text)
        or is_of_a_namesake(question, text)
        or counts_for_another(question, text, before)
        or tells_of_no_winner(question, text)
        or is_of_the_one_after(question, text)
    )


def gives_another_measure(question: Question, text: str) -> bool:
    """Whether a text has no number, or none that is the age or the length asked for.

    "Four years" that somebody led a port are not how old they are, and a majority of the population
    is not how large that is.
    """
    if question.measured is None:
        return False
    has_number = next(values_in(text, Kind.NUMBER), None) is not None
    return not (has_number and question.measured.search(text))


def counts_other_things(question: Question, text: str) -> bool:
    """Whether a text has figures, and all are shares, times or votes where something else is asked.

    A share of the vote is no number of seats, and the votes that it takes are no people. How many
    votes somebody got may be told by that share.
    """
    if question.answer_type is not Kind.NUMBER or not question.unit:
        return False
    counted = _COUNTS.search(question.text) is not None
    unit = frozenset(question.unit[:1] if counted else question.unit)  # "how long" has many
    if _VOTE in unit and _SHARE_OF_VOTE.search(text):
        return False
    values = list(values_in(text, Kind.NUMBER))
    of_others = (_OF_NO_THING.match(text, one.start, len(text)) for one in values)
    return bool(values) and all(
        other is not None and unit.isdisjoint(stems(other["what"])) for other in of_others
    )


def is_of_another_year(question: Question, text: str) -> bool:
    """Whether a text has what the question gives a year, of another year alone: another cup."""
    named = re.search(rf"\b{question.year} (\w{{3,}})", question.text) if question.year else None
    if named is None or re.search(rf"\b{question.year}\b", text):
        return False
    other = rf"{A_YEAR.pattern} (?:\w+ )?{re.escape(named[1])}\b"  # "the 2022 Winter Olympics"
    return bool(re.search(other, text, re.IGNORECASE))


def is_of_another_nation(question: Question, text: str) -> bool:
    """Whether a text lacks a country of the question, and names another one that it lacks."""
    held = frozenset(content_stems(text))
    lacking = any(is_nation(one) and found(one, held) == 0 for one in question.names)
    others = (text[one.start : one.end] for one in values_in(text, Kind.COUNTRY))
    return lacking and any(question.all_stems.isdisjoint(stems(one)) for one in others)


def is_of_a_namesake(question: Question, text: str) -> bool:
    """Whether a text has another one of what the question names: Hurricane Andrew, not Ian."""
    for named in _ONE_OF_MANY.finditer(question.text):
        if re.search(rf"\b{re.escape(named['one'])}\b", text, re.IGNORECASE):
            continue
        others = _ONE_OF_MANY.finditer(text)
        called = rf"(?:(?!{_NO_NAME}){CAPITALISED}|{A_YEAR.pattern})\s+{named['class'].lower()}\b"
        if any(one["class"].lower() == named["class"].lower() for one in others) or re.search(
            called, text
        ):
            return True
    return False


def counts_for_another(question: Question, text: str, before: str) -> bool:
    """Whether a text has figures, and whose the question asks was not even named by then.

    What a mission has is not what the country sends that is named in the next sentence.
    """
    whose = _WHOSE.search(question.text) if question.answer_type in _MEASURES else None
    if whose is None or next(values_in(text, question.answer_type), None) is None:
        return False
    held = frozenset(content_stems(text))
    owner = whose["does"] or whose["source"] or whose["kind"]
    if any(found(stem, held) == 0 for stem in content_stems(owner)):
        # A country is mentioned in passing; what goes on telling of it says so.
        told = "" if is_country(owner) and not _GOES_ON.search(text) else before
        known = held_stems(told)
        return not all(found(stem, known) for stem in stems(owner))
    return False


def tells_of_no_winner(question: Question, text: str) -> bool:
    """Whether it is asked who won, and a text has no word of winning at all."""
    return bool(_WHO_WON.match(question.text)) and not _OF_WINNING.search(text)


def is_of_the_one_after(question: Question, text: str) -> bool:
    """Whether it is asked who came before somebody, and a text has only that one."""
    named = _BEFORE_WHOM.search(question.text)
    if named is None or _SUCCEEDS.search(text):
        return False
    return named["one"].split()[-1] in text


def has_only_differences(question: Question, text: str) -> bool:
    """Whether all measures in a text are differences, and the question asks for none.

    "Three months longer" is not how long a bridge is.
    """
    if question.answer_type not in _MEASURES or asks_difference(question):
        return False
    values = list(values_in(text, question.answer_type))
    return bool(values) and all(is_difference(text, one.end) for one in values)
