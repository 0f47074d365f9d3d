"""Accounts: what several articles say on one question, and whether it is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from index.embedding import Vectors
from rag.answering.questions import Wanted
from rag.answering.sentences import Candidate
from rag.answering.short_answers import short_answer
from rag.answering.values import Kind
from rag.retrieval.words import words
from rag.verification.numbers import numbers

_ONE_VALUE = frozenset({Kind.PERSON, Kind.NUMBER, Kind.SHARE, Kind.MONEY})
"""Kinds of which a question has one answer, so that another one contradicts it."""

_ON_THE_SAME = 0.75
"""Cosine from which two sentences that give different values speak of the same."""

_AS_GOOD = 1.0
"""A sentence may score so much less than the best and still be an account; log odds."""


_SPELT_ALIKE = 0.8
"""Share of letters that two spellings of a name have in common: Radoičić, Radojičić."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """What one article answers."""

    number: int
    """The candidate's."""
    said: str
    published: date | None

    @property
    def dated(self) -> str:
        """The answer with the date of its article."""
        return f"{self.said} ({self.published or 'undated'})"


def disagreeing(
    wanted: Wanted,
    candidates: Sequence[Candidate],
    scores: Vectors,
    vectors: Vectors,
    *,
    rarity: Callable[[str], float],
) -> list[Account]:
    """Return the different answers of different articles, the newest first.

    Empty where all say the same. ``scores`` are ``(candidates,)``, ``vectors`` their sentences'.
    """
    if wanted.kind not in _ONE_VALUE:
        return []
    order = [int(number) for number in (-scores).argsort(kind="stable")]
    best = order[0]
    found: list[Account] = []
    articles: set[str] = set()
    for number in order:
        one = candidates[number]
        close = float(vectors[best] @ vectors[number]) >= _ON_THE_SAME
        if scores[number] < scores[best] - _AS_GOOD or not close or one.hit.article.id in articles:
            continue
        said = short_answer(wanted, one.text, rarity=rarity)
        if said is None or (wanted.kind is Kind.PERSON and " " not in said):
            continue  # a country or a group may act beside a person
        articles.add(one.hit.article.id)
        if not any(_same(said, other.said) for other in found):
            published = one.hit.article.published
            found.append(Account(number=number, said=said, published=published))
    if len(found) < 2 or found[0].number != best:
        return []
    return sorted(found, key=lambda one: one.published or date.min, reverse=True)


def disagreement(accounts: Sequence[Account]) -> str:
    """Return the warning that says what the articles say, and as of when the first of it holds."""
    newest, *others = accounts
    as_of = f"as of {newest.published}" if newest.published else "undated"
    return f"the articles disagree: {newest.said} {as_of}; {', '.join(one.dated for one in others)}"


def _same(said: str, other: str) -> bool:
    """Whether two answers are one: the same numbers, or a last name in two spellings."""
    counted = [tuple(number.value for number in numbers(one)) for one in (said, other)]
    if any(counted):
        return counted[0] == counted[1]
    name, other_name = ((words(one) or [""])[-1] for one in (said, other))
    return SequenceMatcher(None, name, other_name).ratio() >= _SPELT_ALIKE
