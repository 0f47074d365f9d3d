"""The pipeline: a question goes in, an answer that can be checked comes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from index.filters import Filters
from index.library import Library
from rag.answering import Answerer
from rag.answers import (
    Answer,
    Asked,
    Citation,
    Composed,
    Hit,
    OnWords,
    Searched,
    StatementReady,
    Turn,
)
from rag.errors import QuestionError
from rag.language.offices import titles_of_head
from rag.language.votes import results_of
from rag.requests import Intent, LibraryWords, Request, request_of
from rag.retrieval import Explanation, Reranker, Retrieval, explain, preference_of, retrieve
from rag.settings.declared import EXTRACTIVE

__all__ = ["EVERYTHING", "LONGEST_QUESTION", "Pipeline", "checked_question"]

LONGEST_QUESTION = 4_000
"""Characters; more is a document, and no model reads it whole."""

EVERYTHING = Filters()

_SUGGESTIONS_TRIED = 4
"""Each on one passage: together they take less than an answer, which reads five."""

_WIDE = frozenset({Intent.SURVEY, Intent.SAYS, Intent.LIST, Intent.COMPARISON, Intent.CHANGE})
"""Requests that more passages are looked at for than for a fact."""

_WIDE_DEPTH = 20
_DIRECT = frozenset({Intent.TALK, Intent.ABOUT_ANSWER, Intent.COUNT, Intent.LIST})
"""Requests that the library itself may answer."""
_SURVEYED = frozenset({Intent.SURVEY})
"""Those that it may where no language model does."""

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

        ``rewrite`` may make a follow-up question stand alone; where it returns ``None``, the rules
        of ``rag.conversation`` do. An answer lists ``depth`` passages where that is more than
        ``top_k``, for an evaluation that looks further down than the answerer. ``reranker`` is
        called with the first question and gives ``None`` where none is to be used.
        """
        self.library = library
        self._answerer = answerer
        self._top_k = top_k
        self._depth = max(depth, top_k)
        self._rewrite = rewrite
        self._reranker = reranker
        self._loading = 0.0
        self._words = LibraryWords(library)

    @property
    def model(self) -> str:
        """What answers: a language model's name, or ``extractive``."""
        return self._answerer.name

    def load(self, question: str | None = None) -> None:
        """Open everything that the first question, or this one, needs, so that it does not wait.

        Raises what ``rag.retrieval.retrieve`` does.
        """
        started = time.perf_counter()
        self.library.require_articles()
        self.library.load(question)
        self._loading += time.perf_counter() - started

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = EVERYTHING,
        on_words: OnWords = lambda _words: None,
    ) -> Iterator[Searched | StatementReady | Answer]:
        """Yield what was found, each statement when it is finished and, at last, the answer.

        ``on_words`` is called with what a language model writes, before anything of it is checked.
        Raises QuestionError, what ``rag.retrieval.retrieve`` does and, with a language model,
        ModelError.
        """
        standalone = self._standalone(self._ready(question), history)
        self.load(standalone)
        started = time.perf_counter()
        request = request_of(standalone, self.library, words=self._words)
        request, found = self._retrieved(request, filters)
        asked = Asked(
            question=question,
            standalone=standalone,
            request=request,
            history=tuple(history),
            on_words=on_words,
        )
        retrieved = time.perf_counter()
        yield Searched(asked=asked, hits=found.hits[: self._depth])
        answering = time.perf_counter()
        items = self._composed(asked, found.hits, filters)
        first = next(items)
        if isinstance(first, Composed) and first.refuses and request.filters:
            # What the question names has articles, but none that tell of the matter.
            relaxed, wider = self._retrieved(request.without_filters(), filters)
            again = replace(asked, request=relaxed)
            others = self._composed(again, wider.hits, filters)
            other = next(others)
            if not (isinstance(other, Composed) and other.refuses):
                asked, found, items, first = again, wider, others, other
        for item in chain([first], items):
            if isinstance(item, StatementReady):
                yield item
                continue
            timings = {
                "load": self._loading,
                "retrieve": retrieved - started,
                "answer": time.perf_counter() - answering,
            }
            self._loading = 0.0
            yield self._answer(asked, found, item, filters=filters, timings=timings)

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
        """Return what ``search`` does, why, and the best of what it leaves out; raises the same."""
        checked = self._ready(query)
        return explain(
            self.library, checked, top_k=self._top_k, filters=filters, reranker=self._reranker()
        )

    def suggestions(self, refused: Answer, *, most: int = 3) -> Iterator[str]:
        """Yield at most ``most`` questions close to a refused one that the articles do answer.

        Each was tried on the passage it was made from, and was answered from its sentence, or is
        answered by what several passages say. Trying takes no longer than the refusal did. With a
        language model there are none: trying them would take minutes.
        """
        if self.model != EXTRACTIVE:
            return
        from rag.answering.suggestions import suggestions_from  # only a chat suggests

        until = time.perf_counter() + sum(refused.timings.values()) - refused.timings.get("load", 0)
        suggestions = suggestions_from(refused.passages, near=refused.standalone_question)
        shown = tried = 0
        for suggestion in suggestions:
            if suggestion.hit is not None:
                if tried == _SUGGESTIONS_TRIED or time.perf_counter() > until:
                    continue
                tried += 1
                if not self._answers(suggestion.question, suggestion.hit, suggestion.is_cited):
                    continue
            shown += 1
            yield suggestion.question
            if shown == most:
                return

    def _answers(
        self, question: str, hit: Hit, is_cited: Callable[[Sequence[Citation]], bool]
    ) -> bool:
        """Whether a question is answered from one passage, by the sentence that is meant."""
        request = request_of(question, self.library, words=self._words)
        asked = Asked(question=question, standalone=question, request=request)
        *_, composed = self._answerer.stream(asked, [hit])
        answered = isinstance(composed, Composed) and composed.answered
        return answered and is_cited(composed.citations)

    def replay(self, questions: Sequence[str]) -> tuple[Turn, ...]:
        """Answer earlier questions in their order, so that a later one can refer to them."""
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

    def _retrieved(self, request: Request, filters: Filters) -> tuple[Request, Retrieval]:
        """Return what was found for a request, without its own filters where nothing passes."""
        found = self._search_for(request, filters)
        if request.filters and not found.hits:
            request = request.without_filters()
            found = self._search_for(request, filters)
        return request, found

    def _search_for(self, request: Request, filters: Filters) -> Retrieval:
        wide = request.intent in _WIDE
        preference = preference_of(request)
        searches = {
            Intent.SURVEY: [f"{request.topic} {request.as_of.wording if request.as_of else ''}"],
            Intent.SAYS: [f"{request.speaker or ''} {request.about or ''}"],
            Intent.QUOTE: [request.quoted or ""],
            Intent.COMPARISON: request.sides,
            Intent.CHANGE: request.sides,
            Intent.FACT: [
                request.full,
                titles_of_head(request.full) or results_of(request.full) or "",
            ],
        }.get(request.intent, ())
        within = [both(filters, request.filters)]
        if request.intent is Intent.SURVEY and request.as_of and not request.filters:
            # What happened then stands in the articles of that time, which others would crowd out.
            then = request.as_of.with_days_after()
            within.insert(0, both(filters, Filters(since=then.since, until=then.until)))
        found = [
            retrieve(
                self.library,
                text,
                top_k=max(self._depth, _WIDE_DEPTH) if wide else self._depth,
                filters=narrowed,
                preference=preference,
                reranker=self._reranker(),
            )
            for text in [text for text in searches if text.strip()] or [request.full]
            for narrowed in within
        ]
        return found[0] if len(found) == 1 else _together(found)

    def _composed(
        self, asked: Asked, hits: Sequence[Hit], filters: Filters
    ) -> Iterator[StatementReady | Composed]:
        direct = None
        extractive = self.model == EXTRACTIVE
        if asked.request.intent in _DIRECT or (extractive and asked.request.intent in _SURVEYED):
            from rag.answering.direct import directly  # few requests are of these kinds

            direct = directly(asked, self.library, both(filters, asked.request.filters))
        if direct is not None:
            for stated in direct.statements:
                cited = tuple(one for one in direct.citations if one.marker in stated.markers)
                yield StatementReady(statement=stated, citations=cited)
            yield direct
            return
        wide = asked.request.intent in _WIDE and extractive
        yield from self._answerer.stream(asked, hits if wide else hits[: self._top_k])

    def _standalone(self, question: str, history: Sequence[Turn]) -> str:
        if not history:
            return question
        from rag.conversation import is_about_the_talk, standalone  # the first can do without

        asked = request_of(question, self.library, words=self._words)
        if is_about_the_talk(question, asked.intent) or asked.of_all_articles:
            return question
        if rewritten := self._rewrite(question, history):
            return rewritten
        from rag.conversation.carried_words import follow_up_model

        return standalone(question, history, model=follow_up_model())

    def _answer(
        self,
        asked: Asked,
        found: Retrieval,
        composed: Composed,
        *,
        filters: Filters,
        timings: dict[str, float],
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
            candidates=composed.candidates,
            intent=str(asked.request.intent),
            filters=both(filters, asked.request.filters),
            filters_from_question=bool(asked.request.filters),
            passages=found.hits[: self._depth],
            warnings=(*asked.request.notes, *found.warnings, *composed.warnings),
            timings=timings,
        )


def both(given: Filters, named: Filters) -> Filters:
    """Return the filters in force: what a flag says comes before what the question names."""
    dated = given if given.since or given.until else named
    return Filters(sources=given.sources or named.sources, since=dated.since, until=dated.until)


def _together(found: Sequence[Retrieval]) -> Retrieval:
    """Return the hits of several searches as one ranking, the best of each first."""
    hits: dict[str, Hit] = {}
    for row in zip_longest(*(one.hits for one in found)):
        for hit in filter(None, row):
            hits.setdefault(hit.passage.id, hit)
    ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits.values(), start=1))
    return Retrieval(hits=ranked, warnings=found[0].warnings)


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
