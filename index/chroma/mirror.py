"""Bringing a catalog up to date with a Chroma collection that others write to as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from index.catalog import Catalog
from index.chroma import VectorStore
from index.chroma.records import articles_in
from index.errors import LibraryDamagedError
from index.passages import Passage
from index.progress import Follow, run_through

_CHUNK = 2_000
"""Passages, at least, that are fetched and stored together."""

_OVERLAP = 15 * 60 * 10**9
"""Revisions, which are nanoseconds, that are looked at again: a writer takes its revision before it
sends what it has, and others may publish later ones meanwhile."""

_TRIES = 3
"""Looks at a collection that is being written before everything is compared."""

_MIRRORED = "mirrored"
"""The catalog's note of the collection's revision up to which it is current.

This is not the library's own revision: a machine that writes publishes a revision without having
seen what others published just before.
"""


def mirror(vectors: VectorStore, catalog: Catalog, *, follow: Follow = run_through) -> bool:
    """Bring ``catalog`` to the revision of the collection; return whether there was anything.

    ``follow`` runs through the articles that are fetched. Raises LibraryDamagedError when the
    collection is not one of Dateline's.
    """
    remote = vectors.metadata()  # before what it describes: what comes later has a later revision
    published, known = str(remote.get("revision", 0)), catalog.meta.get(_MIRRORED)
    if published == known:
        return False
    if "dateline" not in remote and vectors.count():
        raise LibraryDamagedError(
            "the collection holds what Dateline did not put there",
            hint="name another one with --collection NAME",
        )
    if known is None or not _catch_up(vectors, catalog, int(known) - _OVERLAP, follow):
        rebuild(vectors, catalog, follow=follow)
    with catalog.transaction():
        if "dateline" in remote:
            catalog.meta.set("manifest", str(remote["dateline"]))
        catalog.meta.set(_MIRRORED, published)
        catalog.meta.set("revision", str(max(catalog.meta.revision + 1, int(published))))
    return True


def rebuild(vectors: VectorStore, catalog: Catalog, *, follow: Follow = run_through) -> None:
    """Make the catalog hold the articles that are complete in the collection, and no others.

    Passage ids name the version of their article, so comparing ids shows what to fetch.
    """
    there = set(vectors.ids())
    here = set(catalog.passages.ids())
    _fetch(_of_the_same_articles(there, there - here), vectors, catalog, follow)
    kept = {_article_of(passage_id) for passage_id in there}
    with catalog.transaction():
        catalog.remove(
            [article_id for article_id in catalog.articles.ids() if article_id not in kept]
        )
    catalog.settle()


def _catch_up(vectors: VectorStore, catalog: Catalog, since: int, follow: Follow) -> bool:
    """Fetch what was written after a revision; return whether that was all that has changed.

    What was removed leaves no trace but the number of records.
    """
    for _ in range(_TRIES):
        records, recent = vectors.count(), set(vectors.ids(since=since))
        if records != vectors.count():
            continue  # somebody is writing, and will publish that
        new = recent.difference(catalog.passages.known(recent))
        _fetch(_of_the_same_articles(recent, new), vectors, catalog, follow)
        catalog.settle()
        unfinished = len(recent) - len(catalog.passages.known(recent))
        return catalog.counts()[1] + unfinished == records
    return False


def _fetch(passage_ids: list[str], vectors: VectorStore, catalog: Catalog, follow: Follow) -> None:
    """Put the articles of sorted passage ids into the catalog."""
    if passage_ids:
        articles = len({_article_of(passage_id) for passage_id in passage_ids})
        follow(_fetched(passage_ids, vectors, catalog), articles)


def _fetched(passage_ids: list[str], vectors: VectorStore, catalog: Catalog) -> Iterator[str]:
    """Put articles into the catalog, and yield the id of each, complete or not."""
    for chunk in _chunks(passage_ids):
        _add(chunk, vectors, catalog)
        yield from dict.fromkeys(map(_article_of, chunk))


def _add(passage_ids: list[str], vectors: VectorStore, catalog: Catalog) -> None:
    articles = list(articles_in(vectors.records(passage_ids)))
    with catalog.transaction():
        for article, passages, file in articles:
            _check(passages, article.text)
            catalog.put(article, passages, file=file)


def _check(passages: list[Passage], text: str) -> None:
    for passage in passages:
        if text[passage.start : passage.end] != passage.text:
            raise LibraryDamagedError(
                f"passage {passage.id!r} is not where it says in its article",
                hint="index the articles into a new folder or collection",
            )


def _of_the_same_articles(there: set[str], new: set[str]) -> list[str]:
    wanted = {_article_of(passage_id) for passage_id in new}
    return sorted(passage_id for passage_id in there if _article_of(passage_id) in wanted)


def _chunks(passage_ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield the sorted ids in chunks, each article's in one chunk."""
    chunk: list[str] = []
    for _, of_one_article in groupby(passage_ids, key=_article_of):
        chunk += of_one_article
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _article_of(passage_id: str) -> str:
    return passage_id.split("-", 1)[0]
