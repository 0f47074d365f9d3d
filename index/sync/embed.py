"""From articles and their passages to articles with vectors: each text is embedded once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from index.articles import Article
from index.chroma.records import EmbeddedArticle
from index.embedding import Embedder, Vectors
from index.embedding.cache import CachingEmbedder
from index.library.writer import LibraryWriter
from index.passages import split, text_hash
from index.sync.changes import SplitArticle

BATCH_PASSAGES = 64
"""Passages that are embedded and committed together: what a kill may cost."""

_FAST_BATCH_PASSAGES = 256
"""The same where embedding takes next to no time. Chroma takes half as much processor time again to
write 10,000 passages by 64 (3.6 ms a passage, 2.4 by 256): with every batch it reads what was added
since it last saved its index, which it does every 1,000 passages."""

_FAST = 0.015
"""Seconds a passage, embedded and written, below which batches are large."""

_AT_ONCE = 32
"""Texts that are embedded between two checks whether to stop: a second's work. At each check the
cores wait for the last one to finish; with sixteen texts that costs a few percent."""

_RECENT = 4_096
"""Vectors of this run that are kept for the same text; six megabytes with 384 dimensions."""


def batch_passages(*, pace: float) -> int:
    """Return how many passages make a batch, given the seconds a passage took in the last one.

    A batch takes a few seconds at most. That is what a kill costs, and how long the user waits to
    see progress.
    """
    return _FAST_BATCH_PASSAGES if pace < _FAST else BATCH_PASSAGES


class StoppedError(Exception):
    """Nobody wants the vectors any more."""


def in_batches(
    articles: Iterator[tuple[Article, str]], embedder: Embedder, *, size: int
) -> Iterator[list[EmbeddedArticle]]:
    """Split and embed articles, given with their files, a batch of passages at a time.

    ``size`` is the setting ``passage_size``.
    """
    waiting: list[SplitArticle] = []
    for article, file in articles:
        passages = split(article, size=size)
        waiting.append(SplitArticle(article=article, file=file, passages=passages))
        if sum(len(each.passages) for each in waiting) >= BATCH_PASSAGES:
            yield _with_vectors(waiting, _embed(_texts(waiting), embedder, threading.Event()))
            waiting = []
    if waiting:
        yield _with_vectors(waiting, _embed(_texts(waiting), embedder, threading.Event()))


class BackgroundEmbedder:
    """Embeds one batch in a thread while the batch before it is being written.

    A text that the library or this run has embedded already is not embedded again.
    """

    def __init__(self, writer: LibraryWriter) -> None:
        self._writer = writer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="batch")
        self._stop = threading.Event()
        self._recent: OrderedDict[str, Vectors] = OrderedDict()

    def close(self) -> None:
        """End the thread, even in the middle of a batch."""
        self._stop.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def start(self, batch: Sequence[SplitArticle]) -> Future[list[EmbeddedArticle]]:
        """Have a batch embedded; batches are done in the order in which they are started."""
        texts = _texts(batch)
        stored = self._writer.vectors_of_texts([key for key in texts if key not in self._recent])
        return self._thread.submit(self._embed_batch, list(batch), texts, stored)

    def _embed_batch(
        self, batch: Sequence[SplitArticle], texts: Mapping[str, str], stored: dict[str, Vectors]
    ) -> list[EmbeddedArticle]:
        known = stored | {key: self._recent[key] for key in texts if key in self._recent}
        new = {key: text for key, text in texts.items() if key not in known}
        embedder = self._writer.embedder
        if len(new) > _FAST_BATCH_PASSAGES:
            # A long article is written at once, in the end. A kill before that costs no vectors.
            embedder = CachingEmbedder(embedder)
        known |= _embed(new, embedder, self._stop)
        self._recent |= {key: known[key] for key in texts}
        while len(self._recent) > _RECENT:
            self._recent.popitem(last=False)
        return _with_vectors(batch, known)


def _texts(batch: Sequence[SplitArticle]) -> dict[str, str]:
    """Return the texts of a batch by their hash, each once."""
    return {text_hash(text): text for article in batch for text in article.texts()}


def _embed(
    texts: Mapping[str, str], embedder: Embedder, stop: threading.Event
) -> dict[str, Vectors]:
    """Return the vectors of texts by the same keys. Raises StoppedError."""
    keys = list(texts)
    vectors: dict[str, Vectors] = {}
    for first in range(0, len(keys), _AT_ONCE):
        if stop.is_set():
            raise StoppedError
        part = keys[first : first + _AT_ONCE]
        embedded = embedder.embed_documents([texts[key] for key in part])
        vectors |= dict(zip(part, embedded, strict=True))
    return vectors


def _with_vectors(
    batch: Sequence[SplitArticle], vectors: Mapping[str, Vectors]
) -> list[EmbeddedArticle]:
    return [
        EmbeddedArticle(
            article=each.article,
            file=each.file,
            passages=each.passages,
            vectors=np.stack([vectors[text_hash(text)] for text in each.texts()]),
        )
        for each in batch
    ]
