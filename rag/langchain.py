"""For LangChain users: a retriever, a chain whose answers carry their citations, and a tool.

    index_documents(loader.lazy_load(), "news-library")
    chain = answer_chain("news-library", "ollama:llama3.2")  # or "extractive", without a model
    message = chain.invoke("Which country contributes the most troops to KFOR?")
    print(message.text, message.content[0]["annotations"])

The library is a folder, or an open ``index.library.Library``. The answers are those of
``rag ask``: the settings of the environment, of ``rag.toml`` and of the user's file are in force.
Everything here may be called from several threads; the questions to one library take turns.
"""

# ruff: noqa: A002, ARG002 - LangChain fixes the names and the parameters of what it calls

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any
from weakref import finalize

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.messages.content import create_citation
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import StructuredTool
from pydantic import ConfigDict, Field

from index.articles import Article, is_address
from index.errors import ReadingError
from index.filters import Filters
from index.library import Library
from index.passages import text_hash
from index.reading.formats import RefusedError
from index.reading.records.fields import draft_of
from index.sync.given import add_articles
from index.sync.report import BuildReport
from rag.answers import Answer, Citation, Hit, Statement, StatementReady, Turn, article_json
from rag.assembly.pipelines import build_pipeline
from rag.assembly.threads import in_a_thread, lock_of, one_at_a_time
from rag.pipeline import EVERYTHING, Pipeline
from rag.retrieval import Context, context, retrieve
from rag.settings import load_settings
from rag.verification import Judge

__all__ = ["AnswerChain", "ArticleRetriever", "answer_chain", "answer_tool", "index_documents"]

Question = str | Sequence[BaseMessage]
"""A question, or the messages of a conversation, of which the last one asks it."""


class ArticleRetriever(BaseRetriever):
    """Retrieves passages of a library as documents, the best first.

    ``metadata`` has the article's id, title, path and, where they are known, its source, url,
    authors and published (ISO date); the passage's rank, score, and ``start_index`` and
    ``end_index`` in the article's text; and as ``copies`` the ids of articles with nearly the same
    passage, if there are any. Vector stores refuse what is nothing.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any = Field(exclude=True)
    """An open ``index.library.Library``, or the folder of one, which is opened."""
    top_k: int = Field(default=8, ge=1)
    filters: Filters = EVERYTHING
    reranker: Any = Field(default=None, exclude=True)
    """What ``rag.retrieval.load_reranker`` gives, or nothing."""
    neighbours: int = Field(default=0, ge=0)
    """Passages before and after a hit that its document has with it."""

    def model_post_init(self, context: Any, /) -> None:
        """Open the library where a folder is given. Raises LibraryError, SettingsError."""
        super().model_post_init(context)
        if isinstance(self.library, str | Path):
            self.library = _opened(self.library)
            finalize(self, self.library.close)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
    ) -> list[Document]:
        with lock_of(self.library):
            self.library.refresh()
            found = retrieve(
                self.library,
                query,
                top_k=k or self.top_k,
                filters=self.filters,
                reranker=self.reranker,
            )
            return [_document(hit, self._around(hit)) for hit in found.hits]

    def _around(self, hit: Hit) -> Context:
        return context(self.library, hit, before=self.neighbours, after=self.neighbours)


class AnswerChain(Runnable[Question, AIMessage]):
    """Answers a question with a message whose text blocks carry core's ``Citation`` annotations.

    A conversation's messages do in its place: the last one asks, and may lean on those before it.
    One block is one checked statement; ``response_metadata`` has ``answered``, ``grade``,
    ``confidence``, ``warnings`` and the statements' ``verdicts``. Streams statement by statement.
    """

    def __init__(self, pipeline: Pipeline, *, filters: Filters = EVERYTHING) -> None:
        self._pipeline = pipeline
        self._filters = filters

    def answer(self, question: Question) -> Answer:
        """Return the whole answer as ``rag.answers.Answer``. Raises LibraryError and RagError."""
        asked, history = _conversation(question)
        with lock_of(self._pipeline.library):
            return self._pipeline.answer(asked, history=history, filters=self._filters)

    def invoke(
        self, input: Question, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AIMessage:
        """Return the answer to the question ``input``. Raises LibraryError and RagError."""
        return self._call_with_config(
            lambda question: _message(self.answer(question)), input, config
        )

    def stream(
        self, input: Question, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[AIMessage]:
        """Yield a chunk for each statement and, as the last one, what concerns all of them."""
        asked, history = _conversation(input)
        events = self._pipeline.stream(asked, history=history, filters=self._filters)
        stated = False
        for event in one_at_a_time(lock_of(self._pipeline.library), events):
            if isinstance(event, StatementReady):
                yield AIMessageChunk(
                    content=[_block(event.statement, event.citations, first=not stated)]
                )
                stated = True
            elif isinstance(event, Answer):
                yield AIMessageChunk(
                    content=[] if stated else [_text_block(event.text, ())],
                    response_metadata=_metadata(event),
                )

    async def astream(
        self, input: Question, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[AIMessage]:
        """Do what ``stream`` does, in a thread of its own."""
        async for chunk in in_a_thread(self.stream(input, config, **kwargs)):
            yield chunk


def answer_chain(
    library: Library | str | Path,
    model: BaseChatModel | str | None = None,
    *,
    base_url: str | None = None,
    top_k: int | None = None,
    filters: Filters = EVERYTHING,
    strict: bool = False,
    judge: Judge | None = None,
) -> AnswerChain:
    """Return a chain from a question to its answer.

    ``library`` is open, or the folder of one, which stays open as long as the chain. ``model`` is a
    chat model, the name of one or ``extractive``, which answers in the articles' own sentences;
    without it, as without ``base_url`` and ``top_k``, the settings decide.
    ``judge`` is asked about statements that the rules of verification leave open;
    ``rag.verification.load_judge`` opens an NLI model or a cross-encoder.
    Raises SettingsError and ModelError where a model of that name cannot be opened, LibraryError.
    """
    named = model if isinstance(model, str) else None
    settings = load_settings({"model": named, "base_url": base_url, "top_k": top_k}).settings
    opened = library if isinstance(library, Library) else _opened(library)
    pipeline = build_pipeline(
        settings,
        opened,
        chat_model=None if isinstance(model, str) else model,
        judge=judge,
        strict=strict,
    )
    chain = AnswerChain(pipeline, filters=filters)
    if opened is not library:
        finalize(chain, opened.close)
    return chain


def answer_tool(chain: AnswerChain, *, name: str = "ask_articles") -> StructuredTool:
    """Return a tool for agents.

    Its content is the answer with its sources as text, in which what is unsupported is marked. Its
    artifact is the object that ``rag ask --json`` prints, without the passages: it is kept with
    every message.
    """

    def _ask(question: str) -> tuple[str, dict[str, Any]]:
        answer = chain.answer(question)
        return _with_sources(answer), {**answer.as_json(), "passages": []}

    return StructuredTool.from_function(
        _ask,
        name=name,
        description="Answers a question from a library of news articles, with exact quotations. "
        "Give it one complete question that can be understood alone.",
        response_format="content_and_artifact",
    )


def index_documents(
    documents: Iterable[Document],
    library: str | Path,
    *,
    notify: Callable[[str], None] = lambda _text: None,
) -> BuildReport:
    """Index the documents of any loader, each as one article, in the library in a folder.

    A document is known again by its ``id``, or else by its ``source`` with its ``page`` or
    ``start_index``; one that has not changed costs nothing, and none is removed. A ``source`` that
    is an address or a file tells where the text is from; any other names the publisher. Title,
    authors, date and address are taken from the metadata by their usual names. Raises LibraryError,
    SettingsError.
    """
    effective = load_settings({"library": library})
    return add_articles(
        map(_article_of, documents),
        effective.location(),
        effective.settings.index_settings(),
        notify=notify,
    )


def _article_of(document: Document) -> Article | ReadingError:
    about = dict(document.metadata)
    place = str(about.get("source") or "")
    if not is_address(place) and (PurePath(place).suffix or os.sep in place):
        del about["source"]
    else:
        place = place if is_address(place) else ""
    part = next((about[name] for name in ("page", "start_index", "seq_num") if name in about), None)
    named = document.id or (place if part is None else f"{place}#{part}")
    path = place or document.id or "a document"
    try:
        draft = draft_of({**about, "text": document.page_content})
    except RefusedError as refusal:
        return ReadingError(path, str(refusal))
    return Article(
        origin=f"document:{named or text_hash(document.page_content)}",
        path=path,
        title=draft.title,
        text=draft.text,
        source=draft.metadata.source,
        url=draft.metadata.url or (place if is_address(place) else None),
        authors=draft.metadata.authors,
        published=draft.metadata.published,
    )


def _conversation(asked: Question) -> tuple[str, list[Turn]]:
    """Return the question, and the turns before it. Raises QuestionError."""
    if isinstance(asked, str):
        return asked, []
    *before, last = asked or [HumanMessage("")]
    turns, question = [], None
    for message in before:
        if isinstance(message, HumanMessage):
            question = message.text
        elif isinstance(message, AIMessage) and question is not None and message.text:
            turns.append(_turn(question, message))
            question = None
    return last.text, turns


def _turn(question: str, message: AIMessage) -> Turn:
    known = message.response_metadata
    return Turn.of(
        Answer(
            question=question,
            standalone_question=known.get("standalone_question", question),
            answered=known.get("answered", True),
            text=message.text,
            confidence=known.get("confidence", 1.0),
            model=known.get("model_name", ""),
        )
    )


def _opened(folder: str | Path) -> Library:
    """Open the library in a folder, as the settings name it. Raises LibraryError, SettingsError."""
    effective = load_settings({"library": folder})
    return Library(effective.location(), effective.settings.index_settings())


def _document(hit: Hit, around: Context) -> Document:
    metadata = {
        **article_json(hit.article),
        "rank": hit.rank,
        "score": float(hit.score),  # numpy's own is no number to a vector store
        "start_index": around.start,
        "end_index": around.end,
        "copies": [copy.id for copy in hit.copies],
    }
    return Document(
        id=hit.passage.id,
        page_content=around.text,
        metadata={name: value for name, value in metadata.items() if value not in (None, [])},
    )


def _message(answer: Answer) -> AIMessage:
    by_marker = {citation.marker: citation for citation in answer.citations}
    blocks: list[str | dict[str, Any]] = [
        _block(
            statement,
            [by_marker[marker] for marker in statement.markers if marker in by_marker],
            first=position == 0,
        )
        for position, statement in enumerate(answer.statements)
    ]
    return AIMessage(
        content=blocks or [_text_block(answer.text, ())], response_metadata=_metadata(answer)
    )


def _block(statement: Statement, citations: Sequence[Citation], *, first: bool) -> dict[str, Any]:
    """Return a statement's block; one that is not supported says so, as on the command line."""
    text = statement.marked_text
    return _text_block(text if first else f" {text}", citations)


def _text_block(text: str, citations: Sequence[Citation]) -> dict[str, Any]:
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
        "grade": str(answer.grade),
        "standalone_question": answer.standalone_question,
        "confidence": answer.confidence,
        "verdicts": [str(statement.verdict) for statement in answer.statements],
        "warnings": list(answer.warnings),
    }


def _with_sources(answer: Answer) -> str:
    sources = [
        f"[{citation.marker}] {citation.article.title}: “{citation.quote}”"
        for citation in answer.citations
    ]
    return "\n".join([answer.marked_text, *sources])
