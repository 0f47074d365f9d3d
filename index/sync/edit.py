"""Editing what is known about an article, so that later indexing keeps it."""

from __future__ import annotations

from collections.abc import Callable

from index.articles import Article
from index.embedding import Embedder, Notify
from index.library.writer import open_for_writing
from index.settings import IndexSettings, Location
from index.sync.embed import in_batches


def edit(
    location: Location,
    settings: IndexSettings,
    article_id: str,
    change: Callable[[Article], Article],
    *,
    embedder: Embedder | None = None,
    notify: Notify = lambda _: None,
) -> tuple[Article, Article]:
    """Put what ``change`` makes of an article in its place; return it as it was and as it is.

    Its passages are embedded again, for they are embedded with its title. ``embedder`` replaces the
    model that the settings name. Raises LibraryError.
    """
    with open_for_writing(location, settings, embedder=embedder, notify=notify) as writer:
        writer.adopt_model()
        before = writer.article(article_id)
        after = change(before)
        if after == before:
            return before, after
        [file] = writer.catalog.articles.files_of([before.id])
        for batch in in_batches(
            iter([(after, file)]), writer.embedder, size=writer.settings.passage_size
        ):
            writer.put(batch)
        writer.settle()
    return before, after
