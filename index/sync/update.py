"""Indexing from the outside: opens a library for writing where there is something to write."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedding import Notify
from index.embedding.graph_cache import known_card
from index.library.catalog import Catalog
from index.library.manifest import Manifest
from index.sync.report import BuildReport, Progress, Tally
from index.sync.scan import Survey, gone_articles, survey

if TYPE_CHECKING:
    from index.settings import IndexSettings, Location


def update(
    paths: Sequence[Path],
    location: Location,
    settings: IndexSettings,
    *,
    prune: bool = False,
    notify: Notify = lambda _: None,
) -> Generator[Progress | BuildReport]:
    """Add and update the articles of ``paths``; yield how far it has come and last the report.

    The same as ``index.sync.build.sync`` with a writer of its own, but for what it costs where
    nothing is to be done: then neither the writer's lock is taken nor a model or Chroma loaded.
    Raises LibraryError.
    """
    tally = Tally()
    surveyed = yield from _looked(paths, location, settings, prune=prune)
    if surveyed and not surveyed.to_read:
        tally.unchanged, tally.failed = surveyed.unchanged, list(surveyed.failed)
        yield Progress(
            done=surveyed.files,
            total=surveyed.files,
            articles=tally.articles,
            passages=0,
            path="",
        )
        yield tally.report()
        return
    from index.library.writer import open_for_writing
    from index.sync.build import sync

    with open_for_writing(location, settings, notify=notify) as writer:
        yield from sync(paths, writer, prune=prune, surveyed=surveyed)


def _looked(
    paths: Sequence[Path], location: Location, settings: IndexSettings, *, prune: bool
) -> Generator[Progress, None, Survey | None]:
    """Return what a look at the files finds, ``None`` where that is not all there is to look at."""
    if location.chroma or not location.catalog_file.is_file():
        return None
    with closing(Catalog(location.catalog_file, create=False)) as catalog:
        if not (catalog.settled and _is_made_with(settings, catalog)):
            return None
        if prune and gone_articles(paths, catalog):
            return None
        return (yield from survey(paths, catalog, longest=settings.max_file_bytes))


def _is_made_with(settings: IndexSettings, catalog: Catalog) -> bool:
    """Tell whether the library is one of these settings; ``False`` too where it takes a model."""
    noted, card = catalog.meta("manifest"), known_card(settings.embedding)
    if not (noted and card):
        return False
    return Manifest.from_json(noted) == Manifest(
        embedding=settings.embedding,
        fingerprint=card.fingerprint,
        dimension=card.dimension,
        passage_size=settings.passage_size,
    )
