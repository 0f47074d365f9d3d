"""Groups: which sentences of several articles say the same, and which say otherwise.

Sentences are cited together only where nothing in them differs that could (``contradiction``). What
contradicts the best sentence is written too, the newest first: an office changes hands, what was
closed is open again, a number is put right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.text.words import stem, stems, words
from rag.answering.extractive.candidates import Candidate
from rag.answering.extractive.question import Question
from rag.answering.extractive.ranking import ScoredCandidates
from rag.language.contradiction import (
    Difference,
    Told,
    are_contrary,
    differences,
    is_spelt_alike,
    says_all_numbers,
)
from rag.language.dates import long_date
from rag.language.names import names
from rag.language.numbers import numbers
from rag.language.values import Kind, values_in
from rag.language.words.matching import found, held_stems

_ONE_VALUE = frozenset({Kind.PERSON, Kind.NUMBER, Kind.SHARE, Kind.MONEY})
"""Types of which a question has one answer, so that another one contradicts it."""

_SAME_MATTER = 0.75
"""Cosine from which two sentences that give different values speak of the same."""

_AS_GOOD = 1.0
"""How much less than the best a sentence may score and still count as an answer; log odds."""

_NEARLY_AS_SURE = 0.6
"""Share of the best one's confidence from which somebody else may hold the office as well."""

_AGAINST = 2.0
"""How much less than the best a sentence may score that contradicts it; log odds."""

_SAME = 0.86
"""Cosine from which two sentences of different articles say the same."""

_ALMOST_AS_GOOD = 0.5
"""How much less than the best a further sentence of the answer may score; log odds."""


_HOLDS = re.compile(
    r"who (?:now |currently )?(?:heads|leads|runs|chairs|coaches|manages|commands|governs|rules"
    r"|captains|edits|presides)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class SentenceGroup:
    """Sentences of several articles that say the same: the first is written, all are cited."""

    candidates: tuple[Candidate, ...]
    superseded: bool = False
    """Whether an article that was published later says otherwise."""

    @property
    def published(self) -> date | None:
        """When the newest of the articles was."""
        days = [one.hit.article.published for one in self.candidates]
        return max(filter(None, days), default=None)


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
        return f"{self.answer} ({long_date(self.published) if self.published else 'undated'})"


def answer_groups(
    scored: ScoredCandidates, *, answer_of: Callable[[int], str | None]
) -> list[AnswerGroup]:
    """Return the different answers of the articles, the newest first.

    Where there are two or more, the articles differ. Empty where the best candidate has no short
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
        if article.id in articles or not _answers_too(place, best, scored):
            continue
        answer = answer_of(place)
        if answer and answer_type is Kind.PERSON and " " not in answer:
            # A country or a group may act beside a person.
            answer = _whole_name(scored.candidates[place].text, answer)
        if answer is None or next(values_in(answer, answer_type), None) is None:
            continue
        articles.add(article.id)
        _add_to(groups, place, answer, scored)
    if not groups or groups[0].places[0] != best:
        return []
    return sorted(groups, key=lambda group: group.published or date.min, reverse=True)


def differing_answers(groups: Sequence[AnswerGroup]) -> str:
    """Return the warning that says what the articles say, and as of when the first of it holds."""
    newest, *others = groups
    as_of = f"as of {long_date(newest.published)}" if newest.published else "undated"
    rest = ", ".join(group.dated for group in others)
    return f"the articles differ: {newest.answer} {as_of}; {rest}"


def differing_sentences(groups: Sequence[SentenceGroup]) -> tuple[str, ...]:
    """Return the warning that what comes first is the newest of what the articles say, if so."""
    newest = groups[0].published if groups else None
    if newest is None or not any(group.superseded for group in groups):
        return ()
    return (f"the articles differ: what comes first is as of {long_date(newest)}",)


def written_groups(
    groups: Sequence[AnswerGroup], candidates: Sequence[Candidate]
) -> list[SentenceGroup]:
    """Return the sentences that give the answers of ``groups``, which begin with the newest."""
    return _dated(
        SentenceGroup(candidates=tuple(candidates[place] for place in group.places))
        for group in groups
    )


def sentence_groups(
    scored: ScoredCandidates, most: int, *, agreeing: Sequence[int] = (), all_of: bool = False
) -> list[SentenceGroup]:
    """Return the ``most`` best sentences, each with those of other articles that say the same.

    ``agreeing`` are the places of sentences that give the best one's answer in other words. Those
    that contradict the best come along, the newest of them first, and those that are nearly as good
    as the best and add to it; with ``all_of`` every one, in order of its score.
    """
    best, *further = order = scored.order
    against = [] if all_of or most == 1 else _contradicting(best, further, scored)[: most - 1]
    groups = [_group_of(best, [*agreeing, *order], scored, agreeing)]
    groups += [_group_of(place, order, scored) for place in against]
    used = {place for group in groups for place in group}
    least = float(scored.scores[best]) - _ALMOST_AS_GOOD
    for place in further:
        if len(groups) == most or (scored.scores[place] < least and not all_of):
            break
        if place not in used and (all_of or _adds(place, used, scored)):
            groups.append(_group_of(place, order, scored))
            used.update(groups[-1])
    written = [
        SentenceGroup(candidates=tuple(scored.candidates[place] for place in group))
        for group in groups
    ]
    first = 1 + len(against)
    return [*_dated(written[:first]), *written[first:]] if against else written


def namesakes(scored: ScoredCandidates) -> list[SentenceGroup]:
    """Return sentences on others who have the name that is asked about, one for each of them.

    Two articles that have no other name in common may speak of two people.
    """
    if scored.question.answer_type is not Kind.ROLE or not scored.question.names:
        return []
    best, *further = scored.order
    people = [_names_beside(best, scored)]
    chosen = []
    for place in further:
        named = held_stems(scored.candidates[place].text)
        as_good = scored.scores[place] >= scored.scores[best] - _AGAINST
        if not as_good or not named.issuperset(scored.question.names):
            continue
        others = _names_beside(place, scored)
        if not others or any(not known.isdisjoint(others) for known in people):
            continue
        people.append(others)
        chosen.append(SentenceGroup(candidates=(scored.candidates[place],)))
    return chosen


def _names_beside(place: int, scored: ScoredCandidates) -> frozenset[str]:
    """Return the words of the names in a candidate's article, but for those of the question."""
    article = scored.candidates[place].hit.article
    every = names(f"{article.title}\n{article.text}")
    asked = scored.question.all_stems
    return frozenset(
        token for name in every if name.certain for token in name.tokens if stem(token) not in asked
    )


def _dated(groups: Iterable[SentenceGroup]) -> list[SentenceGroup]:
    """Return groups that contradict each other, the newest first and the others marked."""
    newest, *others = sorted(groups, key=lambda group: group.published or date.min, reverse=True)
    return [
        newest,
        *(
            replace(
                group,
                superseded=bool(
                    newest.published and group.published and group.published < newest.published
                ),
            )
            for group in others
        ),
    ]


def _answers_too(place: int, best: int, scored: ScoredCandidates) -> bool:
    """Whether a sentence may give an answer of its own to what the best one answers."""
    known = held_stems(scored.candidates[place].context)
    if any(
        found(name, known) == 0
        for name in scored.question.names
        if found(name, held_stems(scored.candidates[best].context))
    ):
        return False  # eleven horses in Dal, and ten in Bru
    if _asks_for_a_holder(scored.question) and _has_the_words(place, scored):
        return bool(scored.confidences[place] >= _NEARLY_AS_SURE * scored.confidences[best])
    as_good = scored.scores[place] >= scored.scores[best] - _AS_GOOD
    return bool(as_good and scored.cosine(best, place) >= _SAME_MATTER)


def _asks_for_a_holder(question: Question) -> bool:
    """Whether a question is after who holds an office now: another one may have held it before."""
    return question.beside is not None or bool(_HOLDS.match(question.text))


def _has_the_words(place: int, scored: ScoredCandidates) -> bool:
    """Whether a sentence has all words of the question, or others that say the same.

    To a question for yes or no, a contrary says as much: what is asked to be closed has reopened.
    """
    own = held_stems(scored.candidates[place].text)
    wanted = scored.question.stems
    if scored.question.beside is not None:
        wanted = (scored.question.beside,)
    if scored.question.answer_type is Kind.YES_NO:
        own = own.union(
            one for one in wanted if any(are_contrary(one, other) for other in own - {one})
        )
    return bool(wanted) and all(found(one, own) > 0 for one in wanted)


def _whole_name(sentence: str, part: str) -> str | None:
    """Return the full name of which a reader found only the first or the last word."""
    every = [
        sentence[value.start : value.end]
        for value in values_in(sentence, Kind.PERSON)
        if value.fit == 1
    ]
    return next((name for name in every if part in (name.split()[0], name.split()[-1])), None)


def _add_to(groups: list[AnswerGroup], place: int, answer: str, scored: ScoredCandidates) -> None:
    """Add a candidate to the group that gives the same answer, or as a group of its own."""
    published = scored.candidates[place].hit.article.published
    for number, group in enumerate(groups):
        leaving_out = f"{answer}\n{group.answer}"
        differing = differences(
            _told(scored, group.places[0]), _told(scored, place), leaving_out=leaving_out
        )
        if _same_answer(answer, group.answer) and Difference.POLARITY not in differing:
            known = [day for day in (group.published, published) if day]
            groups[number] = replace(
                group, places=(*group.places, place), published=max(known, default=None)
            )
            return
    groups.append(AnswerGroup(places=(place,), answer=answer, published=published))


def _same_answer(answer: str, other: str) -> bool:
    """Whether two answers are one: the same numbers, or a last name in two spellings."""
    own, theirs = ({number.value for number in numbers(text)} for text in (answer, other))
    if own or theirs:
        # One may say more than it was asked: "4,600 of 28 countries".
        return bool(own and theirs) and (own <= theirs or theirs <= own)
    name, other_name = ((words(text) or [""])[-1] for text in (answer, other))
    return is_spelt_alike(name, other_name)


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
    if scored.cosine(place, other) < _SAME:
        return False
    own, theirs = _told(scored, place), _told(scored, other)
    return says_all_numbers(theirs, own) and not differences(own, theirs)


def _contradicting(best: int, further: Iterable[int], scored: ScoredCandidates) -> list[int]:
    """Return the places of sentences that contradict the best one, one an article."""
    found_in = {scored.candidates[best].hit.article.id}
    chosen = []
    for place in further:
        article_id = scored.candidates[place].hit.article.id
        as_good = scored.scores[place] >= scored.scores[best] - _AGAINST
        same_matter = scored.cosine(best, place) >= _SAME_MATTER or (
            _has_the_words(best, scored) and _has_the_words(place, scored)
        )
        if not as_good or article_id in found_in or not same_matter:
            continue
        differing = differences(_told(scored, best), _told(scored, place))
        # Another number at another time is another event; a contrary then is a change.
        other_number = differing == {Difference.NUMBER} and scored.cosine(best, place) >= _SAME
        is_denied = Difference.POLARITY in differing and Difference.NAME not in differing
        if other_number or is_denied:
            chosen.append(place)
            found_in.add(article_id)
    return chosen


def _told(scored: ScoredCandidates, place: int) -> Told:
    one = scored.candidates[place]
    article = one.hit.article
    return Told(one.text, f"{article.title}\n{one.hit.passage.text}", article.published)


def _adds(place: int, used: set[int], scored: ScoredCandidates) -> bool:
    """Whether a sentence answers with words of the question that those chosen do not hold."""
    held = {stem for other in used for stem in stems(scored.candidates[other].text)}
    new = set(stems(scored.candidates[place].text)) - held
    closest = max(scored.cosine(place, other) for other in used)
    return closest < _SAME and not new.isdisjoint(scored.question.stems)
