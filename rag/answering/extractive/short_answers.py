"""The short answer: the name, number, date or place in a sentence that a question asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text.words import stem, stems, words
from rag.answering.extractive.counting import counts_others
from rag.answering.extractive.evidence.office_holders import office_in
from rag.answering.extractive.evidence.owners import is_the_owner, owned_in
from rag.answering.extractive.evidence.roles import whole_role
from rag.answering.extractive.evidence.tables import cell_asked_for
from rag.answering.extractive.evidence.who import reads_asked_about, who_is_read
from rag.answering.extractive.question import (
    Question,
    counts,
    is_difference,
    is_no_origin,
    values_for,
)
from rag.answering.extractive.shares import share_of
from rag.language.nations import is_country
from rag.language.numbers import QUALIFIER
from rag.language.values import Kind, Value, values_in
from rag.language.words.lexicon import DENIALS, NEGATIONS
from rag.language.words.matching import found, weights_of
from rag.language.words.verbs import is_participle
from rag.reader import Span
from rag.retrieval.idf import TermWeight

_WORD = re.compile(r"\w+")
_REACH = 40.0
"""Characters; at this distance from a value, a third of a word's weight is left."""

_LEAST_PROXIMITY = 0.1
"""Without any of the question's words near it a value is a guess."""

NO_VALUE = frozenset({Kind.YES_NO, Kind.REASON, Kind.ROLE, Kind.OTHER})
"""Types of answers that are no value in a sentence."""


@dataclass(frozen=True, kw_only=True)
class ScoredValue:
    """A value of the type asked for, and how close the question's words stand to it."""

    value: Value
    proximity: float
    """Up to 1; up to 2 for a number that counts what the question counts."""


def score_values(
    question: Question, text: str, *, term_weight: TermWeight, start: int = 0
) -> list[ScoredValue]:
    """Return the values in ``text[start:]`` that may answer, with their proximity.

    The question's words count wherever they stand in ``text``.
    """
    if question.answer_type in NO_VALUE:
        return []
    values = [value for value in values_for(question, text) if value.start >= start]
    anchors = _anchors(question, text, term_weight) if values else []
    return [
        ScoredValue(value=one, proximity=_proximity(question, text, one, anchors) * one.fit)
        for one in values
    ]


def short_answer(question: Question, sentence: str, *, term_weight: TermWeight) -> str | None:
    """Return the name, number, date or place in ``sentence`` that ``question`` asks for.

    ``None`` where the question asks for something else or the sentence has nothing that fits.
    """
    scored = score_values(question, sentence, term_weight=term_weight)
    best = max(scored, key=lambda value: value.proximity, default=None)
    if best is None or best.proximity < _LEAST_PROXIMITY * best.value.fit:
        return None
    return sentence[best.value.start : best.value.end]


def _anchors(
    question: Question, text: str, term_weight: TermWeight
) -> list[tuple[int, int, float]]:
    """Return where the question's words stand in the text, with their weights."""
    anchors = []
    for match in _WORD.finditer(text):
        stemmed = _stems_of(match[0])
        weight, credit = max(
            ((term_weight(one), found(one, stemmed)) for one in question.stems),
            key=lambda pair: pair[1],
            default=(0.0, 0.0),
        )
        if credit:
            anchors.append((match.start(), match.end(), weight * credit))
    return anchors


@lru_cache(maxsize=5_000)
def _stems_of(word: str) -> frozenset[str]:
    """Return the stems of a word; "Kosovo-Serbia" has two."""
    return frozenset(stems(word))


def _proximity(
    question: Question, text: str, value: Value, anchors: list[tuple[int, int, float]]
) -> float:
    """Return how close the question's words stand to a value, by their weight."""
    whole = sum(weight for _, _, weight in anchors) or 1.0
    proximity = 0.0
    for start, end, weight in anchors:
        if value.start <= start < value.end:
            continue
        # What is said of a name mostly follows it: "PDK with 22.03 percent", "61 votes".
        distance = value.start - end if value.start >= end else 1.5 * (start - value.end)
        proximity += weight / whole * math.exp(-max(0.0, distance) / _REACH)
    if question.unit and counts(question.unit, text, value):
        proximity += 1.0
    return proximity or (_LEAST_PROXIMITY if not anchors else 0.0)


_LONGEST_READ = 10
"""Words. A longer span is half of a sentence that is shown anyway."""

_RIVAL = 1.0
"""How much less another value may be read for the answer, in log odds, and leave it open."""

_DOUBTED = -4.0
"""Log odds of an answer below which a span of a right sentence is often a wrong one."""

_UNREAD, _UNLIKELY = 3.0, 6.0
"""How much less a value of the wanted type may be read than a span that is none, and be taken for
the answer, or leave it open; log odds."""

FIGURES = frozenset({Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.TIME, Kind.YEAR, Kind.DURATION})
"""Types whose answers are always such values."""

_MARKS = '“”«»()[]" '
_MAY_BE_COUNTRIES = frozenset(
    map(stem, ["team", "side", "member", "nation", "country", "name", "call"])
)
_BLAMING = re.compile(r"\b(?:blam|accus|suspect|charg|indict)", re.IGNORECASE)
_BLAMED = re.compile(
    r"\b(?:blam\w+|accus\w+|suspect(?:ed|s|ing)?|point\w* (?:the )?finger at)(?: \w+){0,2} $",
    re.IGNORECASE,
)
"""What stands before a name that somebody only holds to have done it."""
_THAN = re.compile(
    r"\bhow (?:many|much)\b.*\b(?:more|less|fewer|higher|lower|longer|older|bigger)\b.*\bthan\b",
    re.IGNORECASE,
)
"""A question for the difference of two figures, which is neither of them."""

_WON = re.compile(r"^who (?:won|wins|beat)\b", re.IGNORECASE)
_BEATEN = re.compile(
    r"\b(?:beat|beats|beating|defeat(?:ed|s|ing)|took down|knocked out|topped|over|past|against)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before whoever lost."""
_BETWEEN = 8
"""Characters between two figures that are one answer."""

_LATER = re.compile(r"\s+(?:last|this|next)\s+(?:year|month|week|quarter)\b")
_LEADS = re.compile(r"(?:^|[,;]\s+|\b(?:and|but|while)\s+)(?:in\s+)?$", re.IGNORECASE)
"""What stands before a year that its figure follows: "in 2022, 14,500 came"."""

_PARTING = re.compile(r"[,;](?!\d)|\b(?:and|but|while|to|from|against|compared|than)\b")
_ACROSS = 200
"""Characters that a figure counts as farther from a year, across words that part the two."""

_NEARER = 1.3
"""How many times as near a figure is to the question's words as the one that was read, where that
is mostly the wrong one."""

_QUALIFIED = re.compile(rf"{QUALIFIER}\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_HOW_MANY = re.compile(r"\bhow many (?!per ?cent)", re.IGNORECASE)
"""What asks for a count, of which a share is none."""
_DENYING = frozenset(
    map(stem, ["deny", "reject", "refute", "dismiss", "dispute", "contradict", "false", "untrue"])
)
_UNDONE = re.compile(r"\b(?:but|while|whereas|although|and (?:was|were|is|has))\b|;")
"""Where what is denied ends."""

_BE = r"(?:was|were|is|are|got|has been|have been|had been)"
_WHO_WAS = re.compile(rf"^who (?:else )?{_BE} (?P<verb>[a-z]+)")
_LONGEST_SUBJECT = 8
"""Words."""


@dataclass(frozen=True, kw_only=True)
class ReadSentence:
    """A sentence, and what a reader found in it."""

    text: str
    span: Span
    """The answer, in characters of the sentence."""
    score_in: Callable[[int, int], float]
    """The score of the best answer in a stretch of the sentence."""


def read_short_answer(question: Question, read: ReadSentence) -> str | None:
    """Return the short answer that a reader found, if the question asks for one and it is sure.

    What was read is put right by what is known of the wanted type: a number comes with its unit and
    "and a half", a subject whole. ``None`` where another value is read nearly as well, or where the
    sentence denies what is asked.
    """
    office = office_in(question, read.text)
    if question.answer_type in (Kind.YES_NO, Kind.REASON) or office.unnamed:
        return None
    found = (
        cell_asked_for(question, read.text)
        or (office.holder and (office.holder.start, office.holder.end))
        or owned_in(question, read.text)
        or _subject(question, read.text)
        or (question.answer_type is Kind.SHARE and share_of(question.names, read.text))
        or _settled(question, read)
    )
    if found and question.answer_type is Kind.ROLE:
        found = whole_role(question, read.text, *found)
    if found is None or _is_another(question, read.text, *found):
        return None
    shown = " ".join(_behind_question(question, read.text[slice(*found)]).split()).strip(" ,;:.")
    shown = who_is_read(question, shown)
    is_share = _HOW_MANY.search(question.text) and any(values_in(shown, Kind.SHARE))
    others = counts_others(question, shown, read.text) or is_the_owner(question, shown)
    if is_share or others or _is_only_a_country(question, shown):
        return None
    if not _is_balanced(shown):
        shown = shown.strip(_MARKS)
    is_short = 0 < len(shown.split()) <= _LONGEST_READ
    return shown if is_short and _is_balanced(shown) else None


def _is_another(question: Question, text: str, start: int, end: int) -> bool:
    """Whether what stands there is not what was asked for, by what stands around it."""
    before = text[:start]
    has_lost = _WON.search(question.text) and _BEATEN.search(before)
    # Whom somebody blames is not for that the one who did it.
    is_blamed = not _BLAMING.search(question.text) and _BLAMED.search(before)
    is_no_difference = _THAN.search(question.text) and not is_difference(text, end)
    is_elsewhere = is_no_origin(question, text, start)
    is_another = has_lost or is_blamed or is_no_difference or is_elsewhere
    is_another = is_another or reads_asked_about(question, text, start, end)
    return bool(is_another) or _is_denied(question, text, start)


def _is_only_a_country(question: Question, shown: str) -> bool:
    """Whether a party or a mission is asked for, and countries were read."""
    if question.answer_type is not Kind.NAME or not _MAY_BE_COUNTRIES.isdisjoint(
        question.all_stems
    ):
        return False
    return all(is_country(part) for part in re.split(r",?\s+and\s+|,\s+", shown))


def _is_balanced(shown: str) -> bool:
    """Whether every quotation that is opened in a short answer is closed in it."""
    pairs = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
    closed = all(shown.count(one) == shown.count(other) for one, other in pairs)
    return closed and shown.count('"') % 2 == 0


def _settled(question: Question, read: ReadSentence) -> tuple[int, int] | None:
    """Return the stretch that was read, with the value it belongs to."""
    if read.span.score < _DOUBTED:
        return _only_counted(question, read.text)
    span = (read.span.start, read.span.end)
    values = [] if question.answer_type in NO_VALUE else values_for(question, read.text)
    met = [one for one in values if one.start < span[1] and span[0] < one.end]
    others = [one for one in values if one not in met and one.fit >= 1]
    scores = [read.score_in(one.start, one.end) for one in others]
    if question.answer_type in FIGURES and (year := _value_of_year(question, read.text, values)):
        return (year.start, year.end)
    best = max(scores, default=-math.inf)
    if not met and others and best >= read.span.score - _UNREAD:
        chosen = others[scores.index(best)]
        return (chosen.start, chosen.end)
    # "61 votes in the 120-seat assembly": how many seats are needed, the 120 need not tell.
    if others and any(read.text[one.end : one.end + 1] == "-" for one in met):
        return None
    rival = best >= read.span.score - (_RIVAL if met else _UNLIKELY)
    if question.answer_type in FIGURES and (not met or rival):
        return None
    if not met and rival:
        return None
    if question.answer_type in FIGURES and (nearer := _nearer(question, read, met)):
        nearly = read.score_in(nearer.start, nearer.end) >= read.span.score - _RIVAL
        return (nearer.start, nearer.end) if nearly else None
    start = min([span[0], *(_unqualified(read.text, one) for one in met)])
    end = max([span[1], *(one.end for one in met)])
    if question.answer_type in FIGURES:
        return _one_figure(question, read, met, (start, end))
    return (start, end)


def _one_figure(
    question: Question, read: ReadSentence, met: Sequence[Value], whole: tuple[int, int]
) -> tuple[int, int] | None:
    """Return the stretch ``whole`` of one figure, or of two that are one answer: "55 to 45".

    Of "61 votes in the 120-seat assembly" only the first is how many votes; ``None`` where a number
    is in it that is no such figure.
    """
    # By place: of "over 4,600" the stretch may hold the number alone.
    known = {place for one in met for place in range(one.start, one.end)}
    if any(read.text[place].isdigit() for place in set(range(*whole)) - known):
        return None
    if len(met) < 2 or met[-1].start - met[0].end <= _BETWEEN:
        behind = _LATER.search(read.text, met[-1].end, whole[1])
        return (whole[0], behind.start() if behind else whole[1])
    counting = [one for one in met if counts(question.unit, read.text, one)]
    best = max(counting or met, key=lambda one: read.score_in(one.start, one.end))
    return (_unqualified(read.text, best), best.end)


def _nearer(question: Question, read: ReadSentence, met: Sequence[Value]) -> Value | None:
    """Return the figure to which the question's words stand much nearer than to what was read."""
    weights = weights_of(question.stems, lambda _: 1.0)
    scored = score_values(question, read.text, term_weight=lambda one: weights[one])
    best = max(scored, key=lambda one: one.proximity, default=None)
    own = max((one.proximity for one in scored if one.value in met), default=0.0)
    is_nearer = best is not None and best.value not in met and best.proximity >= _NEARER * own
    return best.value if best and is_nearer else None


def _only_counted(question: Question, text: str) -> tuple[int, int] | None:
    """Return the one number that counts what the question does: "the 120-seat assembly"."""
    counting = [
        (one.start, one.end)
        for one in (values_for(question, text) if question.unit else ())
        if counts(question.unit, text, one)
    ]
    return counting[0] if len(counting) == 1 else None


def _unqualified(text: str, value: Value) -> int:
    """Return where a value begins behind "over" or "about"."""
    qualified = _QUALIFIED.match(text, value.start)
    return qualified.end() if qualified else value.start


def _value_of_year(question: Question, text: str, values: Sequence[Value]) -> Value | None:
    """Return the value that stands nearest to the year the question names, of several."""
    year = re.search(rf"\b{question.year}\b", text) if question.year else None
    if year is None or len(values) < 2:
        return None
    leads = bool(_LEADS.search(text, 0, year.start()))

    def distance(one: Value) -> int:
        if one.start >= year.end():
            between = text[year.end() : one.start]
            between = between.lstrip(" ,") if leads else between
        else:
            between = text[one.end : year.start()]
        return len(between) + _ACROSS * bool(_PARTING.search(between))

    return min(values, key=distance)


def _subject(question: Question, text: str) -> tuple[int, int] | None:
    """Return who is said to have been what "Who was arrested?" asks."""
    asked = _WHO_WAS.match(" ".join(words(question.text)))
    if asked is None or not is_participle(asked["verb"]):
        return None
    for verb in re.finditer(rf"\s{_BE}\s(?:\w+ly\s)?(?P<verb>\w+)", text):
        if stem(verb["verb"].lower()) == stem(asked["verb"]):
            breaks = re.finditer(r"[,;]\s|\n", text[: verb.start()])
            start = max((one.end() for one in breaks), default=0)
            if len(text[start : verb.start()].split()) <= _LONGEST_SUBJECT:
                return (start, verb.start())
    return None


def _behind_question(question: Question, shown: str) -> str:
    """Return what follows the question's own verb: "forgery" of "convicted of forgery"."""
    asked = words(question.text)[-2:]
    behind = re.search(rf"\b{'[ ]'.join(map(re.escape, asked))}\s+(?P<rest>\S.*)", shown, re.I)
    return behind["rest"] if behind else shown


def _is_denied(question: Question, text: str, start: int) -> bool:
    """Whether what stands before the answer denies what the question takes for granted."""
    if not (NEGATIONS | DENIALS).isdisjoint(question.all_stems):
        return False
    said = words(_UNDONE.split(text[:start])[-1])
    return not _DENYING.isdisjoint(map(stem, said)) or not {"not", "never"}.isdisjoint(said)
