"""What answers from an open library, put together as the settings say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from index.library import Library
from rag.answering import Answerer, NullAnswerer
from rag.assembly.models import judge_for, reader_of, reranker_of
from rag.assembly.observer import QUIET, Observer
from rag.pipeline import Pipeline

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from rag.retrieval import Reranker
    from rag.settings import Settings
    from rag.verification import Judge


def build_pipeline(
    settings: Settings,
    library: Library,
    *,
    chat_model: BaseChatModel | None = None,
    judge: Judge | None = None,
    strict: bool = False,
    depth: int = 0,
    observer: Observer = QUIET,
) -> Pipeline:
    """Return what answers from an open library; its answers list ``depth`` passages or more.

    ``chat_model`` and ``judge`` take the place of those that the settings name. ``strict`` leaves
    out what a language model says without support. Raises SettingsError, ModelError.
    """
    extractive = _extractive(settings, library, observer)
    make = partial(
        Pipeline, library, top_k=settings.top_k, depth=depth, reranker=_reranker(settings)
    )
    if chat_model is None and settings.model is None:
        return make(extractive)
    # LangChain takes a second to import.
    from rag.answering.chat_model.answerer import ChatModelAnswerer
    from rag.answering.chat_model.providers import load_chat_model
    from rag.answering.chat_model.rewriting import rewrite

    name = f"langchain:{type(chat_model).__name__}" if chat_model else settings.model or ""
    seconds = settings.model_timeout
    model = chat_model or load_chat_model(name, base_url=settings.base_url, timeout=seconds)
    answerer = ChatModelAnswerer(
        model,
        name=name,
        embedder=lambda: library.embedder,
        judge=(lambda: judge) if judge else judge_for(settings),
        beside=extractive,
        strict=strict,
        seconds=seconds,
    )
    return make(answerer, rewrite=partial(rewrite, model, name=name, seconds=seconds))


def build_search(settings: Settings, library: Library) -> Pipeline:
    """Return what searches an open library, and answers nothing."""
    return Pipeline(library, NullAnswerer(), top_k=settings.top_k, reranker=_reranker(settings))


def _extractive(settings: Settings, library: Library, observer: Observer) -> Answerer:
    # A search needs neither, and they take 50 ms to import.
    from rag.answering.extractive.answerer import ExtractiveAnswerer
    from rag.retrieval.idf import Idf

    reader = reader_of(settings.reader, observer.notify).result if settings.reader else _none
    return ExtractiveAnswerer(lambda: library.embedder, term_weight=Idf(library), reader=reader)


def _reranker(settings: Settings) -> Callable[[], Reranker | None]:
    return partial(reranker_of, settings.reranker) if settings.reranker else _none


def _none() -> None:
    """Give no model."""
