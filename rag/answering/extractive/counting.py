"""Counting: whether a number counts what a question asks for, and all of it."""

from __future__ import annotations

from index.text.words import stem, words
from rag.answering.extractive.question import A_YEAR, Question
from rag.language.people import ANYBODY
from rag.language.values import Kind, values_in
from rag.language.words.matching import SYNONYM, found, held_stems, same


def counts_more(question: Question, lead: str) -> bool:
    """Whether ``lead``, the sentence before the one that answers, counts others of the same.

    "One officer was killed. Three attackers were killed, too": three is not how many were.
    """
    if not lead or question.answer_type is not Kind.NUMBER:
        return False
    others = {*question.names, *question.unit}
    matter = [one for one in question.stems if one not in others]
    present = frozenset(stem(word) for word in words(lead))
    counted = any(
        not A_YEAR.fullmatch(lead[value.start : value.end])
        for value in values_in(lead, Kind.NUMBER)
    )
    return counted and any(found(one, present) >= SYNONYM for one in matter)


def counts_others(question: Question, shown: str, text: str) -> bool:
    """Whether a number of something else was read: "nine ships", asked how many sailors.

    Where nothing says that they are of the security, 4,600 troops are not how many security forces
    there are.
    """
    common = set(question.stems).difference(question.names)
    kinds = [one for one in question.unit[:-1] if one in common]
    if not all(found(one, held_stems(text)) for one in kinds):
        return True
    last = shown.split()[-1].lower() if shown else ""
    if not question.unit or not last.isalpha() or not last.endswith("s"):
        return False
    held = held_stems(text)
    told = any(one in ANYBODY or found(one, held) for one in question.unit)
    return not told and not any(same(one, stem(last)) for one in question.unit)
