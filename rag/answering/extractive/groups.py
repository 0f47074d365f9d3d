"""Groups: which sentences of several articles give the same answer, and which a different one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from index.text.words import stems, words
from rag.answering.extractive.candidates import Candidate
from rag.answering.extractive.ranking import ScoredCandidates
from rag.language.values import Kind, values_in

_ONE_VALUE = frozenset({Kind.PERSON, Kind.NUMBER, Kind.SHARE, Kind.MONEY})
"""Types of which a question has one answer, so that another one contradicts it."""

_SAME_MATTER = 0.75
"""Cosine from which two sentences that give different values speak of the same."""

_AS_GOOD = 1.0
"""How much less than the best a sentence may score and still count as an answer; log odds."""

_SPELT_ALIKE = 0.8
"""Share of letters that two spellings of a name have in common: Radoičić, Radojičić."""

_SAME = 0.86
"""Cosine from which two sentences of different articles say the same."""

_ALMOST_AS_GOOD = 0.5
"""How much less than the best a further sentence of the answer may score; log odds."""


@dataclass(frozen=True, kw_only=True)
class AnswerGroup:
    """A short answer, and the articles that give it."""

    places: tuple[int, ...]
    """Of the candidates that give it, one an article, the best first."""
    answer: str
    published: date | None
    """When the newest of the articles was."""

    @property
    def dated(self) -> str:
        """The answer with the date of its article."""
        return f"{self.answer} ({self.published or 'undated'})"


def answer_groups(
    scored: ScoredCandidates, *, answer_of: Callable[[int], str | None]
) -> list[AnswerGroup]:
    """Return the different answers of the articles, the newest first.

    Where there are two or more, the articles disagree. Empty where the best candidate has no short
    answer, or a question of this type may have several. ``answer_of`` gives the short answer of the
    candidate at a place.
    """
    answer_type = scored.question.answer_type
    if answer_type not in _ONE_VALUE:
        return []
    best, *_ = order = scored.order
    groups: list[AnswerGroup] = []
    articles: set[str] = set()
    for place in order:
        article = scored.candidates[place].hit.article
        as_good = scored.scores[place] >= scored.scores[best] - _AS_GOOD
        same_matter = scored.cosine(best, place) >= _SAME_MATTER
        if not as_good or not same_matter or article.id in articles:
            continue
        answer = answer_of(place)
        if answer is None or next(values_in(answer, answer_type), None) is None:
            continue
        if answer_type is Kind.PERSON and " " not in answer:
            continue  # a country or a group may act beside a person
        articles.add(article.id)
        _add_to(groups, place, answer, article.published)
    if not groups or groups[0].places[0] != best:
        return []
    return sorted(groups, key=lambda group: group.published or date.min, reverse=True)


def disagreement(groups: Sequence[AnswerGroup]) -> str:
    """Return the warning that says what the articles say, and as of when the first of it holds."""
    newest, *others = groups
    as_of = f"as of {newest.published}" if newest.published else "undated"
    rest = ", ".join(group.dated for group in others)
    return f"the articles disagree: {newest.answer} {as_of}; {rest}"


def sentence_groups(
    scored: ScoredCandidates, most: int, *, agreeing: Sequence[int] = ()
) -> list[list[Candidate]]:
    """Return the ``most`` best sentences, each with those of other articles that say the same.

    ``agreeing`` are the places of sentences that give the best one's answer in other words.
    """
    best, *further = order = scored.order
    groups = [_group_of(best, [*agreeing, *order], scored, agreeing)]
    used = set(groups[0])
    least = float(scored.scores[best]) - _ALMOST_AS_GOOD
    for place in further:
        if len(groups) == most or scored.scores[place] < least:
            break
        if place not in used and _adds(place, used, scored):
            groups.append(_group_of(place, order, scored))
            used.update(groups[-1])
    return [[scored.candidates[place] for place in group] for group in groups]


def _add_to(groups: list[AnswerGroup], place: int, answer: str, published: date | None) -> None:
    """Add a candidate to the group that gives the same answer, or as a group of its own."""
    for number, group in enumerate(groups):
        if _same_answer(answer, group.answer):
            known = [day for day in (group.published, published) if day]
            groups[number] = replace(
                group, places=(*group.places, place), published=max(known, default=None)
            )
            return
    groups.append(AnswerGroup(places=(place,), answer=answer, published=published))


def _same_answer(answer: str, other: str) -> bool:
    """Whether two answers are one: the same numbers, or a last name in two spellings."""
    from rag.language.numbers import numbers  # 10 ms that a single answer need not wait

    own, theirs = ({number.value for number in numbers(text)} for text in (answer, other))
    if own or theirs:
        # One may say more than it was asked: "4,600 of 28 countries".
        return bool(own and theirs) and (own <= theirs or theirs <= own)
    name, other_name = ((words(text) or [""])[-1] for text in (answer, other))
    return SequenceMatcher(None, name, other_name).ratio() >= _SPELT_ALIKE


def _group_of(
    place: int, order: Iterable[int], scored: ScoredCandidates, agreeing: Sequence[int] = ()
) -> list[int]:
    """Return a sentence and those of other articles that say the same, one an article."""
    group, articles = [place], {scored.candidates[place].hit.article.id}
    for other in order:
        article_id = scored.candidates[other].hit.article.id
        if article_id not in articles and (
            other in agreeing or _says_the_same(place, other, scored)
        ):
            group.append(other)
            articles.add(article_id)
    return group


def _says_the_same(place: int, other: int, scored: ScoredCandidates) -> bool:
    own, theirs = (
        {word for word in words(scored.candidates[at].text) if word[0].isdigit()}
        for at in (place, other)
    )
    return scored.cosine(place, other) >= _SAME and own == theirs


def _adds(place: int, used: set[int], scored: ScoredCandidates) -> bool:
    """Whether a sentence answers with words of the question that those chosen do not hold."""
    held = {stem for other in used for stem in stems(scored.candidates[other].text)}
    new = set(stems(scored.candidates[place].text)) - held
    closest = max(scored.cosine(place, other) for other in used)
    return closest < _SAME and not new.isdisjoint(scored.question.stems)
