"""Bringing a catalog up to date from a Chroma collection that others write to as well."""

from __future__ import annotations

from collections.abc import Iterable

from index.catalog import Catalog
from index.passages import Passage
from index.records import articles_in
from index.vectors import Record, VectorStore


def mirror(vectors: VectorStore, catalog: Catalog) -> bool:
    """Bring ``catalog`` to the revision of the collection; return whether there was anything.

    Passage ids name the version of their article, so comparing ids is enough to know what to fetch.
    """
    remote = vectors.metadata()
    revision = str(remote.get("revision", 0))
    if revision == catalog.meta("revision"):
        return False
    rebuild(vectors, catalog)
    with catalog.transaction():
        if "dateline" in remote:
            catalog.set_meta("manifest", str(remote["dateline"]))
        catalog.set_meta("revision", revision)
    return True


def rebuild(vectors: VectorStore, catalog: Catalog) -> None:
    """Make the catalog hold the articles that are complete in the collection, and no others."""
    there = set(vectors.ids())
    here = set(catalog.passage_ids())
    _add(vectors.records(_of_the_same_articles(there, there - here)), catalog)
    kept = {_article_of(passage_id) for passage_id in there}
    with catalog.transaction():
        catalog.drop([entry.id for entry in catalog.entries() if entry.id not in kept])


def _add(records: Iterable[Record], catalog: Catalog) -> None:
    with catalog.transaction():
        for article, passages, file in articles_in(records):
            _check(passages, article.text)
            catalog.put(article, passages, file=file)


def _check(passages: list[Passage], text: str) -> None:
    for passage in passages:
        if text[passage.start : passage.end] != passage.text:  # a writer that is not ours
            raise ValueError(f"passage {passage.id!r} is not where it says in its article")


def _of_the_same_articles(there: set[str], new: set[str]) -> list[str]:
    wanted = {_article_of(passage_id) for passage_id in new}
    return sorted(passage_id for passage_id in there if _article_of(passage_id) in wanted)


def _article_of(passage_id: str) -> str:
    return passage_id.split("-", 1)[0]
