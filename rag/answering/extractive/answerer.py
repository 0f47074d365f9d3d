"""The extractive answerer: an answer made of the articles' own sentences, without a language model.

Every statement is a sentence of an article, so every statement is supported. What can go wrong is
the choice of sentences, and how sure one can be of it. ``ranking`` has the models that decide both.
What is sure enough is the answer; what is not is shown as what may answer, with the reason for
doubt. How an answer is made depends on what the request wants: a fact, a digest, somebody's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.embedding import Embedder
from index.text.words import words
from rag.answering import possible, refused
from rag.answering.extractive.candidates import Candidate
from rag.answering.extractive.counting import counts_more
from rag.answering.extractive.evidence.lists import enumerated, favouring_lists
from rag.answering.extractive.evidence.office_holders import names_holder
from rag.answering.extractive.evidence.timing import at_time, day_meant, fuller_date, without_time
from rag.answering.extractive.evidence.vote_results import favouring_results
from rag.answering.extractive.groups import (
    SentenceGroup,
    answer_groups,
    differing_answers,
    differing_sentences,
    namesakes,
    sentence_groups,
    written_groups,
)
from rag.answering.extractive.question import parse_question, split_questions
from rag.answering.extractive.ranking import PLAIN, READ, ScoredCandidates, Weights
from rag.answering.extractive.scorer import PASSAGES, Scorer
from rag.answering.extractive.shares import gives_results, winner_in
from rag.answering.extractive.short_answers import read_short_answer, short_answer
from rag.answering.extractive.writing import Writer, possible_answers
from rag.answers import Asked, Composed, Hit, StatementReady
from rag.language.values import Kind
from rag.language.votes import asks_for_winner
from rag.language.words.matching import held_stems
from rag.reader import Reader
from rag.requests.request import Intent, Request
from rag.retrieval.idf import TermWeight

MOST_SENTENCES = 3
_LISTED = 5
"""Sentences of an answer that names several things."""

SEVERAL_PEOPLE = "the articles may speak of different people of this name"

_AS_GOOD = 2.0
"""How much less than the best such a sentence may score; log odds."""

_TRIED = 4
"""Sentences among which one is looked for that answers a later part."""

_SAME_EVENT = 4.0
"""The same where it names all that the question does; log odds."""

_CLEAR = 0.75
"""The confidence below which sentences that are close to the best are written too."""

_CLOSE = 1.0
"""How much less than the best such a sentence may score; log odds."""

Composing = Iterator[StatementReady | Composed]


def _composer_of(
    intent: Intent,
) -> Callable[[Request, Sequence[Hit], Scorer], Composing | None] | None:
    """Return what answers a request that wants more than a fact; ``None`` where a fact is wanted.

    It is loaded then only: most requests are for facts.
    """
    if intent is Intent.SURVEY:
        from rag.answering.extractive.composers.digest import compose_digest

        return compose_digest
    if intent is Intent.YES_NO:
        from rag.answering.extractive.composers.claims import compose_claim

        return compose_claim
    if intent in {Intent.SAYS, Intent.QUOTE}:
        from rag.answering.extractive.composers.remarks import compose_remarks, find_remark

        return compose_remarks if intent is Intent.SAYS else find_remark
    if intent in {Intent.COMPARISON, Intent.CHANGE}:
        from rag.answering.extractive.composers.sides import compose_sides

        return compose_sides
    return None


class ExtractiveAnswerer:
    """Answers with sentences of the hits."""

    name = "extractive"

    def __init__(
        self,
        embedder: Callable[[], Embedder],
        *,
        term_weight: TermWeight,
        reader: Callable[[], Reader | None] = lambda: None,
        weights: tuple[Weights, Weights] = (PLAIN, READ),
    ) -> None:
        """Take what a ``Scorer`` takes."""
        self._scorer = Scorer(embedder, term_weight=term_weight, reader=reader, weights=weights)

    def stream(self, asked: Asked, hits: Sequence[Hit]) -> Composing:
        """Yield the statements and then the whole answer."""
        if asked.request.ahead:  # only an undated article may be that new
            hits = [hit for hit in hits if hit.article.published is None]
            if not hits:
                yield refused(0.0)
                return
        in_english = asked.request.in_english
        compose = _composer_of(asked.request.intent) if in_english else None
        composed = compose(asked.request, hits, self._scorer) if compose else None
        if composed is not None:
            first = next(composed)
            refuses = isinstance(first, Composed) and first.refuses
            # Within filters, a refusal has all articles searched. Without a topic, as in "what
            # happened in May", no sentence answers that is not of that time.
            only_time = asked.request.intent is Intent.SURVEY and not asked.request.topic
            decided = asked.request.filters or asked.request.intent is Intent.YES_NO or only_time
            if not refuses or decided:
                yield first
                yield from composed
                return
        single = asked.request.intent is not Intent.LIST
        # What somebody else says is not what was asked, nor what only has words of it.
        sure = in_english and (composed is None or asked.request.intent is not Intent.SAYS)
        yield from self._facts(asked.request, hits[:PASSAGES], single=single, sure=sure)

    def _facts(
        self, request: Request, hits: Sequence[Hit], *, single: bool, sure: bool
    ) -> Composing:
        """Answer a question of one part or of several, each by its best sentences.

        ``single`` is whether one short thing is wanted, and not several, and ``sure`` whether a
        sentence may be the answer.
        """
        questions = [parse_question(part) for part in split_questions(request.full)]
        if request.as_of is not None:
            questions = [without_time(one, request.as_of) for one in questions]
        candidates = self._scorer.candidates(questions, hits)
        if not candidates:
            yield refused(0.0)
            return
        scored = [self._scorer.score(one, candidates) for one in questions]
        if request.as_of is not None:
            scored = [at_time(one, request.as_of) for one in scored]
        if request.speaker:
            from rag.answering.extractive.composers.remarks import favouring_words_of

            scored = [favouring_words_of(request.speaker, one) for one in scored]
        scored = [favouring_results(one) if single else favouring_lists(one) for one in scored]
        scored = [one.surest_first() for one in scored]
        confidence = min(one.confidence for one in scored)
        # Who holds an office, when or how many is only certain where a sentence says so.
        sure = sure and all(_names_holder(one, one.order[0]) for one in scored)
        sure = sure and not any(one.gives_no_figure(one.order[0]) for one in scored)
        answered_at = scored[0].weights.answered_at if sure else 1.0
        if confidence < answered_at:
            yield self._possible(scored, confidence, answered_at)
            return
        choice = self._choose(scored) if single else _several(scored[0])
        is_fact = request.intent in {Intent.FACT, Intent.YES_NO, Intent.LIST}
        writer = Writer(choice.short_answer if is_fact else None)
        for group in choice.groups:
            yield from writer.write(group.candidates, superseded=group.superseded)
        yield writer.composed(confidence, warnings=choice.warnings)

    def _possible(
        self, scored: Sequence[ScoredCandidates], confidence: float, answered_at: float
    ) -> Composed:
        """Return what may answer, or a refusal where nothing is likely enough to."""
        unsure = [one for one in scored if one.confidence < answered_at]
        most = MOST_SENTENCES if len(scored) == 1 else 1
        candidates = possible_answers([(one, most) for one in (unsure, scored)[len(scored) > 1]])
        return possible(candidates, confidence) if candidates else refused(confidence)

    def _choose(self, scored: Sequence[ScoredCandidates]) -> _Choice:
        """Return the sentences to write: of two questions in one, the best of each."""
        if len(scored) > 1:
            return _Choice(groups=_of_each(scored))
        only, day = self._fullest_date_first(scored[0])
        answers = answer_groups(only, answer_of=lambda place: self._short_answer(only, place))
        answers = answers[:MOST_SENTENCES]
        if len(answers) > 1:
            return _Choice(
                groups=written_groups(answers, only.candidates),
                short_answer=answers[0].answer,
                warnings=(differing_answers(answers),),
            )
        if answers:
            groups = sentence_groups(only, MOST_SENTENCES, agreeing=answers[0].places)
            return _Choice(groups=groups, short_answer=answers[0].answer)
        if others := namesakes(only):
            several = [*sentence_groups(only, 1), *others][:MOST_SENTENCES]
            return _Choice(groups=several, warnings=(SEVERAL_PEOPLE,))
        groups = sentence_groups(only, MOST_SENTENCES)
        if len(groups) == 1 and only.confidence < _CLEAR:
            groups = _near_the_best(only, MOST_SENTENCES, _CLOSE)
        told = groups[0].candidates[0]
        answer = day or self._short_answer(only, only.candidates.index(told))
        is_time = only.question.answer_type is Kind.TIME
        meant = day_meant(answer, told) if answer and is_time else None
        return _Choice(
            groups=groups,
            short_answer=answer,
            warnings=(*([meant] if meant else []), *differing_sentences(groups)),
        )

    def _fullest_date_first(self, scored: ScoredCandidates) -> tuple[ScoredCandidates, str | None]:
        """Return the candidates, one that says "February 9" before a best one with "February".

        With it comes that day, where the reader need not have found it.
        """
        if scored.question.answer_type is not Kind.TIME:
            return scored, None
        best, *further = scored.order
        given = self._short_answer(scored, best) or ""
        if not given or any(one.isdigit() and len(one) < 3 for one in words(given)):
            return scored, None
        for place in further:
            if scored.scores[place] < scored.scores[best] - _SAME_EVENT:
                break
            day = fuller_date(given, scored.candidates[best], scored.candidates[place])
            as_good = scored.scores[place] >= scored.scores[best] - _AS_GOOD
            named = held_stems(scored.candidates[place].text).issuperset(scored.question.names)
            if day and (as_good or (named and scored.question.names)):
                scores = scored.scores.copy()
                scores[place] = np.nextafter(scores[best], np.inf)
                return replace(scored, scores=scores), day
        return scored, None

    def _short_answer(self, scored: ScoredCandidates, place: int) -> str | None:
        if counts_more(scored.question, scored.candidates[place].lead):
            return None
        if not _names_holder(scored, place):
            return None
        if asks_for_winner(scored.question.text) and gives_results(scored.candidates[place].text):
            return winner_in(scored.question.text, scored.candidates[place].text)
        if (read := scored.read(place)) is not None:
            return read_short_answer(scored.question, read)
        sentence = scored.candidates[place].text
        return short_answer(scored.question, sentence, term_weight=self._scorer.term_weight)


def _names_holder(scored: ScoredCandidates, place: int) -> bool:
    one = scored.candidates[place]
    article = one.hit.article
    about = f"{article.title} {one.page}"
    return names_holder(scored.question, one.text, about=about, published=article.published)


def _of_each(scored: Sequence[ScoredCandidates]) -> list[SentenceGroup]:
    """Return the best sentences of several questions in one.

    The parts lean on each other, so that one sentence may seem the best for all of them: another
    one comes with it that has what the later part asks for and is not much worse.
    """
    groups: list[SentenceGroup] = []
    written: list[Candidate] = []
    for one in scored:
        first, *further = sentence_groups(one, _TRIED, all_of=True)
        chosen = [first]
        if first.candidates[0] in written:
            least = one.scores[one.order[0]] - _AS_GOOD
            places = {id(group): one.candidates.index(group.candidates[0]) for group in further}
            chosen += [
                group
                for group in further
                if group.candidates[0] not in written
                and one.scores[places[id(group)]] >= least
                and one.gives_type(places[id(group)])
            ][:1]
        groups += chosen
        written += [group.candidates[0] for group in chosen]
    return groups


def _several(scored: ScoredCandidates) -> _Choice:
    """Return the sentences that name things of the kind that is asked for."""
    named = enumerated(scored.question, scored.candidates[scored.order[0]])
    groups = _near_the_best(scored, _LISTED, _CLOSE if named else _AS_GOOD)
    return _Choice(groups=groups, short_answer=named)


def _near_the_best(scored: ScoredCandidates, most: int, margin: float) -> list[SentenceGroup]:
    """Return the best sentences that score at most so much less than the best of all."""
    least = scored.scores[scored.order[0]] - margin
    return [
        group
        for group in sentence_groups(scored, most, all_of=True)
        if scored.scores[place := scored.candidates.index(group.candidates[0])] >= least
        and (place not in scored.other_time or place == scored.order[0])
    ]


@dataclass(frozen=True, kw_only=True)
class _Choice:
    """What an answer is written of."""

    groups: list[SentenceGroup]
    short_answer: str | None = None
    warnings: tuple[str, ...] = ()
