"""Putting the parts together for a command: settings, library, pipeline, consoles.

Every command imports this, so each function imports for itself what it puts together: the settings
(pydantic) and the consoles (rich) take as long as all that most commands do.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future

    from rich.console import Console

    from index.library.library import Library
    from index.settings import IndexSettings, Location
    from rag.answering import Answerer
    from rag.pipeline import Pipeline
    from rag.reader import Reader
    from rag.retrieval import Reranker
    from rag.settings import Effective, Settings
    from rag.verification import Judge


_ESCAPED = {
    code: f"\\u{code:04x}"
    for code in (
        *range(0x7F, 0xA0),  # C1 controls, which json leaves alone and terminals obey
        *range(0x2028, 0x202F),  # line ends to some readers, and bidirectional overrides
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),  # lone surrogates, which no encoding takes
    )
}
"""What JSON need not escape and we do, so that neither a terminal nor a line reader acts on it."""


_SAMPLES_TIMEOUT = 180.0
"""Seconds."""


def settings_of(**flags: object) -> Effective:
    """Return the settings in force under these flags, and say what is not. Raises SettingsError."""
    effective = read_settings(**flags)
    if warning := effective.warning():
        notify(effective.settings, warning)
    return effective


def read_settings(**flags: object) -> Effective:
    """Return the settings in force under these flags. Raises SettingsError."""
    from rag.settings import load_settings

    return load_settings(flags)


def out(settings: Settings) -> Console:
    """Return the console that results go to."""
    from rag.terminal.theme import make_console

    return make_console(sys.stdout, theme=settings.theme, plain=settings.screen == "plain")


def err(settings: Settings) -> Console:
    """Return the console that progress and notes go to."""
    from rag.terminal.theme import make_console

    return make_console(sys.stderr, theme=settings.theme, plain=settings.screen == "plain")


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print a value to stdout as JSON; with ``indent=None``, on one line by anybody's count."""
    from rag.terminal.streams import make_encodable

    make_encodable(sys.stdout)
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    sys.stdout.write(text.translate(_ESCAPED) + "\n")
    sys.stdout.flush()


def print_text(text: str) -> None:
    """Print an article's text: to the letter in a pipe, without control characters on a screen."""
    from rag.terminal.text import plain
    from rag.terminal.theme import make_console

    console = make_console(sys.stdout)
    sys.stdout.write(plain(text) if console.is_terminal else text)
    sys.stdout.flush()


def notify(settings: Settings, text: str) -> None:
    """Say on stderr what a long step is about to do."""
    from rag.terminal import render
    from rag.terminal.layout import show

    show(err(settings), render.note(text))


def location_of(effective: Effective, *, samples: bool = False) -> Location:
    """Return where the library is; the samples' one is built where it is missing."""
    return _samples(effective.settings) if samples else effective.location()


@contextlib.contextmanager
def open_library(effective: Effective, *, samples: bool = False) -> Iterator[Library]:
    """Open the library that the settings name, or the samples', built on first use.

    Raises LibraryError in its kinds.
    """
    with _opened(location_of(effective, samples=samples), effective.settings) as library:
        yield library


@contextlib.contextmanager
def open_pipeline(
    effective: Effective, *, samples: bool = False, strict: bool = False
) -> Iterator[Pipeline]:
    """Open the library and what answers from it.

    ``strict`` leaves out what a language model says without support. Raises LibraryError, RagError.
    """
    settings, location = effective.settings, location_of(effective, samples=samples)
    if settings.reader and (location.chroma or location.catalog_file.is_file()):
        _reader(settings.reader)  # it loads while the rest is imported
    with _opened(location, settings) as library:
        library.require_articles()  # before a model is opened
        yield pipeline_of(settings, library, strict=strict)


@contextlib.contextmanager
def _opened(location: Location, settings: Settings) -> Iterator[Library]:
    from index.library.library import Library

    with Library(
        location, settings.index_settings(), notify=lambda text: notify(settings, text)
    ) as library:
        yield library


def pipeline_of(
    settings: Settings, library: Library, *, strict: bool = False, depth: int = 0
) -> Pipeline:
    """Return what answers from an open library; its answers list ``depth`` passages or more.

    Raises RagError.
    """
    from rag.pipeline import Pipeline

    if settings.reader:
        _reader(settings.reader)
    if settings.model is None:
        return Pipeline(
            library,
            _extractive(settings, library),
            top_k=settings.top_k,
            depth=depth,
            reranker=_reranking(settings),
        )
    return _with_model(settings, settings.model, library, strict=strict, depth=depth)


@contextlib.contextmanager
def open_search(effective: Effective, *, samples: bool = False) -> Iterator[Pipeline]:
    """Open the library to search it, which takes nothing that answers. Raises LibraryError."""
    from rag.answering import NullAnswerer
    from rag.pipeline import Pipeline

    settings = effective.settings
    with open_library(effective, samples=samples) as library:
        yield Pipeline(library, NullAnswerer(), top_k=settings.top_k, reranker=_reranking(settings))


def _with_model(
    settings: Settings, name: str, library: Library, *, strict: bool, depth: int
) -> Pipeline:
    from rag.answering.chat_model.answerer import ChatModelAnswerer
    from rag.answering.chat_model.providers import load_chat_model
    from rag.answering.chat_model.rewriting import rewrite
    from rag.pipeline import Pipeline

    model = load_chat_model(name, base_url=settings.base_url)
    judge = partial(_judge, settings.verifier) if settings.verifier else None
    answerer = ChatModelAnswerer(
        model,
        name=name,
        embedder=lambda: library.embedder,
        judge=judge,
        beside=_extractive(settings, library),
        strict=strict,
    )
    return Pipeline(
        library,
        answerer,
        top_k=settings.top_k,
        depth=depth,
        rewrite=partial(rewrite, model, name=name),
        reranker=_reranking(settings),
    )


@cache
def _judge(name: str) -> Judge:
    """Load the second judge of statements once for all answers. Raises SettingsError."""
    from rag.verification import load_judge

    return load_judge(name)


def _reranking(settings: Settings) -> Callable[[], Reranker | None]:
    name = settings.reranker
    return (lambda: _reranker(name)) if name else (lambda: None)


@cache
def _reranker(name: str) -> Reranker:
    """Load the reranker once for all questions. Raises SettingsError."""
    from rag.retrieval import load_reranker

    return load_reranker(name)


def _extractive(settings: Settings, library: Library) -> Answerer:
    from rag.answering.extractive.answerer import ExtractiveAnswerer
    from rag.retrieval.idf import Idf

    name = settings.reader
    reader = (lambda: _reader(name).result()) if name else (lambda: None)
    return ExtractiveAnswerer(lambda: library.embedder, term_weight=Idf(library), reader=reader)


@cache
def _reader(name: str) -> Future[Reader]:
    """Begin to load the reader of passages, once for all answers, beside the other models.

    Its result raises ReaderError.
    """
    from concurrent.futures import ThreadPoolExecutor

    def tell(text: str) -> None:
        from rag.terminal import render
        from rag.terminal.layout import show
        from rag.terminal.theme import make_console

        show(make_console(sys.stderr), render.note(text))

    def load() -> Reader:
        from rag.reader.sources import load_reader

        return load_reader(name, notify=tell)

    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
    loading: Future[Reader] = thread.submit(load)
    thread.shutdown(wait=False)
    return loading


def _samples(settings: Settings) -> Location:
    """Return where the samples' library is, after building it where it is missing."""
    import seeds
    from index.settings import Location

    # Another process may be building them too, and preparing the embedding model takes a minute.
    patient = {"lock_timeout": max(settings.lock_timeout, _SAMPLES_TIMEOUT)}
    index_settings = settings.index_settings().model_copy(update=patient)
    location = Location(directory=_samples_folder(index_settings), collection="samples")
    if not _is_built(location, index_settings, articles=len(list(seeds.articles().iterdir()))):
        _build_samples(settings, index_settings, location)
    return location


def _samples_folder(settings: IndexSettings) -> Path:
    """Return a folder of its own for every version of the samples, model and passage size.

    And for every place of the files, to which citations lead: another clone's may be gone.
    """
    from platformdirs import user_cache_path

    import seeds

    made_with = f"{settings.embedding} {settings.passage_size} {seeds.articles()}"
    key = hashlib.sha256(made_with.encode()).hexdigest()[:8]
    return user_cache_path("dateline", appauthor=False) / "samples" / f"{seeds.fingerprint()}-{key}"


def _is_built(location: Location, settings: IndexSettings, *, articles: int) -> bool:
    from index.errors import LibraryDamagedError, LibraryMissingError
    from index.library.library import Library

    try:
        with Library(location, settings) as library:
            return library.counts()[0] == articles
    except LibraryMissingError:
        return False
    except LibraryDamagedError:
        shutil.rmtree(location.directory, ignore_errors=True)  # a cache: it is made again
        return False


def _build_samples(settings: Settings, index_settings: IndexSettings, location: Location) -> None:
    import seeds
    from index.library.writer import open_for_writing
    from index.sync.build import sync
    from rag.terminal.progress import track

    with open_for_writing(
        location, index_settings, notify=lambda text: notify(settings, text)
    ) as writer:
        track(sync([seeds.articles()], writer), err(settings))
