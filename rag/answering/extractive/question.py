"""What a question asks for: the type of its answer, the words that carry meaning, the unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.text.sentences import sentence_spans
from index.text.words import stem, stems, words
from rag.language.answer_types import OFFICE, PERSONS, kind_and_frame
from rag.language.offices import RELATIONS
from rag.language.values import NAMED, PLACES, Kind, Value, values_in
from rag.language.words.matching import LIGHT, SYNONYM, same
from rag.language.words.stopwords import content_stems
from rag.language.words.verbs import AUXILIARIES, finite, is_base, is_participle

_SECOND_QUESTION = re.compile(
    r",?\s+(?:and|or)\s+(?=(?:(?:in|on|at|by|from|to|with|for)\s+)?"
    r"(?:who|whom|whose|what|when|where|which|why|how)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:(?:in|on|at|by|from|to|with|for)\s+)?"
    r"(?:when|where|why|how|whom?|(?:what|which)(?:\s+\w+)?)(?=\s|$)",
    re.IGNORECASE,
)
"""The words that ask, as "from which city", without what is asked about."""

_COMMAND = re.compile(
    r"(?:^|(?<=[.!?] ))(?:list|name|enumerate|identify|(?:give|show|tell)(?: me| us)?)\s+"
    r"(?:all (?:of )?)?(?:the|every)\s+(?=\w)",
    re.IGNORECASE,
)
"""A command that asks as "which" does."""

_CAPITALISED = re.compile(r"(?<=[\s(“\"'])[^\W\d_a-zß-öø-ÿ][\w’'-]*")
A_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
"""A year in figures."""
WEAK = re.compile(r"one|third|half|quarter|1[0-9]\d\d|20\d\d", re.IGNORECASE)
"""Numbers that count something only where it stands behind them."""
_BESIDE_REACH = 40
"""Characters between a name and the office that it holds."""

_DIFFERENCE = re.compile(
    r"(?:\s+[^\W\d_]+)?\s+(?:longer|shorter|more|less|fewer|later|earlier|older|younger|higher|lower|taller"
    r"|further|extra|behind|ahead)\b(?!\s+(?:or|and)\b)",
    re.IGNORECASE,
)
"""What makes a number the difference of two: "three months longer"."""

_ASKS_DIFFERENCE = re.compile(
    r"\b(?:longer|shorter|more|less|fewer|later|earlier|older|younger|higher|lower|taller|further|extra"
    r"|behind|ahead|by how|change|differ|rise|rose|fall|fell|grow|grew|increase|decrease|drop)",
    re.IGNORECASE,
)
_ASKS_ORIGIN = re.compile(
    r"\b(?:where|which|what)\b.*\bfrom\W*$|\b(?:from|of) (?:where|which|what)\b", re.IGNORECASE
)
_STANDS_AT = re.compile(
    r"\b(?i:in|at|near|across|inside|into|to|throughout|within)\s+(?:(?!from\b)[a-z]+\s+){0,2}$"
)
"""What stands before the place where something is or goes, and not where it is from."""
_ONE_OF = re.compile(r"one of\b", re.IGNORECASE)
_RUN = re.compile(r"\S+")
_NUMERAL = re.compile(r"[IVX]{1,4}|Jr\.?|Sr\.?")
_AUXILIARIES = "do|does|did|is|are|was|were|has|have|had|will|would|can|could|must"
_COUNTED = re.compile(
    rf"how (?:many|much) (?:of )?(?:the |its |their )?(?!(?:{_AUXILIARIES})\b)"
    r"(?P<counted>[\w'’-]+(?: [\w'’-]+){0,2}?)"
    rf"(?= (?:{_AUXILIARIES}|in|of|from|to|per"
    r"|at|on|for|with|by|that|which|who|than|get|got|come|came)\b|$)"
)
_COUNTED_AT_ALL = re.compile(r"how many (?:of )?(?:the )?(?P<counted>[\w'’-]+(?: [\w'’-]+)?)")
_BESIDE = re.compile(
    r"^(?:who|what|which \w+) (?:is|was|are|were) (?:the )?(?:current |new |former )?(?:\w+ )?"
    rf"(?P<office>{OFFICE})\b|\bname of (?:the |a )?(?:[\w'’-]+ ){{0,2}}?(?P<named>{PERSONS})\b"
)
_MEASURES = frozenset({Kind.NUMBER, Kind.DURATION, Kind.MONEY, Kind.SHARE})
_MEASURED_IN = {
    "old": ("year", "ag"),
    "long": ("kilometr", "km", "mile", "metr", "meter", "year", "month", "week", "dai", "hour"),
    "far": ("kilometr", "km", "mile", "metr", "meter"),
    "close": ("kilometr", "km", "mile", "metr", "meter", "feet", "foot"),
    "near": ("kilometr", "km", "mile", "metr", "meter", "feet", "foot"),
    "tall": ("metr", "meter", "feet", "foot", "storei"),
    "high": ("metr", "meter", "feet", "foot"),
    "deep": ("metr", "meter", "feet", "foot"),
    "often": ("time",),
    "population": ("peopl", "inhabit", "resid", "million"),
    "age": ("year", "ag"),
}
"""Stems of what stands beside the numbers that answer "how old" or "how long"."""

_LENGTH = r"(?:kilomet|km\b|mile|met(?:er|re)|m\b|feet|foot|ft\b|yard|inch|cm\b|centimet)"
_GIVEN = (
    (
        re.compile(r"how old\b|what (?:is|was) the age\b|at what age\b"),
        re.compile(
            r"\byears?[ -]olds?\b"
            r"|\b(?:aged?|at|is|was|turn\w*)\s+(?:\d{1,3}|[a-z]+ty(?:-[a-z]+)?)\b"
            r"|,\s+\d{1,3}(?=[,.])|\bcenturies|\bcentury|\bbirthday|\bborn\b|\b\d+\s+months?[ -]old"
            r"|\byears? of age|\(\d{1,3}\)",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(
            r"how long (?:is|was|are|were) .*\b(?:bridge|tunnel|road|river|street|ship|vessel|boat"
            r"|wall|fence|pipeline|border|canal|track|runway|train|cable|beach|coast|coastline|dam"
            r"|trail|route|railway|line|pier|lake)s?\b|how (?:tall|far)\b"
        ),
        re.compile(
            rf"(?:\d|\b(?:hundred|thousand|[a-z]+ty|ten|dozen)) ?-?{_LENGTH}", re.IGNORECASE
        ),
    ),
    (
        re.compile(
            r"how many (?:\w+ )?(?:people|residents|inhabitants) (?:live|lived|are living)\b"
            r"|what (?:is|was) the population\b"
        ),
        re.compile(
            r"\b(?:population|inhabitants?|residents?|people|home to|lives?|lived|living|citizens"
            r"|souls|(?:town|city|village|island|country|nation) of (?:about |some |over )?\d)",
            re.IGNORECASE,
        ),
    ),
)
"""Questions for a measure, and how a text gives it."""

_MEASURE = re.compile(
    r"how (old|long|far|close|near|tall|high|deep|often)\b|what (?:is|was) the (population|age)\b"
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question, parsed."""

    text: str
    answer_type: Kind
    stems: tuple[str, ...]
    """Of the words that carry meaning, each once, in order, without those that only frame it."""
    names: tuple[str, ...]
    """The stems of its capitalised words, the first word left out."""
    all_stems: frozenset[str]
    beside: str | None = None
    """A stem that must stand near a name: "president" in "Who is the president?"."""
    unit: tuple[str, ...] = ()
    """Stems of what is counted; one of them must follow the number."""
    year: str = ""
    """The year that it names."""
    relation: tuple[str, ...] = ()
    """Stems of its verbs that carry meaning: what is asked to have been done."""
    measured: re.Pattern[str] | None = None
    """How a text gives the measure that is asked for, where that can be told: an age, a length."""


def parse_question(question: str) -> Question:
    """Parse one question; ``split_questions`` separates several."""
    question = _COMMAND.sub("Which ", question)
    # A follow-up carries the question before it in brackets; what it asks stands in front.
    own = _asking(question.partition(" (")[0])
    folded = " ".join(words(own))
    folded = re.sub(r"^who (?:heads|leads|chairs|is in charge of)\b", "who is the head of", folded)
    answer_type, frame = kind_and_frame(own, folded)
    framing = set(stems(frame))
    return Question(
        text=question,
        answer_type=answer_type,
        stems=tuple(one for one in content_stems(question) if one not in framing),
        names=tuple(content_stems(" ".join(_CAPITALISED.findall(question)))),
        all_stems=frozenset(stems(question)),
        beside=_beside(folded) if answer_type is Kind.PERSON else None,
        unit=_unit(folded) if answer_type is Kind.NUMBER else (),
        year=named[0] if (named := A_YEAR.search(question)) else "",
        relation=_relation(own),
        measured=_measured(folded) if answer_type is Kind.NUMBER else None,
    )


def _asking(question: str) -> str:
    """Return the sentence that asks, of a question that tells something first."""
    sentences = [question[start:end] for start, end in sentence_spans(question)]
    return next((one for one in reversed(sentences) if one.endswith("?")), question)


def _unit(folded: str) -> tuple[str, ...]:
    if measure := _MEASURE.search(folded):
        return _MEASURED_IN[measure[1] or measure[2]]
    counted = _COUNTED.search(folded) or _COUNTED_AT_ALL.search(folded)
    if counted is None:
        return ()
    first, *others = counted["counted"].split()
    # "members meet", but "police officers": what is counted ends with the plural.
    named = stems(first if others and first.endswith("s") else counted["counted"])[:2]
    return tuple(one for one in named if one not in LIGHT)  # "How many came?" counts no thing


def _relation(own: str) -> tuple[str, ...]:
    """Return the stems of the verbs of a question that say what was done."""
    said = [word for word in re.findall(r"[a-zß-öø-ÿ’'-]+", own) if word not in AUXILIARIES]
    verbs = (word for word in said if finite(word) or is_participle(word) or is_base(word))
    return tuple(one for one in content_stems(" ".join(verbs)) if one not in LIGHT)


def _measured(folded: str) -> re.Pattern[str] | None:
    return next((given for asks, given in _GIVEN if asks.search(folded)), None)


def _beside(folded: str) -> str | None:
    named = _BESIDE.search(folded)
    return stems(named["office"] or named["named"])[0] if named else None


def values_for(question: Question, text: str) -> list[Value]:
    """Return the values in ``text`` that may answer ``question``: those it does not name itself.

    A name loses the words in front that the question has: for "Who is the NATO chief?", "NATO chief
    Mark Rutte" becomes "Mark Rutte".
    """
    trimmed = (
        _without_known(question, text, value) for value in values_in(text, question.answer_type)
    )
    return [
        value
        for value in trimmed
        if value.start < value.end
        and not is_asked_about(question, text[value.start : value.end])
        and _is_specific(question, text, value)
        and not is_no_origin(question, text, value.start)
        and (question.beside is None or _stands_beside(question.beside, text, value))
    ]


def is_asked_about(question: Question, name: str) -> bool:
    """Whether a name is that of a person whom the question names: Kurti does not govern with Kurti.

    A relative may bear the same last name.
    """
    *given, last = name.split() or [""]
    if question.answer_type is not Kind.PERSON or not _is_named(question, last):
        return False
    asked = words(question.text)
    own = words(last)[0]
    at = asked.index(own) if own in asked else 0
    named_in_full = at > 0 and stem(asked[at - 1]) in question.names
    return RELATIONS.isdisjoint(asked) and (
        not (given and named_in_full) or asked[at - 1] in words(name)
    )


def _is_named(question: Question, word: str) -> bool:
    own = stems(word)
    return bool(own) and set(own) <= set(question.names)


def _stands_beside(beside: str, text: str, value: Value) -> bool:
    """Whether a word with this stem, or like it, stands close to a name."""
    around = f"{text[max(0, value.start - _BESIDE_REACH) : value.start]} "
    around += text[value.end : value.end + _BESIDE_REACH]
    return any(same(beside, other) >= SYNONYM for other in stems(around))


def asks_difference(question: Question) -> bool:
    """Whether a question is after the difference of two figures: "How much did prices rise?"."""
    return bool(_ASKS_DIFFERENCE.search(question.text))


def is_difference(text: str, end: int) -> bool:
    """Whether a number that ends there is the difference of two: "three months longer"."""
    return bool(_DIFFERENCE.match(text, end))


def is_no_origin(question: Question, text: str, start: int) -> bool:
    """Whether it is asked where something is from, and what begins there is where it is."""
    asks = question.answer_type in PLACES and _ASKS_ORIGIN.search(question.text)
    return bool(asks and _STANDS_AT.search(text, 0, start))


def counts(unit: Sequence[str], text: str, value: Value) -> bool:
    """Whether a number counts the unit: "120-seat assembly", "61 of the votes"."""
    after = stems(text[value.end : value.end + 40])[:3]
    return any(same(one, other) for one in unit for other in after)


def _is_specific(question: Question, text: str, value: Value) -> bool:
    """Whether a value is more than "one" or a year; those count only before the unit."""
    if _ONE_OF.match(text, value.start):
        return False
    if value.kind in _MEASURES and is_difference(text, value.end):
        return asks_difference(question)
    if value.kind is not Kind.NUMBER or not WEAK.fullmatch(text[value.start : value.end]):
        return True
    return bool(question.unit) and counts(question.unit, text, value)


def _without_known(question: Question, text: str, value: Value) -> Value:
    start = value.start
    for word in _RUN.finditer(text, value.start, value.end):
        known = question.all_stems.issuperset(stems(word[0]))
        # "Queen Elizabeth II" is nobody else than Queen Elizabeth.
        if not known and not (word.start() > value.start and _NUMERAL.fullmatch(word[0])):
            return replace(value, start=start)
        if value.kind in NAMED:
            start = (
                word.end()
                + len(text[word.end() : value.end])
                - len(text[word.end() : value.end].lstrip())
            )
    return replace(value, start=value.end)


def split_questions(question: str) -> list[str]:
    """Return the questions inside a question: "Who leads it and when was it founded?" has two.

    The later ones carry the first one in brackets, which says what they are about. Of "Where and
    when was it?", both parts ask about the same.
    """
    pieces = _SECOND_QUESTION.split(question.strip())
    if len(pieces) == 1:
        return [question]
    first = pieces[0].rstrip(" ?,.")
    asks = _ASKS.match(pieces[1])
    if _ASKS.fullmatch(first) and asks:
        return [
            f"{first}{pieces[1][asks.end() :]}",
            *(piece[:1].upper() + piece[1:] for piece in pieces[1:]),
        ]
    return [f"{first}?", *(f"{piece.rstrip(' ?')}? ({first})" for piece in pieces[1:])]
