"""The extractive answerer: an answer made of the articles' own sentences, without a language model.

Every statement is a sentence of an article, so every statement is supported. What can go wrong is
the choice of sentences, and the decision that none answers. Two logistic models make both
(``ranking``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding import Embedder, Vectors
from rag.answering import refused
from rag.answering.extractive.candidates import (
    Candidate,
    SentenceVectors,
    candidates_in,
    coverages,
    features,
)
from rag.answering.extractive.groups import answer_groups, disagreement, sentence_groups
from rag.answering.extractive.question import Question, parse_question, split_questions
from rag.answering.extractive.ranking import (
    PASSAGES_READ,
    PLAIN,
    READ,
    ScoredCandidates,
    Weights,
    read_passages,
)
from rag.answering.extractive.short_answers import answer_of_span, short_answer
from rag.answering.extractive.writing import Writer
from rag.answers import Asked, Composed, Hit, StatementReady
from rag.reader import Reader, Span
from rag.retrieval.idf import TermWeight

MOST_SENTENCES = 3
_PASSAGES = 8
"""Hits whose sentences are compared."""

_FAR_COVERAGE = 0.5
"""Share of the question's words that a sentence of a hit far down needs, relative to the sentence
that has most of them."""


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
        """``embedder`` is called at each question: a library may load its model late, and anew.

        So is ``reader``, which gives ``None`` where no reader is to be used. ``weights`` are those
        without and with a reader.
        """
        self._plain, self._with_reader = weights
        self._embedder = embedder
        self._reader = reader
        self._term_weight = term_weight
        self._vectors = SentenceVectors()

    def stream(self, asked: Asked, hits: Sequence[Hit]) -> Iterator[StatementReady | Composed]:
        """Yield the statements and then the whole answer."""
        questions = [parse_question(part) for part in split_questions(asked.standalone)]
        candidates = self._candidates(questions, hits[:_PASSAGES])
        if not candidates:
            yield refused(0.0)
            return
        vectors = self._vectors.embed([one.understood for one in candidates], self._embedder())
        reader = self._reader()
        scored = [self._score(one, candidates, vectors, reader) for one in questions]
        confidence = min(one.confidence for one in scored)
        weights = self._plain if reader is None else self._with_reader
        if confidence < weights.least_confidence:
            yield refused(confidence)
            return
        choice = self._choose(scored)
        writer = Writer(choice.short_answer)
        for group in choice.groups:
            yield from writer.write(group)
        yield Composed(
            answered=True,
            text=" ".join(statement.text for statement in writer.statements),
            confidence=confidence,
            short_answer=choice.short_answer,
            statements=tuple(writer.statements),
            citations=tuple(writer.citations),
            warnings=choice.warnings,
        )

    def _candidates(self, questions: Sequence[Question], hits: Sequence[Hit]) -> list[Candidate]:
        """Return the sentences of the hits, of those far down only what has the question's words.

        Embedding sentences takes half of an answer's time, and a third of them is of the last three
        hits. Leaving these out changed none of 250 answers.
        """
        every = candidates_in(hits)
        stems = [stem for question in questions for stem in question.stems]
        shares = coverages(stems, every, self._term_weight)
        least = _FAR_COVERAGE * max(shares, default=0.0)
        return [
            candidate
            for candidate, share in zip(every, shares, strict=True)
            if candidate.hit.rank <= PASSAGES_READ or share >= least
        ]

    def _score(
        self,
        question: Question,
        candidates: Sequence[Candidate],
        vectors: Vectors,
        reader: Reader | None,
    ) -> ScoredCandidates:
        table = features(
            question,
            candidates,
            vectors=vectors,
            question_vector=self._embedder().embed_query(question.text),
            term_weight=self._term_weight,
        )
        weights, spans = self._plain, tuple[Span | None, ...]()
        if reader is not None:
            found = read_passages(reader, question.text, candidates, self._plain.scores(table))
            weights, spans = self._with_reader, found.spans
            table = np.hstack([table, found.features])
        scores = weights.scores(table)
        return ScoredCandidates(
            question=question,
            candidates=candidates,
            vectors=vectors,
            scores=scores,
            confidence=weights.confidence(table[int(np.argmax(scores))]),
            spans=spans,
        )

    def _choose(self, scored: Sequence[ScoredCandidates]) -> _Choice:
        """Return the sentences to write: of two questions in one, the best of each."""
        if len(scored) > 1:
            return _Choice(groups=[group for one in scored for group in sentence_groups(one, 1)])
        [only] = scored
        answers = answer_groups(only, answer_of=lambda place: self._short_answer(only, place))
        answers = answers[:MOST_SENTENCES]
        if len(answers) > 1:
            return _Choice(
                groups=[[only.candidates[place] for place in group.places] for group in answers],
                short_answer=answers[0].answer,
                warnings=(disagreement(answers),),
            )
        if answers:
            groups = sentence_groups(only, MOST_SENTENCES, agreeing=answers[0].places)
            return _Choice(groups=groups, short_answer=answers[0].answer)
        return _Choice(
            groups=sentence_groups(only, MOST_SENTENCES),
            short_answer=self._short_answer(only, int(np.argmax(only.scores))),
        )

    def _short_answer(self, scored: ScoredCandidates, place: int) -> str | None:
        sentence = scored.candidates[place].text
        if scored.spans and (span := scored.spans[place]) is not None:
            return answer_of_span(scored.question, sentence[span.start : span.end])
        return short_answer(scored.question, sentence, term_weight=self._term_weight)


@dataclass(frozen=True, kw_only=True)
class _Choice:
    """What an answer is written of."""

    groups: list[list[Candidate]]
    """Sentences that say the same, to be written once and cited together."""
    short_answer: str | None = None
    warnings: tuple[str, ...] = ()
