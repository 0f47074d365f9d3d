"""For LangChain users: a retriever, a chain whose answers carry their citations, and a tool.

    with Library(Location(directory=folder), IndexSettings()) as library:
        chain = answer_chain(library, "ollama:llama3.2")
        message = chain.invoke("Which country contributes the most troops to KFOR?")
        print(message.text, message.content[0]["annotations"])

Everything here may be called from several threads; the questions to one library take turns.
"""

# ruff: noqa: A002, ARG002 - LangChain fixes the names and the parameters of what it calls

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.content import create_citation
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import StructuredTool
from pydantic import ConfigDict, Field

from index.filters import Filters
from index.library.library import Library
from rag.answering import Answerer
from rag.answering.chat_model.answerer import ChatModelAnswerer
from rag.answering.chat_model.providers import load_chat_model
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.answers import Answer, Citation, Hit, StatementReady, article_json
from rag.pipeline import EVERYTHING, Pipeline
from rag.retrieval import Context, context, retrieve
from rag.retrieval.idf import Idf
from rag.verification import Judge

__all__ = ["AnswerChain", "ArticleRetriever", "answer_chain", "answer_tool"]

_turns: WeakKeyDictionary[Library, threading.Lock] = WeakKeyDictionary()
_turns_lock = threading.Lock()


class ArticleRetriever(BaseRetriever):
    """Retrieves passages of a library as documents, the best first.

    ``metadata`` has the article's id, title, source, url, authors, published (ISO date) and path,
    the passage's rank, score, and ``start_index`` and ``end_index`` in the article's text.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any = Field(exclude=True)
    """An open ``index.library.library.Library``."""
    top_k: int = Field(default=8, ge=1)
    filters: Filters = EVERYTHING
    reranker: Any = Field(default=None, exclude=True)
    """What ``rag.retrieval.load_reranker`` gives, or nothing."""
    neighbours: int = Field(default=0, ge=0)
    """Passages before and after a hit that its document has with it."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        with _turn(self.library):
            self.library.refresh()
            found = retrieve(
                self.library,
                query,
                top_k=self.top_k,
                filters=self.filters,
                reranker=self.reranker,
            )
            return [_document(hit, self._around(hit)) for hit in found.hits]

    def _around(self, hit: Hit) -> Context:
        return context(self.library, hit, before=self.neighbours, after=self.neighbours)


class AnswerChain(Runnable[str, AIMessage]):
    """Answers a question with a message whose text blocks carry core's ``Citation`` annotations.

    One block is one checked statement; ``response_metadata`` has ``answered``, ``confidence``,
    ``warnings`` and the statements' ``verdicts``. Streams statement by statement.
    """

    def __init__(self, pipeline: Pipeline, *, filters: Filters = EVERYTHING) -> None:
        self._pipeline = pipeline
        self._filters = filters

    def answer(self, question: str) -> Answer:
        """Return the whole answer as ``rag.answers.Answer``. Raises LibraryError and RagError."""
        with _turn(self._pipeline.library):
            return self._pipeline.answer(question, filters=self._filters)

    def invoke(self, input: str, config: RunnableConfig | None = None, **kwargs: Any) -> AIMessage:
        """Return the answer to the question ``input``. Raises LibraryError and RagError."""
        return self._call_with_config(
            lambda question: _message(self.answer(question)), input, config
        )

    def _answered(self, question: str) -> AIMessage:
        return _message(self.answer(question))

    def stream(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[AIMessage]:
        """Yield a chunk for each statement and, as the last one, what concerns all of them."""
        with _turn(self._pipeline.library):
            told = False
            for item in self._pipeline.stream(input, filters=self._filters):
                if isinstance(item, StatementReady):
                    text = f" {item.statement.text}" if told else item.statement.text
                    told = True
                    yield AIMessageChunk(content=[_block(text, item.citations)])
                elif isinstance(item, Answer):
                    yield AIMessageChunk(
                        content=[] if told else [_block(item.text, item.citations)],
                        response_metadata=_metadata(item),
                    )

    async def astream(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[AIMessage]:
        """Do what ``stream`` does, in a thread of its own."""
        chunks = self.stream(input, config, **kwargs)
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            yield chunk


def answer_chain(
    library: Library,
    model: BaseChatModel | str,
    *,
    base_url: str | None = None,
    top_k: int = 8,
    filters: Filters = EVERYTHING,
    strict: bool = False,
    judge: Judge | None = None,
) -> AnswerChain:
    """Return a chain from a question to an answer of ``model``, a chat model or its name.

    ``judge`` is asked about statements that the rules of verification leave open;
    ``rag.verification.load_judge`` opens an NLI model or a cross-encoder.
    Raises SettingsError where a model of that name cannot be opened.
    """
    name = model if isinstance(model, str) else f"langchain:{type(model).__name__}"
    opened = load_chat_model(model, base_url=base_url) if isinstance(model, str) else model
    answerer: Answerer = ChatModelAnswerer(
        opened,
        name=name,
        embedder=lambda: library.embedder,
        judge=(lambda: judge) if judge else None,
        beside=ExtractiveAnswerer(lambda: library.embedder, term_weight=Idf(library)),
        strict=strict,
    )
    return AnswerChain(Pipeline(library, answerer, top_k=top_k), filters=filters)


def answer_tool(chain: AnswerChain, *, name: str = "ask_articles") -> StructuredTool:
    """Return a tool for agents.

    Its content is the answer with its sources as text, its artifact the ``Answer``.
    """

    def _ask(question: str) -> tuple[str, Answer]:
        answer = chain.answer(question)
        return _with_sources(answer), answer

    return StructuredTool.from_function(
        _ask,
        name=name,
        description="Answers a question from a library of news articles, with exact quotations. "
        "Give it one complete question that can be understood alone.",
        response_format="content_and_artifact",
    )


def _turn(library: Library) -> threading.Lock:
    with _turns_lock:
        return _turns.setdefault(library, threading.Lock())


def _document(hit: Hit, around: Context) -> Document:
    return Document(
        id=hit.passage.id,
        page_content=around.text,
        metadata={
            **article_json(hit.article),
            "rank": hit.rank,
            "score": hit.score,
            "start_index": around.start,
            "end_index": around.end,
            "copies": [article_json(copy) for copy in hit.copies],
        },
    )


def _message(answer: Answer) -> AIMessage:
    by_marker = {citation.marker: citation for citation in answer.citations}
    blocks: list[str | dict[str, Any]] = [
        _block(
            statement.text if first == 0 else f" {statement.text}",
            [by_marker[marker] for marker in statement.markers if marker in by_marker],
        )
        for first, statement in enumerate(answer.statements)
    ]
    return AIMessage(
        content=blocks or [_block(answer.text, ())], response_metadata=_metadata(answer)
    )


def _block(text: str, citations: Sequence[Citation]) -> dict[str, Any]:
    annotations = [
        create_citation(
            url=citation.article.url,
            title=citation.article.title,
            start_index=0,
            end_index=len(text),
            cited_text=citation.quote,
            id=f"{citation.article.id}-{citation.start}-{citation.end}",
            # What the standard has no field for goes into its ``extras``.
            marker=citation.marker,
            verdict=str(citation.verdict),
            article_id=citation.article.id,
            source_start=citation.start,
            source_end=citation.end,
        )
        for citation in citations
    ]
    return {"type": "text", "text": text, "annotations": annotations}


def _metadata(answer: Answer) -> dict[str, Any]:
    return {
        "model_name": answer.model,
        "answered": answer.answered,
        "confidence": answer.confidence,
        "verdicts": [str(statement.verdict) for statement in answer.statements],
        "warnings": list(answer.warnings),
    }


def _with_sources(answer: Answer) -> str:
    sources = [
        f"[{citation.marker}] {citation.article.title}: “{citation.quote}”"
        for citation in answer.citations
    ]
    return "\n".join([answer.text, *sources])
