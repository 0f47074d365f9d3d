"""Accounts: what several articles say on one question, and whether it is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from index.embedding import Vectors
from index.text.words import words
from rag.answering.extractive.candidates import Candidate
from rag.answering.extractive.question import Wanted
from rag.language.values import Kind, values_in

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
    """An answer, and the articles that give it."""

    numbers: tuple[int, ...]
    """The candidates', one an article, the best first."""
    said: str
    published: date | None
    """When the newest of the articles was."""

    @property
    def dated(self) -> str:
        """The answer with the date of its article."""
        return f"{self.said} ({self.published or 'undated'})"


def accounts(
    wanted: Wanted,
    candidates: Sequence[Candidate],
    scores: Vectors,
    vectors: Vectors,
    *,
    said: Callable[[int], str | None],
) -> list[Account]:
    """Return the different answers of the articles, the newest first.

    More than one, and they disagree. Empty where the best candidate has no short answer, or a
    question of this kind may have several. ``scores`` are ``(candidates,)``, ``vectors`` their
    sentences'; ``said`` gives a candidate's short answer.
    """
    if wanted.kind not in _ONE_VALUE:
        return []
    order = [int(number) for number in (-scores).argsort(kind="stable")]
    best = order[0]
    found: list[Account] = []
    articles: set[str] = set()
    for number in order:
        article = candidates[number].hit.article
        close = float(vectors[best] @ vectors[number]) >= _ON_THE_SAME
        if scores[number] < scores[best] - _AS_GOOD or not close or article.id in articles:
            continue
        answer = said(number)
        if answer is None or next(values_in(answer, wanted.kind), None) is None:
            continue
        if wanted.kind is Kind.PERSON and " " not in answer:
            continue  # a country or a group may act beside a person
        articles.add(article.id)
        _enter(found, number, answer, article.published)
    if not found or found[0].numbers[0] != best:
        return []
    return sorted(found, key=lambda one: one.published or date.min, reverse=True)


def _enter(found: list[Account], number: int, said: str, published: date | None) -> None:
    """Add a candidate to the account that says the same, or as one of its own."""
    for place, one in enumerate(found):
        if _same(said, one.said):
            known = [day for day in (one.published, published) if day]
            found[place] = replace(
                one, numbers=(*one.numbers, number), published=max(known, default=None)
            )
            return
    found.append(Account(numbers=(number,), said=said, published=published))


def disagreement(accounts: Sequence[Account]) -> str:
    """Return the warning that says what the articles say, and as of when the first of it holds."""
    newest, *others = accounts
    as_of = f"as of {newest.published}" if newest.published else "undated"
    return f"the articles disagree: {newest.said} {as_of}; {', '.join(one.dated for one in others)}"


def _same(said: str, other: str) -> bool:
    """Whether two answers are one: the same numbers, or a last name in two spellings."""
    from rag.language.numbers import numbers  # 10 ms that one account alone need not wait

    one, two = ({number.value for number in numbers(text)} for text in (said, other))
    if one or two:
        # One may say more than it was asked: "4,600 of 28 countries".
        return bool(one and two) and (one <= two or two <= one)
    name, other_name = ((words(one) or [""])[-1] for one in (said, other))
    return SequenceMatcher(None, name, other_name).ratio() >= _SPELT_ALIKE
