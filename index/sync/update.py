"""The door of indexing: ``update`` a library with files and pages, or ``preview`` that."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.embedding import Embedder, Notify
from index.embedding.graph_cache import known_card
from index.errors import LibraryMissingError
from index.manifest import Manifest
from index.progress import Follow, run_through
from index.reading import Named
from index.reading.files import discover_share
from index.reading.shares import Share
from index.sync.report import BuildReport, Progress, Tally
from index.sync.scan import Scan, gone_articles, scan
from index.sync.web import kept_pages, with_pages

if TYPE_CHECKING:
    from index.settings import IndexSettings, Location


def update(
    named: Sequence[Path | str],
    location: Location,
    settings: IndexSettings,
    *,
    prune: bool = False,
    refresh: bool = False,
    allow_private: bool = False,
    share: Share | None = None,
    embedder: Embedder | None = None,
    notify: Notify = lambda _: None,
    follow: Follow = run_through,
) -> Generator[Progress | BuildReport]:
    """Add and update the articles of what was named: files, folders, addresses of the web.

    Yield how far it has come, and last the report. A page that is kept is fetched again where
    ``refresh`` says so, and with it all that were fetched before; ``allow_private`` lets pages be
    fetched from this machine and its network.

    ``share`` takes one of several shares of the files, and of the articles of large ones; others
    take the rest, into the same collection of a Chroma server. ``follow`` runs through the articles
    that are copied from a server first.

    ``prune`` removes the articles whose file is gone from the given folders; a file that cannot be
    read any more keeps its articles. ``embedder`` replaces the model that the settings name. Where
    nothing is to be done, neither the writer's lock is taken nor a model or Chroma loaded. Stopped
    or killed at any point, the next call goes on from there.

    Raises LibraryError.
    """
    paths: Sequence[Named] = yield from with_pages(
        named, location, settings, refresh=refresh, allow_private=allow_private
    )
    if share:
        paths = list(discover_share(paths, share))
    found = yield from _scan_of_settled(paths, location, settings, prune=prune, embedder=embedder)
    if found and not found.to_read:
        tally = Tally(unchanged=found.unchanged, failed=list(found.failed))
        yield Progress(
            done=found.files, total=found.files, articles=tally.articles, passages=0, path=""
        )
        yield tally.report()
        return
    # What embeds and writes takes longer to import than to find that nothing has changed.
    from index.library.writer import open_for_writing
    from index.sync.writing import write_changes

    with open_for_writing(
        location, settings, embedder=embedder, notify=notify, follow=follow
    ) as writer:
        yield from write_changes(paths, writer, prune=prune, scanned=found)


def preview(
    named: Sequence[Path | str], location: Location, settings: IndexSettings, *, prune: bool = False
) -> BuildReport:
    """Return what ``update`` would do, without fetching, writing or embedding anything.

    Raises LibraryError; a library that is not there is an empty one.
    """
    from index.library import Library
    from index.sync.changes import SplitArticle, changes

    tally, paths = Tally(), kept_pages(named, location)
    with ExitStack() as stack:
        try:
            catalog: Catalog | None = stack.enter_context(Library(location, settings)).catalog
        except LibraryMissingError:
            catalog = None
        for change in changes(paths, catalog, settings, tally):
            if isinstance(change, SplitArticle):
                tally.passages += len(change.passages)
            else:
                tally.removed += len(change.gone)
        if prune and catalog:
            tally.removed += len(gone_articles(paths, catalog))
    return tally.report()


def _scan_of_settled(
    paths: Sequence[Named],
    location: Location,
    settings: IndexSettings,
    *,
    prune: bool,
    embedder: Embedder | None,
) -> Generator[Progress, None, Scan | None]:
    """Scan the files, or return ``None`` where there is more to do than the files can tell."""
    if location.chroma or not location.catalog_file.is_file():
        return None
    with closing(Catalog(location.catalog_file, create=False)) as catalog:
        if not (catalog.meta.is_settled and _is_made_with(settings, catalog, embedder)):
            return None
        if prune and gone_articles(paths, catalog):
            return None
        return (yield from scan(paths, catalog, settings))


def _is_made_with(settings: IndexSettings, catalog: Catalog, embedder: Embedder | None) -> bool:
    """Return whether the library is surely of these settings; loads no model to find out."""
    noted = catalog.meta.get("manifest")
    if not noted:
        return False
    if embedder:
        return Manifest.from_json(noted) == Manifest.of(
            embedder, passage_size=settings.passage_size
        )
    card = known_card(settings.embedding)
    return card is not None and Manifest.from_json(noted) == Manifest(
        embedding=settings.embedding,
        fingerprint=card.fingerprint,
        dimension=card.dimension,
        passage_size=settings.passage_size,
    )
