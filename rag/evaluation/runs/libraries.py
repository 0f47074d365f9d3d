"""The articles that an evaluation asks: a library as it is, or one that is made for it.

The latter is built in the user's cache, and used again while it fits. Its folder is named after a
fingerprint of everything that goes into it, so that it never has to be brought up to date: other
articles, another model or another passage size are another folder. Those that nobody used for a
month are deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from platformdirs import user_cache_path

from index.articles import Article
from index.catalog import Catalog
from index.embedding import Notify
from index.errors import LibraryError, ReadingError
from index.library import Library
from index.library.writer import LibraryWriter, open_for_writing
from index.reading import discover
from index.settings import IndexSettings, Location
from index.sync.embed import in_batches
from index.sync.report import BuildReport, Progress
from index.sync.writing import write_changes
from rag.assembly import Observer, library_location
from rag.errors import TestSetError
from rag.evaluation.testsets.formats import articles_of
from rag.settings import Effective

_COMPLETE = "complete"
"""A file in a library's folder that is made last, and touched at every use."""
_KEPT = 30 * 24 * 3600
"""Seconds."""
_PATIENCE = 600.0
"""Seconds to wait for another process that builds the same library."""

Events = Iterator[Progress | BuildReport]


class Source(Protocol):
    """Where the articles come from."""

    @property
    def fingerprint(self) -> str:
        """Changes with the articles."""

    def fill(self, writer: LibraryWriter) -> Events:
        """Index the articles; those that are there already stay."""


def library_for(
    testset: Path,
    articles: Sequence[Path],
    *,
    samples: bool,
    effective: Effective,
    settings: IndexSettings,
    split_anew: bool,
    observer: Observer,
) -> tuple[Location, str]:
    """Return the library to ask and what it is made of, after building it where it is missing.

    ``articles`` are files and folders, or a test set that brings its own. Without any, the test
    set's own are asked, unless the settings or ``samples`` name a library. ``settings`` are those
    to build with; ``split_anew`` makes another library of the articles of one that is there.
    Raises LibraryError, RagError.
    """
    source = _source(testset, articles, named=samples or _names_library(effective))
    place = ", ".join(map(str, articles or [testset]))
    if source is None:
        location = library_location(effective, samples=samples, observer=observer)
        if not split_anew:
            return location, "samples" if samples else str(location)
        source, place = _articles_of(location, effective), str(location)  # it is split anew
    return _built(source, settings, observer), place


def _names_library(effective: Effective) -> bool:
    return any(effective.origins[name] != "default" for name in ("library", "chroma", "collection"))


def _source(testset: Path, articles: Sequence[Path], *, named: bool) -> Source | None:
    """Return the articles that are given or brought along; ``None`` where a library is asked."""
    if not articles:
        own = None if named else articles_of(testset)
        return articles_with_files(own, testset) if own else None
    if len(articles) == 1 and _brings_articles(articles[0]):
        return articles_with_files(articles_of(articles[0]) or (), articles[0])
    return Files(paths=tuple(articles))


def _brings_articles(path: Path) -> bool:
    """Tell whether ``path`` is a test set with articles of its own, rather than articles."""
    if path.is_dir():
        return (path / "corpus.jsonl").is_file() and (path / "queries.jsonl").is_file()
    is_json = path.suffix.lower() == ".json" and path.is_file()
    return is_json and b'"paragraphs"' in path.read_bytes()


def _articles_of(location: Location, effective: Effective) -> Given:
    with Library(location, effective.settings.index_settings()) as library:
        library.require_articles()
        return Given(articles=list(library.catalog.articles.with_files()))


def _cache_folder() -> Path:
    return user_cache_path("dateline", appauthor=False) / "evaluation"


def _built(source: Source, settings: IndexSettings, observer: Observer) -> Location:
    cache = _cache_folder()
    location = existing(source, settings, cache=cache)
    if location is None:
        report = observer.follow(build(source, settings, cache=cache, notify=observer.notify))
        for failure in report.failed:
            observer.notify(f"not read: {failure.message}")
        location = existing(source, settings, cache=cache)
    if location is None:
        raise TestSetError("there are no articles in what --articles names")
    return location


@dataclass(frozen=True, kw_only=True)
class Files:
    """Files and folders, as ``rag index`` takes them."""

    paths: tuple[Path, ...]

    @property
    def fingerprint(self) -> str:
        """Of where the files lie and what is in them. Raises TestSetError where there are none."""
        digest, found = hashlib.sha256(), False
        for file in discover(self.paths):
            if isinstance(file, ReadingError):
                raise TestSetError(
                    f"the articles cannot be read: {file.message}",
                    hint="name files or folders with --articles PATH",
                )
            found = True
            _add(digest, str(file.path), file.path.read_bytes())
        if not found:
            named = ", ".join(map(str, self.paths))
            raise TestSetError(f"there are no articles in {named}")
        return digest.hexdigest()

    def fill(self, writer: LibraryWriter) -> Events:
        """Index the files."""
        return write_changes(self.paths, writer)


@dataclass(frozen=True, kw_only=True)
class Given:
    """Articles that are at hand: those of a test set, or of another library."""

    articles: Sequence[tuple[Article, str]]
    """Each with the file it came from."""

    @property
    def fingerprint(self) -> str:
        """Of what identifies the articles and what they say."""
        digest = hashlib.sha256()
        for article, _ in self.articles:
            _add(digest, article.origin, article.content_hash.encode())
        return digest.hexdigest()

    def fill(self, writer: LibraryWriter) -> Events:
        """Index the articles, a batch at a time."""
        started, done, passages = time.monotonic(), 0, 0
        writer.adopt_model()
        size = writer.settings.passage_size
        for batch in in_batches(iter(self.articles), writer.embedder, size=size):
            writer.put(batch)
            done += len(batch)
            passages += sum(len(one.passages) for one in batch)
            yield Progress(done=done, total=len(self.articles), passages=passages, path="")
        yield BuildReport(
            added=done,
            updated=0,
            unchanged=0,
            removed=0,
            passages=passages,
            failed=(),
            seconds=time.monotonic() - started,
        )


def existing(source: Source, settings: IndexSettings, *, cache: Path) -> Location | None:
    """Return where the library of these articles is, or ``None`` where it is yet to be built."""
    location = location_of(source, settings, cache)
    marker = location.directory / _COMPLETE
    if not marker.is_file():
        return None
    try:
        with Library(location, settings) as library:
            library.require_articles()
    except LibraryError:
        shutil.rmtree(location.directory, ignore_errors=True)  # a cache: it is made again
        return None
    marker.touch()
    return location


def build(source: Source, settings: IndexSettings, *, cache: Path, notify: Notify) -> Events:
    """Build the library of these articles; ``existing`` then finds it.

    After a kill, the next call goes on from there. Raises what indexing does.
    """
    forget_old(cache)
    location = location_of(source, settings, cache)
    patient = settings.model_copy(update={"lock_timeout": _PATIENCE})
    report: BuildReport | None = None
    with open_for_writing(location, patient, notify=notify) as writer:
        for event in source.fill(writer):
            if isinstance(event, BuildReport):
                report = event
            else:
                yield event
    (location.directory / _COMPLETE).touch()
    if report:  # last, for nobody asks for what comes after it
        yield report


def forget_old(cache: Path, *, now: float | None = None) -> None:
    """Delete the libraries that were last used more than a month ago."""
    now = time.time() if now is None else now
    for marker in cache.glob(f"*/{_COMPLETE}"):
        if now - marker.stat().st_mtime > _KEPT:
            shutil.rmtree(marker.parent, ignore_errors=True)


def forget_articles(articles: Sequence[Article], *, cache: Path | None = None) -> None:
    """Delete the libraries in which one of these is an article, and those that cannot be read."""
    for catalog_file in (cache or _cache_folder()).glob("*/collections/*/catalog.sqlite"):
        try:
            with contextlib.closing(Catalog(catalog_file, create=False)) as catalog:
                holds = catalog.articles.holds_text(article.text for article in articles)
        except LibraryError:
            holds = True
        if holds:
            shutil.rmtree(catalog_file.parents[2], ignore_errors=True)


def articles_with_files(articles: Iterable[Article], file: Path) -> Given:
    """Return articles that all came from one file."""
    return Given(articles=[(article, str(file.resolve())) for article in articles])


def location_of(source: Source, settings: IndexSettings, cache: Path) -> Location:
    """Return where the library of these articles lies, whether or not it is built."""
    made_with = json.dumps([source.fingerprint, settings.embedding, settings.passage_size])
    key = hashlib.sha256(made_with.encode()).hexdigest()[:16]
    return Location(directory=cache / key, collection="evaluation")


def _add(digest: hashlib._Hash, name: str, content: bytes) -> None:
    """Add a name and a content with their lengths, so that no two pairs give the same bytes."""
    for part in (name.encode("utf-8", "surrogateescape"), content):
        digest.update(len(part).to_bytes(8, "big") + part)
