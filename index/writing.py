"""Writing to a library so that a kill at any moment leaves nothing half done.

Chroma has no transactions, the catalog has. So a change is: note the vectors to come as stale,
add them to Chroma, then, in one transaction, put the articles into the catalog, strike the new
vectors off the stale ones and note the old ones; last, delete those from Chroma. Passage ids name
the version of their article, so old and new never mix, and questions ignore vectors whose passage
is not in the catalog. What a kill leaves behind is noted, and the next writer deletes it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.articles import Article
from index.catalog import Catalog, FileStamp
from index.embedding import Embedder, Notify, Vectors
from index.errors import OtherModelError
from index.library import Library
from index.locking import writer_lock
from index.manifest import Manifest
from index.mirror import mirror
from index.passages import Passage
from index.records import records_of
from index.settings import IndexSettings, Location
from index.vectors import VectorStore

_UNFINISHED = "chroma-unfinished"
"""The catalog's note of a Chroma collection that is not, or no longer, the library's."""


@dataclass(frozen=True, kw_only=True)
class EmbeddedArticle:
    """An article ready to be stored; ``vectors`` is ``(len(passages), dimension)`` float32."""

    article: Article
    file: str
    """The absolute path of the file it came from."""
    passages: Sequence[Passage]
    vectors: Vectors


class LibraryWriter(Library):
    """A library open for writing; made by ``open_for_writing``, which holds the lock."""

    @cached_property
    def vectors(self) -> VectorStore:
        """The Chroma collection, made on first use."""
        return VectorStore(self.location, self.chroma_name, create=True)

    def adopt_model(self) -> None:
        """Make the settings' model the library's, which only an empty library may change.

        Raises OtherModelError, EmbeddingModelError.
        """
        known = self.manifest
        if known and self.counts()[0] == 0:
            # Chroma keeps the dimension of vectors that are gone.
            self._discard(self.chroma_name)
            del self.__dict__["vectors"]
            with self.catalog.transaction():
                self.catalog.set_meta("manifest", "")
            known = None
        manifest = Manifest.of(self.embedder, passage_size=self.settings.passage_size)
        if known and known.passage_size != manifest.passage_size:
            raise OtherModelError(
                f"the library has passages of {known.passage_size} characters, "
                f"the settings ask for {manifest.passage_size}",
                hint="rag doctor --repair splits and embeds it again",
            )
        if known is None:
            self._publish(manifest, self._next_revision())

    def put(self, batch: Sequence[EmbeddedArticle]) -> None:
        """Add articles, or put them in the place of their earlier versions, all at once."""
        live = self._passage_ids([one.article.id for one in batch])
        new = {passage.id for one in batch for passage in one.passages}
        revision = self._next_revision()
        with self.catalog.transaction():
            self.catalog.mark_stale(new - live)
        self._upsert(batch, revision)
        with self.catalog.transaction():
            for one in batch:
                self.catalog.put(one.article, one.passages, file=one.file)
            self.catalog.unmark_stale(new)
            self.catalog.mark_stale(live - new)
            self.catalog.set_meta("revision", str(revision))
        self._finish(revision)

    def remove(self, ids: Sequence[str]) -> int:
        """Remove articles by their whole ids; return how many there were."""
        articles = self.catalog.articles(ids)
        gone = self._passage_ids(list(articles))
        revision = self._next_revision()
        with self.catalog.transaction():
            self.catalog.drop(list(articles))
            self.catalog.mark_stale(gone)
            self.catalog.set_meta("revision", str(revision))
        self._finish(revision)
        return len(articles)

    def set_stamps(self, stamps: Mapping[str, FileStamp | None]) -> None:
        """Note how files were when they were read."""
        with self.catalog.transaction():
            for file, stamp in stamps.items():
                self.catalog.set_stamp(file, stamp)

    def move_to_model(self, batches: Iterable[Sequence[EmbeddedArticle]]) -> None:
        """Replace every vector by those of another model or passage size.

        ``batches`` hold all articles. The new vectors go into a Chroma collection of their own,
        which takes over when all are there; until then, and after a kill, the library is as it was.
        """
        old_name, name = self.chroma_name, f"{self.location.collection}--{time.time_ns()}"
        with self.catalog.transaction():
            self.catalog.set_meta(_UNFINISHED, name)
        self.vectors.close()
        self.__dict__["vectors"] = VectorStore(self.location, name, create=True)
        revision = self._next_revision()
        passages = {}
        for batch in batches:
            self._upsert(batch, revision)
            passages.update({one.article.id: (one.file, one.passages) for one in batch})
        manifest = Manifest.of(self.embedder, passage_size=self.settings.passage_size)
        with self.catalog.transaction():
            for article_id, (file, parts) in passages.items():
                self.catalog.put(self.article(article_id), parts, file=file)
            self.catalog.set_meta("chroma", name)
            self.catalog.set_meta(_UNFINISHED, old_name)
            self.catalog.set_meta("manifest", manifest.to_json())
        self._publish(manifest, revision)
        self.recover()

    def recover(self) -> None:
        """Delete what a killed writer left behind."""
        unfinished = self.catalog.meta(_UNFINISHED)
        if unfinished:
            self._discard(unfinished)
            with self.catalog.transaction():
                self.catalog.set_meta(_UNFINISHED, "")
        self._sweep()

    def _discard(self, name: str) -> None:
        VectorStore(self.location, name, create=True).drop()

    def _passage_ids(self, article_ids: Sequence[str]) -> set[str]:
        return {
            passage.id
            for article in self.catalog.articles(article_ids).values()
            for passage in self.catalog.passages_of(article)
        }

    def _upsert(self, batch: Sequence[EmbeddedArticle], revision: int) -> None:
        records = [
            record
            for one in batch
            for record in records_of(one.article, one.passages, file=one.file, revision=revision)
        ]
        self.vectors.upsert(records, np.concatenate([one.vectors for one in batch]))

    def _finish(self, revision: int) -> None:
        self._sweep()
        self.vectors.set_metadata(revision=revision)

    def _sweep(self) -> None:
        stale = self.catalog.stale()
        if stale:
            self.vectors.delete(stale)
            with self.catalog.transaction():
                self.catalog.unmark_stale(stale)

    def _publish(self, manifest: Manifest, revision: int) -> None:
        self.vectors.set_metadata(dateline=manifest.to_json(), revision=revision)
        with self.catalog.transaction():
            self.catalog.set_meta("manifest", manifest.to_json())
            self.catalog.set_meta("revision", str(revision))

    def _next_revision(self) -> int:
        # Time rather than a count, so that two writers on one server never take the same.
        return max(time.time_ns(), self.revision + 1)


@contextlib.contextmanager
def open_for_writing(
    location: Location,
    settings: IndexSettings,
    *,
    embedder: Embedder | None = None,
    notify: Notify = lambda _: None,
) -> Iterator[LibraryWriter]:
    """Open a library for writing, make it where there is none, and tidy up after a killed writer.

    Raises LibraryLockedError, LibraryDamagedError, ChromaServerError.
    """
    # One lock for all collections of an embedded Chroma: they share its files.
    folder = location.directory if location.chroma is None else location.home
    with writer_lock(folder, timeout=settings.lock_timeout):
        Catalog(location.catalog_file, create=True).close()
        with LibraryWriter(location, settings, embedder=embedder, notify=notify) as writer:
            if location.chroma:
                mirror(writer.vectors, writer.catalog)
            writer.recover()
            yield writer
