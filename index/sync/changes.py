"""What of the files the library does not hold yet: read and split, one file after the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadingError
from index.library.catalog import Catalog, FileStamp
from index.passages import split
from index.reading import SourceFile, discover, read
from index.settings import IndexSettings
from index.sync.embed import SplitArticle
from index.sync.report import Tally
from index.sync.scan import key_of, stamp_of, unchanged_articles, weight_of


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """The end of a file: what it no longer holds, and its stamp when all of it was read."""

    file: str
    gone: list[str]
    stamp: FileStamp | None


Change = SplitArticle | ReadFile


@dataclass(frozen=True, kw_only=True)
class Place:
    """How far reading has come."""

    files: int = 0
    """That are done with."""
    bytes: int = 0
    """Of the files that are to be read."""
    shown: str = ""
    """The file that is being read, as the user named it."""


def steps(
    paths: Sequence[Path], catalog_file: Path, settings: IndexSettings, tally: Tally
) -> Generator[tuple[Place, Change | None]]:
    """Yield every change with the place behind it, and, where a file begins, its place alone."""
    done = 0
    # A connection of its own: it runs in another thread than the one that writes.
    with contextlib.closing(Catalog(catalog_file, create=False)) as catalog:
        for number, file in enumerate(_files(paths, tally)):
            yield Place(files=number, bytes=done, shown=file.shown), None
            part = _Part(weight_of(file, stamp_of(file.path), longest=settings.max_file_bytes))
            for change in _changes(file, catalog, settings, tally, told=part.is_read):
                ended = isinstance(change, ReadFile)
                place = Place(files=number + ended, bytes=done + part.bytes, shown=file.shown)
                yield place, change
            done += part.bytes


def changes(
    paths: Sequence[Path], catalog: Catalog | None, settings: IndexSettings, tally: Tally
) -> Iterator[Change]:
    """Yield every change, from no library at all where there is no ``catalog``."""
    for file in _files(paths, tally):
        yield from _changes(file, catalog, settings, tally, told=lambda _: None)


class _Part:
    """A file's part in all that is to be read."""

    def __init__(self, weight: int) -> None:
        self._weight = weight
        self.bytes = 0

    def is_read(self, share: float) -> None:
        self.bytes = int(self._weight * share)


def _files(paths: Sequence[Path], tally: Tally) -> Iterator[SourceFile]:
    for found in discover(paths):
        if isinstance(found, ReadingError):
            tally.failed.append(found)
        else:
            yield found


def _changes(
    file: SourceFile,
    catalog: Catalog | None,
    settings: IndexSettings,
    tally: Tally,
    *,
    told: Callable[[float], None],
) -> Iterator[Change]:
    """Yield the articles of a file that are new or changed, and then how the file ended."""
    path, stamp = key_of(file), stamp_of(file.path)
    if catalog and (articles := unchanged_articles(path, stamp, catalog)):
        tally.unchanged += articles
        return
    known = catalog.content_hashes(path) if catalog else {}
    left, failures = dict(known), len(tally.failed)
    for found in read(file, settings, told=told):
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
    yield ReadFile(file=path, gone=list(left) if whole else [], stamp=stamp if whole else None)
