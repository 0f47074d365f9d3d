"""Indexing: bring a library up to date with files and folders."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.articles import Article
from index.catalog import Catalog, FileStamp
from index.embedding import Embedder
from index.errors import ReadingError
from index.passages import Passage, embedding_text, split
from index.reading import SourceFile, discover, read
from index.reading.files import printable_path
from index.settings import IndexSettings
from index.writing import EmbeddedArticle, LibraryWriter

BATCH_PASSAGES = 64
"""Passages that are embedded and committed together: what a kill may cost."""

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
class _ReadFile:
    """The end of a file: what it no longer holds, and its stamp when all of it was read."""

    gone: list[str]
    stamp: FileStamp | None


def sync(
    paths: Sequence[Path],
    writer: LibraryWriter,
    *,
    prune: bool = False,
) -> Iterator[Progress | BuildReport]:
    """Add and update the articles of ``paths``; yield how far it has come and last the report.

    A file that cannot be read any more keeps its articles. ``prune`` removes those whose file is
    gone from the given folders. Stopped or killed at any point, the next call goes on from there.
    """
    writer.adopt_model()
    tally = _Tally()
    files = _files(paths, tally)
    batch = _Batch(writer, tally)
    for done, file in enumerate(files):
        yield Progress(done=done, total=len(files), passages=tally.passages, path=file.shown)
        for step in _changes(file, writer.catalog, writer.settings, tally):
            if batch.take(file, step):
                yield Progress(
                    done=done, total=len(files), passages=tally.passages, path=file.shown
                )
    batch.write()
    if prune:
        gone = _pruned(paths, writer.catalog, files)
        tally.removed += writer.remove(gone) if gone else 0
    yield Progress(done=len(files), total=len(files), passages=tally.passages, path="")
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
    files = _files(paths, tally)
    for file in files:
        for step in _changes(file, catalog, settings, tally):
            if isinstance(step, Article):
                tally.passages += len(split(step, size=settings.passage_size))
            else:
                tally.removed += len(step.gone)
    if prune and catalog:
        tally.removed += len(_pruned(paths, catalog, files))
    return tally.report()


def in_batches(
    articles: Iterator[tuple[Article, str]], embedder: Embedder, *, size: int
) -> Iterator[list[EmbeddedArticle]]:
    """Split and embed articles, given with their files, a batch of passages at a time."""
    waiting: list[tuple[Article, str, list[Passage]]] = []
    for article, file in articles:
        waiting.append((article, file, split(article, size=size)))
        if sum(len(passages) for _, _, passages in waiting) >= BATCH_PASSAGES:
            yield embed(waiting, embedder)
            waiting = []
    if waiting:
        yield embed(waiting, embedder)


def embed(
    articles: Sequence[tuple[Article, str, list[Passage]]], embedder: Embedder
) -> list[EmbeddedArticle]:
    """Embed the passages of articles, given with their files, in one go."""
    texts = [
        embedding_text(passage, article.title)
        for article, _, passages in articles
        for passage in passages
    ]
    vectors = embedder.embed_documents(texts)
    embedded, first = [], 0
    for article, file, passages in articles:
        last = first + len(passages)
        embedded.append(
            EmbeddedArticle(
                article=article, file=file, passages=passages, vectors=vectors[first:last]
            )
        )
        first = last
    return embedded


class _Batch:
    """Gathers what is to be written until there is enough of it."""

    def __init__(self, writer: LibraryWriter, tally: _Tally) -> None:
        self._writer = writer
        self._tally = tally
        self._articles: list[tuple[Article, str, list[Passage]]] = []
        self._gone: list[str] = []
        self._stamps: dict[str, FileStamp | None] = {}

    def take(self, file: SourceFile, step: Article | _ReadFile) -> bool:
        """Take one step; return whether that made the batch full, and written."""
        path = _key(file)
        if isinstance(step, _ReadFile):
            self._gone += step.gone
            self._stamps[path] = step.stamp
            return False
        passages = split(step, size=self._writer.settings.passage_size)
        self._articles.append((step, path, passages))
        if sum(len(parts) for _, _, parts in self._articles) < BATCH_PASSAGES:
            return False
        self.write()
        return True

    def write(self) -> None:
        """Write what was gathered; the stamps last, for they say that a file is done with."""
        if self._articles:
            self._writer.put(embed(self._articles, self._writer.embedder))
            self._tally.passages += sum(len(parts) for _, _, parts in self._articles)
        if self._gone:
            self._tally.removed += self._writer.remove(self._gone)
        if self._stamps:
            self._writer.set_stamps(self._stamps)
        self._articles, self._gone, self._stamps = [], [], {}


def _files(paths: Sequence[Path], tally: _Tally) -> list[SourceFile]:
    files = []
    for found in discover(paths):
        if isinstance(found, ReadingError):
            tally.failed.append(found)
        else:
            files.append(found)
    return files


def _changes(
    file: SourceFile, catalog: Catalog | None, settings: IndexSettings, tally: _Tally
) -> Iterator[Article | _ReadFile]:
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
        yield found
    whole = len(tally.failed) == failures
    yield _ReadFile(gone=list(left) if whole else [], stamp=stamp if whole else None)


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


def _pruned(paths: Sequence[Path], catalog: Catalog, found: Sequence[SourceFile]) -> list[str]:
    """Return the ids of the articles whose file is gone from the folders among ``paths``."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    missing = set(catalog.files()) - {_key(file) for file in found}
    return [
        article_id
        for file in sorted(missing)
        if any(Path(file).is_relative_to(folder) for folder in folders) and _is_gone(file)
        for article_id in catalog.content_hashes(file)
    ]


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
