"""Indexing: bring a library up to date with files and folders."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from index.ahead import ahead
from index.catalog import Catalog, FileStamp
from index.embedded import BATCH_PASSAGES, EmbeddingAhead, SplitArticle, in_batches
from index.errors import ReadingError
from index.passages import split
from index.reading import SourceFile, discover, read
from index.reading.files import printable_path
from index.settings import IndexSettings
from index.writing import EmbeddedArticle, LibraryWriter

__all__ = ["BuildReport", "Progress", "in_batches", "preview", "sync"]

_BATCH_FILES = 500
"""Files whose state is noted together, where their articles make no batch."""

_AHEAD = 32
"""Articles that are read and split before they are wanted: some hundred passages."""

_RACY = 2_000_000_000
"""Nanoseconds: a file that changed less than this before it was read may change again unseen."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far indexing has come."""

    done: int
    total: int
    """Files."""
    passages: int
    """Embedded so far."""
    path: str
    articles: int = 0
    """Read so far: new, changed and unchanged ones."""


@dataclass(frozen=True, kw_only=True)
class BuildReport:
    """What indexing did, in articles; ``failed`` holds what could not be read, and why."""

    added: int
    updated: int
    unchanged: int
    removed: int
    passages: int
    failed: tuple[ReadingError, ...]
    seconds: float


@dataclass
class _Tally:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: list[ReadingError] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def report(self) -> BuildReport:
        return BuildReport(
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            removed=self.removed,
            passages=self.passages,
            failed=tuple(self.failed),
            seconds=time.monotonic() - self.started,
        )


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """The beginning of a file, the ``number``-th from 0."""

    number: int
    shown: str


@dataclass(frozen=True, kw_only=True)
class _ReadFile:
    """The end of a file: what it no longer holds, and its stamp when all of it was read."""

    file: str
    gone: list[str]
    stamp: FileStamp | None


def sync(
    paths: Sequence[Path],
    writer: LibraryWriter,
    *,
    prune: bool = False,
) -> Iterator[Progress | BuildReport]:
    """Add and update the articles of ``paths``; yield how far it has come and last the report.

    Files are read and split in one thread, passages embedded in another, and written in this one.
    A file that cannot be read any more keeps its articles. ``prune`` removes those whose file is
    gone from the given folders. Stopped or killed at any point, the next call goes on from there.
    """
    writer.adopt_model()
    tally = _Tally()
    total = sum(isinstance(found, SourceFile) for found in discover(paths))
    steps = _steps(paths, writer.location.catalog_file, writer.settings, tally)
    file, done = "", 0

    def progress() -> Progress:
        return Progress(
            done=done,
            total=total,
            articles=tally.added + tally.updated + tally.unchanged,
            passages=tally.passages,
            path=file,
        )

    with ahead(steps, depth=_AHEAD) as ready, _Batch(writer, tally) as batch:
        for step in ready:
            if isinstance(step, _Opened):
                file, done = step.shown, step.number
                yield progress()
            elif batch.take(step):
                yield progress()
        batch.finish()
    if prune:
        gone = _pruned(paths, writer.catalog)
        tally.removed += writer.remove(gone) if gone else 0
    writer.catalog.make_postings()
    file, done = "", total
    yield progress()
    yield tally.report()


def preview(
    paths: Sequence[Path],
    catalog: Catalog | None,
    settings: IndexSettings,
    *,
    prune: bool = False,
) -> BuildReport:
    """Return what ``sync`` would do, without writing or embedding anything."""
    tally = _Tally()
    for file in _files(paths, tally):
        for step in _changes(file, catalog, settings, tally):
            if isinstance(step, SplitArticle):
                tally.passages += len(step.passages)
            else:
                tally.removed += len(step.gone)
    if prune and catalog:
        tally.removed += len(_pruned(paths, catalog))
    return tally.report()


class _Batch:
    """Gathers what is to be written until there is enough of it.

    While a batch is being embedded, the one before it is written.
    """

    def __init__(self, writer: LibraryWriter, tally: _Tally) -> None:
        self._writer = writer
        self._tally = tally
        self._embedding = EmbeddingAhead(writer)
        self._gathered = _Gathered()
        self._under_way: tuple[_Gathered, Future[list[EmbeddedArticle]] | None] | None = None

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Let go of what is not written."""
        self._embedding.close()

    def take(self, step: SplitArticle | _ReadFile) -> bool:
        """Take one step; return whether that made a batch full, and the one before it written."""
        self._gathered.take(step)
        if not self._gathered.is_full():
            return False
        self._go_on()
        return True

    def finish(self) -> None:
        """Write everything that was taken."""
        self._go_on()
        self._go_on()

    def _go_on(self) -> None:
        """Have what is gathered embedded, and write what was embedded before it."""
        before, gathered, self._gathered = self._under_way, self._gathered, _Gathered()
        embedded = self._embedding.start(gathered.articles) if gathered.articles else None
        self._under_way = gathered, embedded
        if before:
            self._write(*before)

    def _write(self, gathered: _Gathered, embedded: Future[list[EmbeddedArticle]] | None) -> None:
        """Write a batch; the stamps last, for they say that a file is done with."""
        if embedded:
            self._writer.put(embedded.result())
            self._tally.passages += sum(len(one.passages) for one in gathered.articles)
        if gathered.gone:
            self._tally.removed += self._writer.remove(gathered.gone)
        if gathered.stamps:
            self._writer.set_stamps(gathered.stamps)


@dataclass
class _Gathered:
    """A batch: articles to embed, ids of articles that are gone, and files done with."""

    articles: list[SplitArticle] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    stamps: dict[str, FileStamp | None] = field(default_factory=dict)

    def take(self, step: SplitArticle | _ReadFile) -> None:
        if isinstance(step, SplitArticle):
            self.articles.append(step)
        else:
            self.gone += step.gone
            self.stamps[step.file] = step.stamp

    def is_full(self) -> bool:
        passages = sum(len(one.passages) for one in self.articles)
        return passages >= BATCH_PASSAGES or len(self.stamps) >= _BATCH_FILES


def _steps(
    paths: Sequence[Path], catalog_file: Path, settings: IndexSettings, tally: _Tally
) -> Generator[_Opened | SplitArticle | _ReadFile]:
    # A connection of its own: it runs in another thread than the one that writes.
    with contextlib.closing(Catalog(catalog_file, create=False)) as catalog:
        for number, file in enumerate(_files(paths, tally)):
            yield _Opened(number=number, shown=file.shown)
            yield from _changes(file, catalog, settings, tally)


def _files(paths: Sequence[Path], tally: _Tally) -> Iterator[SourceFile]:
    for found in discover(paths):
        if isinstance(found, ReadingError):
            tally.failed.append(found)
        else:
            yield found


def _changes(
    file: SourceFile, catalog: Catalog | None, settings: IndexSettings, tally: _Tally
) -> Iterator[SplitArticle | _ReadFile]:
    """Yield the articles of a file that are new or changed, and then how the file ended."""
    path = _key(file)
    known = catalog.content_hashes(path) if catalog else {}
    stamp = _stamp(file.path)
    if catalog and stamp and known and _same(catalog.stamp(path), stamp):
        tally.unchanged += len(known)
        return
    left, failures = dict(known), len(tally.failed)
    for found in read(file, settings):
        if isinstance(found, ReadingError):
            tally.failed.append(found)
            continue
        if left.pop(found.id, None) == found.content_hash:
            tally.unchanged += 1
            continue
        tally.updated += found.id in known
        tally.added += found.id not in known
        passages = split(found, size=settings.passage_size)
        yield SplitArticle(article=found, file=path, passages=passages)
    whole = len(tally.failed) == failures
    yield _ReadFile(file=path, gone=list(left) if whole else [], stamp=stamp if whole else None)


def _stamp(path: Path) -> FileStamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None  # reading it will say why
    return FileStamp(size=stat.st_size, modified=stat.st_mtime_ns, read=time.time_ns())


def _same(then: FileStamp | None, now: FileStamp) -> bool:
    return (
        then is not None
        and (then.size, then.modified) == (now.size, now.modified)
        and then.read - then.modified > _RACY
    )


def _pruned(paths: Sequence[Path], catalog: Catalog) -> list[str]:
    """Return the ids of the articles whose file is gone from the folders among ``paths``."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    gone = {
        file
        for file in catalog.files()
        if any(Path(file).is_relative_to(folder) for folder in folders) and _is_gone(file)
    }
    if gone:  # names that are not UTF-8 are there under another one
        gone.difference_update(
            _key(file) for file in discover(paths) if isinstance(file, SourceFile)
        )
    return [article_id for file in sorted(gone) for article_id in catalog.content_hashes(file)]


def _is_gone(file: str) -> bool:
    try:
        Path(file).stat()  # Path.exists takes "not allowed to look" for "not there"
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _key(file: SourceFile) -> str:
    """Return the name by which the catalog knows a file: its path, printable."""
    return printable_path(file.path.as_posix())
