"""Repairing an open library: catalog and vectors are made to agree again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from index.catalog import Catalog
from index.embedding import Embedder, Notify, Vectors, WrappedEmbedder
from index.errors import LibraryDamagedError, OtherModelError
from index.library import Library
from index.library.writer import LibraryWriter
from index.manifest import Manifest
from index.passages import text_hash
from index.repair.checks import (
    changed,
    difference,
    full_text_problems,
    other_vectors,
    sample,
    stem_code_problems,
    unreachable,
    vector_table_problems,
)
from index.settings import public_address
from index.sync.embed import in_batches


def repair(writer: LibraryWriter, notify: Notify, *, intact: bool) -> list[str]:
    """Repair what ``check`` finds; return what was done, in sentences.

    Of a catalog that is not ``intact`` all is made again that can be, for not all of it can be
    checked. Raises OtherModelError for a library on a server that is of another model,
    EmbeddingModelError, LibraryDamagedError, ChromaServerError.
    """
    done = []
    for problems, make_again, said in _DERIVED:
        are_damaged = _are_damaged(problems, writer)
        if are_damaged or not intact:
            make_again(writer.catalog)
        if are_damaged:
            done.append(said)
    if writer.counts()[0] == 0:
        writer.recover()
        return done
    wanted = Manifest.of(writer.settings_embedder, passage_size=writer.settings.passage_size)
    if writer.manifest != wanted or not _has_vectors(writer):
        return [*done, _embed_all(writer, notify)]
    writer.recover()
    done += _match(writer, notify)
    writer.keep_vectors()
    return done


def _make_stem_codes(catalog: Catalog) -> None:
    with catalog.transaction():
        catalog.stem_codes.clear()
    catalog.stem_codes.make()


def _forget_vectors(catalog: Catalog) -> None:
    """Have the writer copy them from Chroma again."""
    with catalog.transaction():
        catalog.vectors.clear()


_DERIVED: tuple[tuple[Callable[[Library], list[str]], Callable[[Catalog], None], str], ...] = (
    (full_text_problems, Catalog.rebuild_full_text, "made the full-text index again"),
    (stem_code_problems, _make_stem_codes, "made the stem codes again"),
    (vector_table_problems, _forget_vectors, "copied the catalog's vectors from Chroma again"),
)
"""What is made of the articles, what is wrong with it, and what makes it again."""


def _are_damaged(problems: Callable[[Library], list[str]], library: Library) -> bool:
    """Return whether there are problems, or there is no telling."""
    try:
        return bool(problems(library))
    except LibraryDamagedError:
        return True


def _has_vectors(writer: LibraryWriter) -> bool:
    try:
        writer.vectors.count()
    except LibraryDamagedError:
        return False
    return True


def _embed_all(writer: LibraryWriter, notify: Notify) -> str:
    settings, embedder = writer.settings, writer.settings_embedder
    if writer.location.chroma:
        raise OtherModelError(
            f"the collection {writer.location.collection!r} on "
            f"{public_address(writer.location.chroma)!r} is of "
            "another model or passage size, and others may be using it",
            hint="index into another one with --collection NAME, or take its own settings",
        )
    articles = writer.counts()[0]
    if writer.manifest == Manifest.of(embedder, passage_size=settings.passage_size):
        embedder = _WithKeptVectors(embedder, writer.catalog)
        notify(f"Putting {articles} articles into a new Chroma.")
    else:
        notify(f"Embedding {articles} articles with {embedder.name}.")
    everything = writer.catalog.articles.with_files()
    writer.move_to_model(in_batches(everything, embedder, size=settings.passage_size))
    if isinstance(embedder, _WithKeptVectors) and not embedder.embedded:
        return f"put all {articles} articles into a new Chroma"
    return f"embedded all {articles} articles with {embedder.name}"


class _WithKeptVectors(WrappedEmbedder):
    """Embeds only those texts whose vectors the catalog does not keep."""

    def __init__(self, embedder: Embedder, catalog: Catalog) -> None:
        super().__init__(embedder)
        self._catalog = catalog
        self.embedded = 0

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``."""
        hashes = [text_hash(text) for text in texts]
        passages = self._catalog.passages.by_text(hashes)
        kept = self._catalog.vectors.by_id([*passages.values()])
        known = {key: kept[passage] for key, passage in passages.items() if passage in kept}
        new = [text for key, text in zip(hashes, texts, strict=True) if key not in known]
        if new:
            self.embedded += len(new)
            vectors = self._embedder.embed_documents(new)
            known |= dict(zip(map(text_hash, new), vectors, strict=True))
        return np.stack([known[key] for key in hashes])

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        return self._embedder.embed_query(text)


def _match(writer: LibraryWriter, notify: Notify) -> list[str]:
    done = []
    found = difference(writer, writer.vectors)
    if found.orphans:
        writer.delete_vectors(found.orphans)
        done.append(f"deleted {len(found.orphans)} vectors that belonged to no passage")
    there = set(writer.catalog.passages.ids()) - found.missing
    faulty = found.missing | _faulty(writer, there)
    if faulty:
        _embed_again(writer, faulty, notify)
        done.append(f"embedded {len(faulty)} passages again")
        if not writer.location.chroma and unreachable(writer.vectors, faulty):
            # Chroma's index itself is faulty: a new one takes its place.
            return [*done, _embed_all(writer, notify)]
    manifest = writer.manifest
    if manifest and writer.vectors.metadata().get("dateline") != manifest.to_json():
        writer.publish(manifest)
        done.append("noted the model in Chroma again")
    return done


def _faulty(writer: LibraryWriter, ids: Collection[str]) -> set[str]:
    """Return the passages whose records cannot be found or differ.

    A sample is looked at first, and all only if one of the sample is faulty.
    """
    for looked_at in (sample(ids), ids):
        faulty = {
            *unreachable(writer.vectors, looked_at),
            *changed(writer, writer.vectors, looked_at),
            *other_vectors(writer, writer.vectors, list(looked_at)),
        }
        if not faulty:
            break
    return faulty


def _embed_again(writer: LibraryWriter, ids: Collection[str], notify: Notify) -> None:
    notify(f"Embedding {len(ids)} passages again.")
    articles = {article.id for _, article in writer.passages(list(ids)).values()}
    those = (pair for pair in writer.catalog.articles.with_files() if pair[0].id in articles)
    writer.vectors.delete(list(ids))  # an update would not bring back what a search cannot find
    for batch in in_batches(those, writer.embedder, size=writer.settings.passage_size):
        writer.put(batch)
