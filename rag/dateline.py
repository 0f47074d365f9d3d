"""Dateline for Python: open a library, index files, ask, search.

    >>> from rag import Dateline, Filters
    >>> with Dateline.open("library") as news:
    ...     report = news.index(["articles"])
    ...     answer = news.ask("How many soldiers does KFOR have?")
    >>> report.added
    5
    >>> answer.short_answer
    '4,600'
    >>> answer.citations[0].quote[:44]
    'Under the name KFOR it now has over 4,600 so'

The answers are those of ``rag ask``: the same settings are in force, from ``RAG_*`` variables,
``rag.toml`` and the user's file, unless they are given to ``Dateline.open``.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.articles import Article, path_or_address
from index.catalog import ArticleEntry
from index.filters import Filters
from index.library import Library
from index.sync.report import BuildReport, Progress
from index.sync.update import update
from rag.answers import Answer, Hit, Searched, StatementReady, Turn
from rag.assembly import Observer, library_location, run_through
from rag.assembly.pipelines import build_pipeline, build_search
from rag.assembly.threads import in_a_thread, lock_of, one_at_a_time
from rag.errors import SettingsError
from rag.settings import Effective, Settings, load_settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from rag.pipeline import Pipeline

EVERYTHING = Filters()


class Dateline:
    """A library of articles, and what answers from it.

    Made by ``open``; use it as a context manager, or close it. It may be used from several threads,
    which take turns. The methods that begin with ``a`` do the same for asyncio.
    """

    def __init__(
        self,
        effective: Effective,
        *,
        samples: bool = False,
        strict: bool = False,
        chat_model: BaseChatModel | None = None,
        notify: Callable[[str], None] = lambda _text: None,
    ) -> None:
        """Take settings as ``rag.settings.load_settings`` returns them; see ``open``."""
        self._effective = effective
        self._samples = samples
        self._strict = strict
        self._chat_model = chat_model
        self._observer = Observer(notify=notify)
        self._closing = contextlib.ExitStack()

    @classmethod
    def open(
        cls,
        library: str | Path | None = None,
        *,
        samples: bool = False,
        strict: bool = False,
        chat_model: BaseChatModel | None = None,
        notify: Callable[[str], None] = lambda _text: None,
        **settings: object,
    ) -> Self:
        """Return Dateline for the library in a folder, or for that of the settings.

        ``samples`` takes the sample articles instead. ``settings`` are those of ``rag config``,
        such as ``top_k=12`` or ``model="ollama:llama3.2"``; ``chat_model``, any chat model of
        LangChain's, takes the place of a named one. ``strict`` leaves out what a language model
        says without support. ``notify`` is told what a long step is about to do.

        Nothing is read before it is needed, and the folder need not be there before ``index``.
        Raises SettingsError.

        >>> with Dateline.open(samples=True, top_k=3) as news:
        ...     print(news.ask("Who leads NATO?").short_answer)
        Mark Rutte
        """
        if unknown := sorted(set(settings) - set(Settings.model_fields)):
            raise SettingsError(f"{unknown[0]!r} is not a setting", hint="rag config lists them")
        effective = load_settings({"library": library, **settings})
        if warning := effective.warning():
            notify(warning)
        return cls(effective, samples=samples, strict=strict, chat_model=chat_model, notify=notify)

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._closing.close()
        for name in ("library", "_pipeline", "_search"):
            self.__dict__.pop(name, None)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._effective.settings

    @cached_property
    def library(self) -> Library:
        """The open library. Raises LibraryError."""
        location = library_location(self._effective, samples=self._samples, observer=self._observer)
        settings = self._effective.settings.index_settings()
        opened = Library(location, settings, notify=self._observer.notify)
        return self._closing.enter_context(opened)

    # Indexing.

    def index(
        self,
        paths: Sequence[str | Path],
        *,
        prune: bool = False,
        refresh: bool = False,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> BuildReport:
        """Bring the library up to date with files, folders and pages of the web.

        What cannot be read is reported. ``prune`` removes articles whose file is gone from the
        folders; ``refresh`` asks again for all pages that were fetched before. ``on_progress`` is
        told how far it has come. Raises LibraryError.

        >>> with Dateline.open("news") as news:
        ...     first, second = news.index(["articles"]), news.index(["articles"])
        >>> first.added, second.added, second.unchanged
        (5, 0, 5)
        """
        if self._samples:
            raise SettingsError(
                "the sample articles stay as they are", hint="name a library: Dateline.open(FOLDER)"
            )
        events = update(
            [path_or_address(str(path)) for path in paths],
            self._effective.location(),
            self._effective.settings.index_settings(),
            prune=prune,
            refresh=refresh,
            notify=self._observer.notify,
        )
        with contextlib.closing(events):
            return run_through(_told(events, on_progress))

    def articles(self, *, filters: Filters = EVERYTHING) -> list[ArticleEntry]:
        """Return the articles without their texts, the newest first. Raises LibraryError.

        >>> with Dateline.open(samples=True) as news:
        ...     [newest, *others] = news.articles()
        >>> newest.published.isoformat(), len(others)
        ('2025-01-13', 4)
        """
        with self._turn() as library:
            return list(library.entries(filters))

    def article(self, article_id: str) -> Article:
        """Return the article whose id begins so, with its text.

        Raises ArticleNotFoundError, LibraryError.
        """
        with self._turn() as library:
            return library.article(article_id)

    # Asking.

    def ask(
        self, question: str, *, filters: Filters = EVERYTHING, history: Iterable[Answer] = ()
    ) -> Answer:
        """Return the answer; of ``history``, the answers before it, a question may lean on.

        Raises QuestionError, LibraryError and, with a language model, ModelError.

        >>> with Dateline.open(samples=True) as news:
        ...     first = news.ask("What is KFOR?")
        ...     then = news.ask("How many soldiers does it have?", history=[first])
        ...     before = news.ask("Who leads NATO?", filters=Filters(until="2024"))
        >>> then.standalone_question
        'How many soldiers does KFOR have?'
        >>> before.answered, before.warnings
        (False, ('4 articles have no date and cannot pass a date filter',))
        """
        turns = [Turn.of(answer) for answer in history]
        with self._turn():
            return self._pipeline.answer(question, history=turns, filters=filters)

    def stream(
        self, question: str, *, filters: Filters = EVERYTHING, history: Iterable[Answer] = ()
    ) -> Iterator[Searched | StatementReady | Answer]:
        """Yield what was found, each statement when it is finished and, at last, the answer.

        Raises what ``ask`` does.

        >>> with Dateline.open(samples=True) as news:
        ...     for event in news.stream("How many soldiers does KFOR have?"):
        ...         print(type(event).__name__)
        Searched
        StatementReady
        Answer
        """
        turns = [Turn.of(answer) for answer in history]
        events = self._pipeline.stream(question, history=turns, filters=filters)
        yield from one_at_a_time(lock_of(self.library), events)

    def search(
        self, query: str, *, filters: Filters = EVERYTHING, top_k: int | None = None
    ) -> tuple[Hit, ...]:
        """Return the passages that fit best. Raises QuestionError, LibraryError.

        >>> with Dateline.open(samples=True) as news:
        ...     hits = news.search("explosion at the canal", top_k=2)
        >>> [hit.rank for hit in hits], "canal" in hits[0].passage.text.lower()
        ([1, 2], True)
        """
        with self._turn():
            return self._search.search(query, filters=filters, top_k=top_k).hits

    # The same for asyncio.

    async def aindex(
        self,
        paths: Sequence[str | Path],
        *,
        prune: bool = False,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> BuildReport:
        """Do what ``index`` does; ``on_progress`` is called in another thread."""
        return await asyncio.to_thread(self.index, paths, prune=prune, on_progress=on_progress)

    async def aask(
        self, question: str, *, filters: Filters = EVERYTHING, history: Iterable[Answer] = ()
    ) -> Answer:
        """Do what ``ask`` does."""
        return await asyncio.to_thread(self.ask, question, filters=filters, history=history)

    async def astream(
        self, question: str, *, filters: Filters = EVERYTHING, history: Iterable[Answer] = ()
    ) -> AsyncIterator[Searched | StatementReady | Answer]:
        """Do what ``stream`` does."""
        async for event in in_a_thread(self.stream(question, filters=filters, history=history)):
            yield event

    async def asearch(
        self, query: str, *, filters: Filters = EVERYTHING, top_k: int | None = None
    ) -> tuple[Hit, ...]:
        """Do what ``search`` does."""
        return await asyncio.to_thread(self.search, query, filters=filters, top_k=top_k)

    # Parts.

    @cached_property
    def _pipeline(self) -> Pipeline:
        self.library.require_articles()  # before a model is opened
        return build_pipeline(
            self._effective.settings,
            self.library,
            chat_model=self._chat_model,
            strict=self._strict,
            observer=self._observer,
        )

    @cached_property
    def _search(self) -> Pipeline:
        return build_search(self._effective.settings, self.library)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[Library]:
        """Have the library to oneself, as it is now."""
        with lock_of(self.library):
            self.library.refresh()
            yield self.library


def _told(
    events: Iterable[Progress | BuildReport], on_progress: Callable[[Progress], None]
) -> Iterator[Progress | BuildReport]:
    for event in events:
        if isinstance(event, Progress):
            on_progress(event)
        yield event
