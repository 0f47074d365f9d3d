"""Indexing articles that a program has at hand, instead of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.articles import Article
from index.edits import carried_over
from index.embedding import Embedder, Notify
from index.errors import ReadingError
from index.library.writer import LibraryWriter, open_for_writing
from index.settings import IndexSettings, Location
from index.sync.embed import in_batches
from index.sync.report import BuildReport, Tally


def add_articles(
    articles: Iterable[Article | ReadingError],
    location: Location,
    settings: IndexSettings,
    *,
    embedder: Embedder | None = None,
    notify: Notify = lambda _: None,
) -> BuildReport:
    """Add articles and update those that have changed, by their origin; none is removed.

    What is given in the place of an article that cannot be taken is reported. ``embedder`` replaces
    the model that the settings name. Raises LibraryError.
    """
    tally = Tally()
    with open_for_writing(location, settings, embedder=embedder, notify=notify) as writer:
        writer.adopt_model()
        changed = ((article, article.origin) for article in _changed(articles, writer, tally))
        for batch in in_batches(changed, writer.embedder, size=settings.passage_size):
            writer.put(batch)
            tally.passages += sum(len(each.passages) for each in batch)
        writer.settle()
    return tally.report()


def _changed(
    articles: Iterable[Article | ReadingError], writer: LibraryWriter, tally: Tally
) -> Iterator[Article]:
    """Yield the articles that are not in the library as they are, of each origin the first."""
    seen: set[str] = set()
    for article in articles:
        if isinstance(article, ReadingError):
            tally.failed.append(article)
            continue
        if article.id in seen:
            continue
        seen.add(article.id)
        known = writer.catalog.articles.by_id([article.id]).get(article.id)
        if known and (edits := writer.catalog.edits.of([article.id])):
            article = carried_over(replace(known, stated=edits[article.id]), article)
        if known and known.content_hash == article.content_hash:
            tally.unchanged += 1
            continue
        tally.updated += known is not None
        tally.added += known is None
        yield article
