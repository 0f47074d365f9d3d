"""What the files hold and the library does not: read and split, one file after the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.articles import Article
from index.catalog import Catalog
from index.catalog.file_stamps import FileStamp
from index.edits import carried_over
from index.errors import ReadingError
from index.passages import Passage, embedding_text, split
from index.reading import Named, ReadingNote, SourceFile, bytes_to_read, discover, read
from index.settings import IndexSettings
from index.sync.report import Tally
from index.sync.scan import unchanged_articles


@dataclass(frozen=True, kw_only=True)
class SplitArticle:
    """An article that is to be embedded, with the absolute path of its file."""

    article: Article
    file: str
    passages: Sequence[Passage]

    def texts(self) -> list[str]:
        """Return what is embedded for each passage."""
        return [embedding_text(passage, self.article.title) for passage in self.passages]


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
    """Files that are done with."""
    bytes: int = 0
    """How much has been read of the files that are to be read."""
    shown: str = ""
    """The file that is being read, as the user named it."""


def changes(
    paths: Sequence[Named], catalog: Catalog | None, settings: IndexSettings, tally: Tally
) -> Iterator[Change]:
    """Yield every change; without a ``catalog`` everything is new."""
    for file in _files(paths, tally):
        yield from _changes_of(file, catalog, settings, tally, on_progress=lambda _: None)


def changes_with_places(
    paths: Sequence[Named], catalog_file: Path, settings: IndexSettings, tally: Tally
) -> Generator[tuple[Place, Change | None]]:
    """Yield every change with the place behind it, and, where a file begins, its place alone."""
    bytes_before = 0
    # A connection of its own: this runs in another thread than the one that writes.
    with contextlib.closing(Catalog(catalog_file, create=False)) as catalog:
        for number, file in enumerate(_files(paths, tally)):
            yield Place(files=number, bytes=bytes_before, shown=file.shown), None
            part = _FilePart(file, settings)
            for change in _changes_of(file, catalog, settings, tally, on_progress=part.advance):
                yield (
                    Place(
                        files=number + isinstance(change, ReadFile),
                        bytes=bytes_before + part.bytes_read,
                        shown=file.shown,
                    ),
                    change,
                )
            bytes_before += part.bytes_read


class _FilePart:
    """A file's part in all that is to be read."""

    def __init__(self, file: SourceFile, settings: IndexSettings) -> None:
        stamp, longest = FileStamp.of(file.path), settings.max_file_bytes
        self._bytes = bytes_to_read(file, size=stamp.size, longest=longest) if stamp else 0
        self.bytes_read = 0

    def advance(self, share: float) -> None:
        self.bytes_read = int(self._bytes * share)


def _files(paths: Sequence[Named], tally: Tally) -> Iterator[SourceFile]:
    for file in discover(paths):
        if isinstance(file, ReadingError):
            tally.failed.append(file)
        else:
            yield file


def _changes_of(
    file: SourceFile,
    catalog: Catalog | None,
    settings: IndexSettings,
    tally: Tally,
    *,
    on_progress: Callable[[float], None],
) -> Iterator[Change]:
    """Yield the articles of a file that are new or changed, and then how the file ended."""
    stamp = FileStamp.of(file.path)
    if catalog and (articles := unchanged_articles(file, stamp, catalog, settings)):
        tally.unchanged += articles
        return
    known = catalog.articles.content_hashes(file.catalog_path) if catalog else {}
    edits = catalog.edits.of(known) if catalog else {}
    gone, failures, lacks = dict(known), len(tally.failed), ""
    for article in read(file, settings, on_progress=on_progress):
        if isinstance(article, ReadingError):
            tally.failed.append(article)
            continue
        if isinstance(article, ReadingNote):
            tally.notes.append(article)
            lacks = article.lacks or lacks
            continue
        if file.share and not file.share.holds(article.origin):
            gone.pop(article.id, None)
            continue
        if catalog and article.id in edits:
            known_article = catalog.articles.by_id([article.id])[article.id]
            article = carried_over(replace(known_article, stated=edits[article.id]), article)
        if gone.pop(article.id, None) == article.content_hash:
            tally.unchanged += 1
            continue
        tally.updated += article.id in known
        tally.added += article.id not in known
        passages = split(article, size=settings.passage_size)
        yield SplitArticle(article=article, file=file.catalog_path, passages=passages)
    if len(tally.failed) == failures:
        # Of a file that is divided, others may have left out what is theirs.
        whole = replace(stamp, lacks=lacks) if stamp and file.share is None else None
        yield ReadFile(file=file.catalog_path, gone=list(gone), stamp=whole)
    else:
        yield ReadFile(file=file.catalog_path, gone=[], stamp=None)
