"""Indexing: bring a library up to date with files and folders."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from index.library.catalog import Catalog, FileStamp
from index.library.writer import EmbeddedArticle, LibraryWriter
from index.settings import IndexSettings
from index.sync.changes import Change, Place, changes, steps
from index.sync.embed import (
    BATCH_PASSAGES,
    EmbeddingAhead,
    SplitArticle,
    batch_passages,
    in_batches,
)
from index.sync.prefetch import ahead
from index.sync.report import BuildReport, Progress, Tally
from index.sync.scan import Survey, gone_articles, survey

__all__ = ["BuildReport", "Progress", "in_batches", "preview", "sync"]

_BATCH_FILES = 500
"""Files whose state is noted together, where their articles make no batch."""

_AHEAD = 32
"""Articles that are read and split before they are wanted: some hundred passages."""


def sync(
    paths: Sequence[Path],
    writer: LibraryWriter,
    *,
    prune: bool = False,
    surveyed: Survey | None = None,
) -> Iterator[Progress | BuildReport]:
    """Add and update the articles of ``paths``; yield how far it has come and last the report.

    Files are read and split in one thread, passages embedded in another, and written in this one.
    A file that cannot be read any more keeps its articles. ``prune`` removes those whose file is
    gone from the given folders. Stopped or killed at any point, the next call goes on from there.
    ``surveyed`` is what a look at the files has just found, where there was one.
    """
    writer.adopt_model()
    tally = Tally()
    if surveyed is None:
        longest = writer.settings.max_file_bytes
        surveyed = yield from survey(paths, writer.catalog, longest=longest)
    yield from _written(paths, writer, tally, surveyed)
    if prune:
        gone = gone_articles(paths, writer.catalog)
        tally.removed += writer.remove(gone) if gone else 0
    writer.settle()
    yield _progress(Place(files=surveyed.files, bytes=surveyed.bytes), surveyed, tally)
    yield tally.report()


def preview(
    paths: Sequence[Path],
    catalog: Catalog | None,
    settings: IndexSettings,
    *,
    prune: bool = False,
) -> BuildReport:
    """Return what ``sync`` would do, without writing or embedding anything."""
    tally = Tally()
    for change in changes(paths, catalog, settings, tally):
        if isinstance(change, SplitArticle):
            tally.passages += len(change.passages)
        else:
            tally.removed += len(change.gone)
    if prune and catalog:
        tally.removed += len(gone_articles(paths, catalog))
    return tally.report()


def _written(
    paths: Sequence[Path], writer: LibraryWriter, tally: Tally, surveyed: Survey
) -> Iterator[Progress]:
    """Write every change, and yield how far the library has come."""
    reading = steps(paths, writer.location.catalog_file, writer.settings, tally)
    with ahead(reading, depth=_AHEAD) as ready, _Batch(writer, tally) as batch:
        for place, change in ready:
            if change is None:
                batch.pass_by(place)
            elif not batch.take(change, place):
                continue
            yield _progress(batch.place, surveyed, tally, path=place.shown)
        for _ in range(2):  # the last batch is embedded, and then written
            batch.advance()
            yield _progress(batch.place, surveyed, tally)


def _progress(place: Place, surveyed: Survey, tally: Tally, *, path: str = "") -> Progress:
    return Progress(
        done=place.files,
        total=surveyed.files,
        articles=tally.articles,
        passages=tally.passages,
        path=path,
        done_bytes=place.bytes,
        total_bytes=surveyed.bytes,
    )


class _Batch:
    """Gathers what is to be written until there is enough of it.

    While a batch is being embedded, the one before it is written.
    """

    def __init__(self, writer: LibraryWriter, tally: Tally) -> None:
        self.place = Place()
        """Up to here, the library holds what the files hold."""
        self._writer = writer
        self._tally = tally
        self._embedding = EmbeddingAhead(writer)
        self._gathered = _Gathered()
        self._under_way: tuple[_Gathered, Future[list[EmbeddedArticle]] | None] | None = None
        self._size = BATCH_PASSAGES
        self._written_at = time.perf_counter()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Let go of what is not written."""
        self._embedding.close()

    def pass_by(self, place: Place) -> None:
        """Note that reading has come so far without a change."""
        if self._gathered.is_empty() and self._under_way is None:
            self.place = place

    def take(self, change: Change, place: Place) -> bool:
        """Take a change; return whether that made a batch full, and the one before it written."""
        self._gathered.take(change, place)
        if not self._gathered.is_full(self._size):
            return False
        self.advance()
        return True

    def advance(self) -> None:
        """Have what is gathered embedded, and write what was embedded before it."""
        before, gathered, self._gathered = self._under_way, self._gathered, _Gathered()
        embedded = self._embedding.start(gathered.articles) if gathered.articles else None
        self._under_way = None if gathered.is_empty() else (gathered, embedded)
        if before:
            self._write(*before)

    def _write(self, gathered: _Gathered, embedded: Future[list[EmbeddedArticle]] | None) -> None:
        """Write a batch; the stamps last, for they say that a file is done with."""
        if embedded:
            self._writer.put(embedded.result())
            self._tally.passages += gathered.passages
        if gathered.gone:
            self._tally.removed += self._writer.remove(gathered.gone)
        if gathered.stamps:
            self._writer.set_stamps(gathered.stamps)
        self.place = gathered.place
        began, self._written_at = self._written_at, time.perf_counter()
        self._size = batch_passages(pace=(self._written_at - began) / max(1, gathered.passages))


@dataclass
class _Gathered:
    """A batch: articles to embed, ids of articles that are gone, and files done with."""

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
        return sum(len(one.passages) for one in self.articles)

    def is_empty(self) -> bool:
        return not (self.articles or self.stamps)

    def is_full(self, passages: int) -> bool:
        return self.passages >= passages or len(self.stamps) >= _BATCH_FILES
