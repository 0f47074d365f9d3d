"""The pipeline: a question goes in, an answer that can be checked comes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from index.filters import Filters
from index.library import Library
from rag.answering import Answerer
from rag.answers import Answer, Asked, Composed, Searched, StatementReady, Turn
from rag.errors import QuestionError
from rag.retrieval import Explanation, Reranker, Retrieval, explain, retrieve
from rag.settings.declared import EXTRACTIVE

__all__ = ["EVERYTHING", "LONGEST_QUESTION", "Pipeline", "checked_question"]

LONGEST_QUESTION = 4_000
"""Characters; more is a document, and no model reads it whole."""

EVERYTHING = Filters()

_SUGGESTIONS_TRIED = 8

Rewrite = Callable[[str, Sequence[Turn]], str | None]
"""Makes a follow-up question stand alone, or returns ``None`` where it cannot."""


class Pipeline:
    """Answers questions from one library with one answerer."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        *,
        top_k: int,
        depth: int = 0,
        rewrite: Rewrite = lambda _question, _history: None,
        reranker: Callable[[], Reranker | None] = lambda: None,
    ) -> None:
        """Answer with ``answerer`` from the ``top_k`` best passages.

        ``rewrite`` may spell out what a follow-up takes from before; where it returns ``None``, the
        rules of ``rag.conversation`` do. An answer lists ``depth`` passages where that is more:
        an evaluation looks further down than the answerer. ``reranker`` is called with the first
        question and gives ``None`` where none is to be used.
        """
        self.library = library
        self._answerer = answerer
        self._top_k = top_k
        self._depth = max(depth, top_k)
        self._rewrite = rewrite
        self._reranker = reranker
        self._loading = 0.0

    @property
    def model(self) -> str:
        """What answers: a language model's name, or ``extractive``."""
        return self._answerer.name

    def load(self, question: str | None = None) -> None:
        """Open what the first question, or this one, needs, so that it need not wait for it.

        Raises what ``rag.retrieval.retrieve`` does.
        """
        started = time.perf_counter()
        self.library.require_articles()
        self.library.load(question)
        self._loading += time.perf_counter() - started

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING
    ) -> Iterator[Searched | StatementReady | Answer]:
        """Yield what was found, each statement when it is finished and, at last, the answer.

        Raises QuestionError, what ``rag.retrieval.retrieve`` does and, with a language model,
        ModelError.
        """
        asked = Asked(
            question=question,
            standalone=self._standalone(checked_question(question), history),
            history=tuple(history),
        )
        self.library.refresh()
        self.load(asked.standalone)
        started = time.perf_counter()
        found = retrieve(
            self.library,
            asked.standalone,
            top_k=self._depth,
            filters=filters,
            reranker=self._reranker(),
        )
        retrieved = time.perf_counter()
        yield Searched(asked=asked, hits=found.hits)
        answering = time.perf_counter()
        for item in self._answerer.stream(asked, found.hits[: self._top_k]):
            if isinstance(item, StatementReady):
                yield item
                continue
            timings = {
                "load": self._loading,
                "retrieve": retrieved - started,
                "answer": time.perf_counter() - answering,
            }
            self._loading = 0.0
            yield self._answer(asked, found, item, timings=timings)

    def answer(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING
    ) -> Answer:
        """Return the answer; raises what ``stream`` does."""
        *_, last = self.stream(question, history=history, filters=filters)
        if not isinstance(last, Answer):
            raise TypeError(f"the answerer {self._answerer.name!r} ended without an answer")
        return last

    def search(
        self, query: str, *, filters: Filters = EVERYTHING, top_k: int | None = None
    ) -> Retrieval:
        """Return the ranked passages alone; raises what ``rag.retrieval.retrieve`` does."""
        checked = self._ready(query)
        return retrieve(
            self.library,
            checked,
            top_k=top_k or self._top_k,
            filters=filters,
            reranker=self._reranker(),
        )

    def explain(self, query: str, *, filters: Filters = EVERYTHING) -> Explanation:
        """Return what ``search`` does, why, and what fell out; raises what it raises."""
        checked = self._ready(query)
        return explain(
            self.library, checked, top_k=self._top_k, filters=filters, reranker=self._reranker()
        )

    def suggestions(
        self, refused: Answer, *, filters: Filters = EVERYTHING, most: int = 3
    ) -> Iterator[str]:
        """Yield questions near to one that was refused which the articles do answer.

        Each has been asked, and was answered from the sentence it was made from. None with a
        language model, which would take minutes to ask. Raises what ``stream`` does.
        """
        if self.model != EXTRACTIVE:
            return
        from rag.answering.suggestions import suggestions_from  # only a chat suggests

        told: set[str] = set()
        made = suggestions_from(refused.passages, near=refused.standalone_question)
        for one in made[:_SUGGESTIONS_TRIED]:
            answer = self.answer(one.question, filters=filters)
            if answer.answered and answer.text not in told and one.is_cited(answer.citations):
                told.add(answer.text)
                yield one.question
            if len(told) == most:
                return

    def replay(self, questions: Sequence[str]) -> tuple[Turn, ...]:
        """Answer earlier questions in their order, so that a later one can lean on them."""
        turns: tuple[Turn, ...] = ()
        for question in questions:
            answer = self.answer(question, history=turns)
            turns = (*turns, Turn.of(answer))
        return turns

    def _ready(self, query: str) -> str:
        """Return a query on one line, with everything open that searching for it takes."""
        checked = checked_question(query)
        self.library.refresh()
        self.load(checked)
        return checked

    def _standalone(self, question: str, history: Sequence[Turn]) -> str:
        if not history:
            return question
        from rag.conversation import standalone  # 20 ms that the first question need not wait

        return self._rewrite(question, history) or standalone(question, history)

    def _answer(
        self, asked: Asked, found: Retrieval, composed: Composed, *, timings: dict[str, float]
    ) -> Answer:
        return Answer(
            question=asked.question,
            standalone_question=asked.standalone,
            answered=composed.answered,
            text=composed.text,
            short_answer=composed.short_answer,
            confidence=composed.confidence,
            model=self._answerer.name,
            citations=composed.citations,
            statements=composed.statements,
            passages=found.hits,
            warnings=(*found.warnings, *composed.warnings),
            timings=timings,
        )


def checked_question(question: str) -> str:
    """Return the question on one line. Raises QuestionError."""
    # Bytes that are no text reach a command line as lone surrogates, which no tokenizer takes.
    flat = " ".join(question.encode("utf-8", "replace").decode("utf-8").split())
    if not any(char.isalnum() for char in flat):
        raise QuestionError(
            f"the question {question!r} has no words",
            hint='ask in words, such as "Who said that?"',
        )
    if len(flat) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(flat):,} characters; {LONGEST_QUESTION:,} are the most",
            hint="ask about one thing, and index long texts with rag index",
        )
    return flat
