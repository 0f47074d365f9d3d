"""The models that read, rank and judge: each is loaded once, for all the pipelines of a process."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.reader import Reader
    from rag.retrieval import Reranker
    from rag.settings import Settings
    from rag.verification import Judge

_readers: dict[str, Future[Reader]] = {}


def reader_of(name: str, notify: Callable[[str], None]) -> Future[Reader]:
    """Begin to load a reader of passages, beside whatever else is loaded; its result is the reader.

    Its result raises ReaderError; the next call tries again.
    """
    loading = _readers.get(name)
    if loading is None or (loading.done() and loading.exception()):
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
        loading = _readers[name] = thread.submit(_load_reader, name, notify)
        thread.shutdown(wait=False)
    return loading


def _load_reader(name: str, notify: Callable[[str], None]) -> Reader:
    from rag.reader.sources import load_reader  # in the thread, while the rest is imported

    return load_reader(name, notify=notify)


@cache
def judge_of(name: str) -> Judge:
    """Return the second judge of statements: our reader, or a model. Raises SettingsError."""
    from rag.settings.declared import OUR_READER, OUR_VERIFIER  # pydantic: --version needs none

    if name == OUR_VERIFIER:
        from rag.verification import ReaderJudge

        return ReaderJudge(reader_of(OUR_READER, lambda _: None).result())
    from rag.verification import load_judge  # sentence-transformers

    return load_judge(name)


def judge_for(settings: Settings) -> Callable[[], Judge] | None:
    """Return what opens the verifier that the settings name; ``None`` where they name none."""
    return partial(judge_of, settings.verifier) if settings.verifier else None


@cache
def reranker_of(name: str) -> Reranker:
    """Return the cross-encoder that ranks passages. Raises SettingsError."""
    from rag.retrieval import load_reranker  # sentence-transformers

    return load_reranker(name)
