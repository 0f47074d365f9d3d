"""Writing changes to a library, batch by batch.

Files are read and split in one thread, passages embedded in another, and written in this one: a
batch is written while the next one is embedded.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Self

from index.catalog.file_stamps import FileStamp
from index.chroma.records import EmbeddedArticle
from index.library.writer import LibraryWriter
from index.reading import Named
from index.sync.changes import Change, Place, SplitArticle, changes_with_places
from index.sync.embed import BATCH_PASSAGES, BackgroundEmbedder, batch_passages
from index.sync.prefetch import prefetch
from index.sync.report import BuildReport, Progress, Tally
from index.sync.scan import COLUMNS, Scan, gone_articles, scan

_BATCH_FILES = 500
"""Files whose stamps are written together, where their articles make no batch."""

_PREFETCHED = 32
"""Articles that are read and split before they are wanted: some hundred passages."""


def write_changes(
    paths: Sequence[Named],
    writer: LibraryWriter,
    *,
    prune: bool = False,
    scanned: Scan | None = None,
) -> Iterator[Progress | BuildReport]:
    """Do what ``index.sync.update.update`` does, with a library that is open for writing.

    ``scanned`` is what a scan of the files has just found, where there was one.
    """
    writer.adopt_model()
    tally = Tally()
    if scanned is None:
        scanned = yield from scan(paths, writer.catalog, writer.settings)
    yield from _write_batches(paths, writer, tally, scanned)
    if prune:
        gone = gone_articles(paths, writer.catalog)
        tally.removed += writer.remove(gone) if gone else 0
    if (writer.catalog.meta.get(COLUMNS) or "") != writer.settings.columns:
        with writer.catalog.transaction():
            writer.catalog.meta.set(COLUMNS, writer.settings.columns)
    writer.settle()
    yield _progress(Place(files=scanned.files, bytes=scanned.bytes), scanned, tally)
    yield tally.report()


def _write_batches(
    paths: Sequence[Named], writer: LibraryWriter, tally: Tally, scanned: Scan
) -> Iterator[Progress]:
    """Write every change, and yield how far the library has come."""
    reading = changes_with_places(paths, writer.location.catalog_file, writer.settings, tally)
    with prefetch(reading, depth=_PREFETCHED) as ready, _BatchWriter(writer, tally) as batches:
        for place, change in ready:
            if change is None:
                batches.skip_to(place)
            elif not batches.take(change, place):
                continue
            yield _progress(batches.place, scanned, tally, path=place.shown)
        for _ in range(2):  # the last batch is embedded, and then written
            batches.advance()
            yield _progress(batches.place, scanned, tally)


def _progress(place: Place, scanned: Scan, tally: Tally, *, path: str = "") -> Progress:
    return Progress(
        done=place.files,
        total=scanned.files,
        articles=tally.articles,
        passages=tally.passages,
        path=path,
        done_bytes=place.bytes,
        total_bytes=scanned.bytes,
    )


class _BatchWriter:
    """Gathers changes until they make a batch, has that embedded, and then writes it."""

    def __init__(self, writer: LibraryWriter, tally: Tally) -> None:
        self.place = Place()
        """Up to here, the library holds what the files hold."""
        self._writer = writer
        self._tally = tally
        self._embedder = BackgroundEmbedder(writer)
        self._gathered = _Batch()
        self._pending: tuple[_Batch, Future[list[EmbeddedArticle]] | None] | None = None
        self._size = BATCH_PASSAGES
        self._written_at = time.perf_counter()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Drop what is not written."""
        self._embedder.close()

    def skip_to(self, place: Place) -> None:
        """Note that reading has come so far without a change."""
        if self._gathered.is_empty() and self._pending is None:
            self.place = place

    def take(self, change: Change, place: Place) -> bool:
        """Take a change; return whether that filled a batch, and the one before was written."""
        self._gathered.take(change, place)
        if not self._gathered.is_full(self._size):
            return False
        self.advance()
        return True

    def advance(self) -> None:
        """Have what is gathered embedded, and write what was embedded before it."""
        embedded, batch, self._gathered = self._pending, self._gathered, _Batch()
        vectors = self._embedder.start(batch.articles) if batch.articles else None
        self._pending = None if batch.is_empty() else (batch, vectors)
        if embedded:
            self._write(*embedded)

    def _write(self, batch: _Batch, articles: Future[list[EmbeddedArticle]] | None) -> None:
        """Write a batch; the stamps last, for they say that a file is done with."""
        if articles:
            self._writer.put(articles.result())
            self._tally.passages += batch.passages
        if batch.gone:
            self._tally.removed += self._writer.remove(batch.gone)
        if batch.stamps:
            self._writer.set_stamps(batch.stamps)
        self.place = batch.place
        began, self._written_at = self._written_at, time.perf_counter()
        self._size = batch_passages(pace=(self._written_at - began) / max(1, batch.passages))


@dataclass
class _Batch:
    """Articles to embed, ids of articles that are gone, and stamps of files that are done with."""

    articles: list[SplitArticle] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    stamps: dict[str, FileStamp | None] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
    """Where its last change was read."""

    def take(self, change: Change, place: Place) -> None:
        self.place = place
        if isinstance(change, SplitArticle):
            self.articles.append(change)
        else:
            self.gone += change.gone
            self.stamps[change.file] = change.stamp

    @property
    def passages(self) -> int:
        return sum(len(article.passages) for article in self.articles)

    def is_empty(self) -> bool:
        return not (self.articles or self.stamps)

    def is_full(self, passages: int) -> bool:
        return self.passages >= passages or len(self.stamps) >= _BATCH_FILES
