"""Who holds an office: "Who is the coach of Turin?" wants Turin's coach, and not Hamre's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from index.text.words import listed, stems, words
from rag.answering.extractive.question import A_YEAR, Question
from rag.language.nations import is_country
from rag.language.offices import OFFICES
from rag.language.speech import said_words
from rag.language.values import Kind, Value, values_in
from rag.language.words.matching import SYNONYM, found, held_stems, same
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.verbs import Form, finite, is_participle

_REACH = 60
"""Characters around an office in which it is said whose it is, and who holds it."""

_NOW = re.compile(r"who (?:is|leads|heads|runs|chairs|governs)\b", re.IGNORECASE)
_LEAVES = re.compile(r"\b(?:resign(?:ed|ing|ation)|stepp(?:ed|ing) down|ousted)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_BREAK = re.compile(r"[.!?;:]\s")
_HOLDING = listed("be become go fall pass remain stay name appoint elect call")
"""What an office or its holder does before the holder is named: "the post went to"."""
_LESSER = listed("deputy vice assistant former ex acting under outgoing incoming late shadow")
"""What makes an office another one, unless it is asked for."""

_NO_MATTER = frozenset(stems("new current present now named become became"))
_OWNED = re.compile(
    r"(?:\b(?:his|her|their|its|our|my|your)|[^\W\d_][\w’'-]*[’']s?)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_OF = re.compile(r"\s+(?:of|at|for)\s+(?:the\s+)?(?P<owner>[^\W\d_][\w’'-]*)")
_LEADS = re.compile(r"(?i:lead|head|chair|run|govern|coach)s")
"""Verbs: whoever stands before them leads what stands behind them."""
_BESIDE_IT = re.compile(r"(?:[\w’'.&-]+\s+){0,6}$")
_BREAKS_OFF = re.compile(
    r".*\b(?:and|but|with|to|by|from|in|on|as|after|before|over|that|who|said|says|of|for|at)\s",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND_IT = re.compile(
    r"(?i:\s+general)?(?:\s+(?i:of|at|for|in)\s+(?:[\w’'-]+\s+){0,4}?(?:[^\W\da-z_][\w’'.-]*\s*)+)?"
)
"""Whose an office is, behind it."""


@dataclass(frozen=True, kw_only=True)
class OfficeFound:
    """What a text says of the office that a question asks for."""

    holder: Value | None = None
    """Who holds it; ``None`` where nobody is said to."""
    unnamed: bool = False
    """Whether it has that office, and does not say who holds it."""
    of_another: bool = False
    """Whether it has such an office, but of somebody or something else."""
    is_bound: bool = False
    """Whether it says beside the office whose it is."""


def office_in(question: Question, text: str, *, about: str = "") -> OfficeFound:
    """Return who holds in ``text`` the office that the question names.

    All that the question says of the office must stand around it there, or in what the text is
    ``about``.
    """
    if question.beside is None:
        return OfficeFound()
    offices = (word for word in _WORD.finditer(text) if _names_office(question, word[0]))
    seen = [_office_at(question, text, office, about) for office in offices]
    held = [one for one in seen if one.holder]
    if held:
        # "President Biden met Brazil's president": the first is not Brazil's.
        return next((one for one in held if one.is_bound), held[0])
    return OfficeFound(
        of_another=any(one.of_another for one in seen), unnamed=any(one.unnamed for one in seen)
    )


def _office_at(question: Question, text: str, office: re.Match[str], about: str) -> OfficeFound:
    """Return what is said of one office of a text."""
    left, right = _phrase(text, office)
    before = text[left : office.start()]
    lesser = _LESSER.intersection(words(before))
    if lesser and question.all_stems.isdisjoint(stems(" ".join(lesser))):
        return OfficeFound(of_another=True)
    wanted = [one for one in question.stems if one not in {question.beside, *_NO_MATTER}]
    start, end = _around(text, office)
    around, phrase = held_stems(f"{about} {text[start:end]}"), held_stems(text[left:right])
    if not all(found(one, around) >= SYNONYM for one in wanted):
        return OfficeFound(of_another=_has_another_owner(question, text, office))
    named = (one for one in wanted if one in question.names)
    is_bound = all(found(one, phrase) >= SYNONYM for one in named)
    if not is_bound and _owner_in(question, before):
        return OfficeFound(of_another=True)
    holder = _holder(question, text, (start, end), office)
    return OfficeFound(holder=holder, unnamed=holder is None, is_bound=is_bound)


def names_holder(question: Question, text: str, *, about: str, published: date | None) -> bool:
    """Whether a text names who holds the office of something, or that is not what is asked.

    ``about`` is the text around it, and ``published`` when its article was: who held an office in a
    year before that, or leaves it, is not who holds it.
    """
    if question.beside is None or not question.names:
        return True
    years = [int(year[0]) for year in A_YEAR.finditer(text)]
    is_past = bool(published and years and max(years) < published.year - 1)
    if _NOW.match(question.text) and (is_past or _LEAVES.search(text)):
        return False
    return office_in(question, text, about=about).holder is not None


def _names_office(question: Question, word: str) -> bool:
    return any(same(question.beside or "", one) >= SYNONYM for one in stems(word))


def _around(text: str, office: re.Match[str]) -> tuple[int, int]:
    """Return the stretch around an office, within its sentence."""
    start = max(0, office.start() - _REACH)
    breaks = list(_BREAK.finditer(text, start, office.start()))
    behind = _BREAK.search(text, office.end())
    end = behind.start() if behind else len(text)
    return (breaks[-1].end() if breaks else start), min(end, office.end() + _REACH)


def _phrase(text: str, office: re.Match[str]) -> tuple[int, int]:
    """Return the noun phrase around an office, which may say whose it is."""
    beside = _BESIDE_IT.search(text, 0, office.start())
    left = beside.start() if beside else office.start()
    if broken := _BREAKS_OFF.match(text, left, office.start()):
        left = broken.end()
    if _LEADS.fullmatch(office[0]):
        return office.start(), _around(text, office)[1]
    behind = _BEHIND_IT.match(text, office.end())
    return left, behind.end() if behind else office.end()


def _owner_in(question: Question, before: str) -> bool:
    """Whether a name stands before an office that the question does not have."""
    named = (word[0] for word in _WORD.finditer(before) if word[0][:1].isupper())
    return any(
        word.lower() not in OFFICES
        and word.lower() not in STOPWORDS
        and question.all_stems.isdisjoint(held_stems(word))
        for word in named
    )


def _has_another_owner(question: Question, text: str, office: re.Match[str]) -> bool:
    """Whether an office is said to be of what the question does not name."""
    of = _OF.match(text, office.end())
    if of and question.all_stems.isdisjoint(stems(of["owner"])):
        return True
    owned = _OWNED.search(text[: office.start()])
    if owned and question.all_stems.isdisjoint(stems(owned[0])):
        return True
    # "labour minister" is not the prime minister.
    before = re.search(r"([^\W\d_][\w’'-]*) $", text[: office.start()])
    beside = before[1].lower() if before else ""
    plain = beside in STOPWORDS | said_words() or is_participle(beside)
    return (
        bool(beside)
        and not plain
        and _NO_MATTER.union(question.all_stems).isdisjoint(stems(beside))
    )


def _holder(
    question: Question, text: str, around: tuple[int, int], office: re.Match[str]
) -> Value | None:
    """Return who is named nearest to an office, without it."""
    shown = text.title() if text[slice(*around)].isupper() else text
    named = [_without_office(text, one) for one in values_in(shown, Kind.PERSON) if one.fit == 1]
    inside = [
        one
        for one in named
        if around[0] <= one.start < one.end <= around[1]
        and not _meets(text[office.end() : one.start])
        and not is_country(text[one.start : one.end])
        and not text[: one.start].lower().endswith("the ")  # as "the Senate" does
        and question.all_stems.isdisjoint(held_stems(text[one.start : one.end]))
    ]
    return min(
        inside,
        key=lambda one: max(office.start() - one.end, one.start - office.end()),
        default=None,
    )


def _meets(between: str) -> bool:
    """Whether an office does something to whoever is named behind it: "met the envoy"."""
    verbs = [finite(word) for word in words(between)]
    return any(verb and verb.form is Form.PAST and verb.base not in _HOLDING for verb in verbs)


def _without_office(text: str, name: Value) -> Value:
    """Return a name without the office before it: "Mark Rutte" of "Chief Mark Rutte"."""
    offices = [
        word.end()
        for word in _WORD.finditer(text, name.start, name.end)
        if word[0].lower() in OFFICES
    ]
    start = offices[-1] if offices else name.start
    return replace(name, start=start + len(text[start:]) - len(text[start:].lstrip()))
