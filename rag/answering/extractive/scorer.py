"""The scorer: the sentences of the hits, and how well each answers a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.embedding import Embedder, Vectors
from rag.answering.extractive.candidates import (
    Candidate,
    SentenceVectors,
    candidates_in,
    coverages,
    features,
)
from rag.answering.extractive.question import Question
from rag.answering.extractive.ranking import (
    PASSAGES_READ,
    PLAIN,
    READ,
    ScoredCandidates,
    Weights,
    read_passages,
)
from rag.answers import Hit
from rag.reader import Reader, Reading, Span
from rag.retrieval.idf import TermWeight

PASSAGES = 8
"""Hits whose sentences are compared for a fact."""

_FAR_COVERAGE = 0.5
"""Share of the question's words that a sentence of a hit far down needs, relative to the sentence
that has most of them."""


class Scorer:
    """Compares sentences with questions; keeps the vectors of sentences it has met."""

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
        self._vectors = SentenceVectors()
        self.term_weight = term_weight

    def candidates(self, questions: Sequence[Question], hits: Sequence[Hit]) -> list[Candidate]:
        """Return the sentences of the hits, of those far down only what has the questions' words.

        Embedding sentences takes half of an answer's time, and a third of them is of the last three
        hits. Leaving these out changed none of 250 answers.
        """
        every = candidates_in(hits)
        stems = [stem for question in questions for stem in question.stems]
        shares = coverages(stems, every, self.term_weight)
        least = _FAR_COVERAGE * max(shares, default=0.0)
        return [
            candidate
            for candidate, share in zip(every, shares, strict=True)
            if candidate.hit.rank <= PASSAGES_READ or share >= least
        ]

    def score(self, question: Question, candidates: Sequence[Candidate]) -> ScoredCandidates:
        """Return how well each candidate answers; ``candidates`` are not empty."""
        vectors = self.embed(candidates)
        table = features(
            question,
            candidates,
            vectors=vectors,
            question_vector=self.embed_question(question.text),
            term_weight=self.term_weight,
        )
        weights = self._plain
        spans: tuple[Span | None, ...] = ()
        readings: tuple[Reading | None, ...] = ()
        if (reader := self._reader()) is not None:
            found = read_passages(reader, question, candidates, self._plain.scores(table))
            weights, spans, readings = self._with_reader, found.spans, found.readings
            table = np.hstack([table, found.features])
        return ScoredCandidates(
            question=question,
            candidates=candidates,
            vectors=vectors,
            scores=weights.scores(table),
            confidences=weights.confidences(table),
            weights=weights,
            table=table,
            spans=spans,
            readings=readings,
        )

    def embed(self, candidates: Sequence[Candidate]) -> Vectors:
        """Return the sentences' vectors, ``(candidates, dimension)``, of length 1."""
        return self._vectors.embed([one.understood for one in candidates], self._embedder())

    def embed_question(self, text: str) -> Vectors:
        """Return the vector of a question or a subject, ``(dimension,)``, of length 1."""
        return self._embedder().embed_query(text)
