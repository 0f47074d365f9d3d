"""Bringing a catalog up to date with a Chroma collection that others write to as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from index.catalog import Catalog
from index.chroma import VectorStore
from index.chroma.records import articles_in
from index.errors import LibraryDamagedError
from index.passages import Passage

_CHUNK = 2_000
"""Passages, at least, that are fetched and stored together."""

_MIRRORED = "mirrored"
"""The catalog's note of the collection's revision up to which it is current.

This is not the library's own revision: a machine that writes publishes a revision without having
seen what others published just before.
"""


def mirror(vectors: VectorStore, catalog: Catalog) -> bool:
    """Bring ``catalog`` to the revision of the collection; return whether there was anything.

    Raises LibraryDamagedError when the collection is not one of Dateline's.
    """
    remote = vectors.metadata()  # before what it describes: what comes later has a later revision
    published = str(remote.get("revision", 0))
    if published == catalog.meta.get(_MIRRORED):
        return False
    if "dateline" not in remote and vectors.count():
        raise LibraryDamagedError(
            "the collection holds what Dateline did not put there",
            hint="name another one with --collection NAME",
        )
    rebuild(vectors, catalog)
    with catalog.transaction():
        if "dateline" in remote:
            catalog.meta.set("manifest", str(remote["dateline"]))
        catalog.meta.set(_MIRRORED, published)
        catalog.meta.set("revision", str(max(catalog.meta.revision + 1, int(published))))
    return True


def rebuild(vectors: VectorStore, catalog: Catalog) -> None:
    """Make the catalog hold the articles that are complete in the collection, and no others.

    Passage ids name the version of their article, so comparing ids shows what to fetch.
    """
    there = set(vectors.ids())
    here = set(catalog.passages.ids())
    for chunk in _chunks(_of_the_same_articles(there, there - here)):
        _add(chunk, vectors, catalog)
    kept = {_article_of(passage_id) for passage_id in there}
    with catalog.transaction():
        catalog.remove(
            [article_id for article_id in catalog.articles.ids() if article_id not in kept]
        )
    catalog.settle()


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
