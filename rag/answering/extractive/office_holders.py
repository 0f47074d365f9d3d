"""Who holds an office: "Who is the coach of Turin?" wants Turin's coach, and not Hamre's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.text.words import listed, stems, words
from rag.answering.extractive.question import Question
from rag.language.matching import SYNONYM, found, held_stems, same
from rag.language.offices import OFFICES
from rag.language.speech import said_words
from rag.language.stopwords import STOPWORDS
from rag.language.values import Kind, Value, values_in
from rag.language.verbs import Form, finite, is_participle

_REACH = 60
"""Characters around an office in which it is said whose it is, and who holds it."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_BREAK = re.compile(r"[.!?;:]\s")
_HOLDING = listed("be become go fall pass remain stay name appoint elect call")
"""What an office or its holder does before the holder is named: "the post went to"."""
_LESSER = listed("deputy vice assistant former ex acting under outgoing late shadow")
"""What makes an office another one, unless it is asked for."""

_NO_MATTER = frozenset(stems("new current present now named become became"))
_OWNED = re.compile(
    r"(?:\b(?:his|her|their|its|our|my|your)|[^\W\d_][\w’'-]*[’']s?)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_OF = re.compile(r"\s+(?:of|at|for)\s+(?:the\s+)?(?P<owner>[^\W\d_][\w’'-]*)")


@dataclass(frozen=True, kw_only=True)
class OfficeFound:
    """What a text says of the office that a question asks for."""

    holder: Value | None = None
    """Who holds it; ``None`` where nobody is said to."""
    unnamed: bool = False
    """Whether it has that office, and does not say who holds it."""
    of_another: bool = False
    """Whether it has such an office, but of somebody or something else."""


def office_in(question: Question, text: str) -> OfficeFound:
    """Return who holds in ``text`` the office that the question names.

    All that the question says of the office must stand around it there.
    """
    if question.beside is None:
        return OfficeFound()
    wanted = [one for one in question.stems if one not in {question.beside, *_NO_MATTER}]
    of_another = unnamed = False
    before = ""
    for word in _WORD.finditer(text):
        if _names_office(question, word[0]):
            if before in _LESSER and question.all_stems.isdisjoint(stems(before)):
                of_another, before = True, word[0].lower()
                continue
            start, end = _around(text, word)
            present = held_stems(text[start:end])
            if all(found(one, present) >= SYNONYM for one in wanted):
                if holder := _holder(question, text, (start, end), word):
                    return OfficeFound(holder=holder)
                unnamed = True
            elif _has_another_owner(question, text, word, before):
                of_another = True
        before = word[0].lower()
    return OfficeFound(of_another=of_another, unnamed=unnamed)


def _names_office(question: Question, word: str) -> bool:
    return any(same(question.beside or "", one) >= SYNONYM for one in stems(word))


def _around(text: str, office: re.Match[str]) -> tuple[int, int]:
    """Return the stretch around an office, within its sentence."""
    start = max(0, office.start() - _REACH)
    breaks = list(_BREAK.finditer(text, start, office.start()))
    behind = _BREAK.search(text, office.end())
    end = behind.start() if behind else len(text)
    return (breaks[-1].end() if breaks else start), min(end, office.end() + _REACH)


def _has_another_owner(question: Question, text: str, office: re.Match[str], before: str) -> bool:
    """Whether an office is said to be of what the question does not name."""
    of = _OF.match(text, office.end())
    if of and question.all_stems.isdisjoint(stems(of["owner"])):
        return True
    owned = _OWNED.search(text[: office.start()])
    if owned and question.all_stems.isdisjoint(stems(owned[0])):
        return True
    # "labour minister" is not the prime minister.
    beside = before if text[: office.start()].lower().endswith(f"{before} ") else ""
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
        and not question.all_stems.issuperset(stems(text[one.start : one.end]))
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
