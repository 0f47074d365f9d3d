"""Writing to a library so that a kill at any moment leaves nothing half done.

The catalog has transactions, Chroma has none. So a change takes four steps:

1. note the new vectors as stale in the catalog,
2. add them to Chroma,
3. in one transaction, put the articles into the catalog, strike the new vectors off the stale ones
   and note the old vectors as stale,
4. delete the stale vectors from Chroma.

Passage ids name the version of their article, so old and new never mix, and questions ignore
vectors whose passage is not in the catalog. What a kill leaves behind is noted as stale, and the
next writer deletes it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from index.catalog import Catalog
from index.catalog.file_stamps import FileStamp
from index.chroma import VectorStore
from index.chroma.clients import drop_collection
from index.chroma.records import EmbeddedArticle, records_of
from index.embedding import Embedder, Notify, Vectors, load_passage_embedder
from index.errors import LibraryDamagedError, LibraryLockedError, OtherModelError
from index.filters import Selection
from index.library import Library
from index.library.locking import hold_lock
from index.library.seal import break_seal, put_seal, require_intact
from index.library.traces import SHREDDING, clear_traces, forget_index, note_index
from index.manifest import Manifest
from index.passages import split
from index.progress import Follow, run_through
from index.settings import IndexSettings, Location, SearchSettings

_UNFINISHED = "chroma-unfinished"
"""The catalog's note of a Chroma collection that is not, or no longer, the library's."""

_AT_ONCE = 2_000
"""Vectors that are fetched from Chroma at once."""

_PUBLISHED = "published"
"""The catalog's note of the latest revision of Chroma that was seen while writing."""

_UNPUBLISHED = "unpublished"
"""The catalog's note that Chroma may have changed without its revision saying so yet."""


class LibraryWriter(Library):
    """A library open for writing; made by ``open_for_writing``, which holds the lock."""

    is_in_its_file = False
    """Once it is closed, whether the catalog's file holds all that was written."""

    @cached_property
    def vectors(self) -> VectorStore:
        """The Chroma collection, made on first use.

        Raises LibraryDamagedError when it is gone and the catalog is not, and where reading its
        files would end the process.
        """
        if not self.location.chroma:
            self._require_readable_index()
            with self.catalog.transaction():
                forget_index(self.catalog)
        create = self.location.chroma is not None or self.counts()[0] == 0
        return VectorStore(self.location, self.chroma_name, create=create, notify=self._notify)

    @cached_property
    def settings_embedder(self) -> Embedder:
        """The model that the settings name, to embed passages with. Raises EmbeddingModelError."""
        return self._given_embedder or load_passage_embedder(
            self.settings.embedding,
            device=self.settings.device,
            url=self.settings.embedding_url,
            seconds=self.settings.model_timeout,
            notify=self._notify,
        )

    @cached_property
    def _asking_embedder(self) -> Embedder:
        return self.settings_embedder  # vectors that are written are in the library: no cache

    def close(self) -> None:
        """Let go of the files, and note how those of Chroma's search index are."""
        if "vectors" in self.__dict__ and self.location.chroma is None:
            self._close_vectors()
            note_index(self.location, self.catalog, self.chroma_name)
        self.is_in_its_file = self.catalog.is_in_its_file()
        super().close()

    def adopt_model(self) -> None:
        """Make the settings' model the library's, which only an empty library may change.

        Raises OtherModelError, EmbeddingModelError.
        """
        known, empty = self.manifest, self._is_empty()
        manifest = Manifest.of(
            self.settings_embedder if empty else self.embedder,
            passage_size=self.settings.passage_size,
        )
        if known == manifest and not empty:
            return
        if known and not empty:
            raise OtherModelError(
                f"the library has passages of {known.passage_size} characters, "
                f"the settings ask for {manifest.passage_size}",
                hint="rag doctor --repair splits and embeds it again; "
                f"RAG_PASSAGE_SIZE={known.passage_size} keeps it as it is",
            )
        if known and known.dimension != manifest.dimension:
            # The collection keeps the dimension of vectors that are gone.
            self._close_vectors()
            drop_collection(self.location, self.chroma_name)
        self.publish(manifest)

    def put(self, batch: Sequence[EmbeddedArticle]) -> None:
        """Add articles, or put them in the place of their earlier versions, all at once."""
        live = self._passage_ids([each.article.id for each in batch])
        new = {passage.id for each in batch for passage in each.passages}
        revision = self._next_revision()
        with self.catalog.transaction():
            self.catalog.meta.set(_UNPUBLISHED, "yes")
            self.catalog.stale_vectors.mark_stale(new - live)
        if self.manifest:
            self._require_own_model(self.manifest)
        self._upsert(batch, revision)
        with self.catalog.transaction():
            for each in batch:
                self.catalog.put(each.article, each.passages, file=each.file)
                if self.location.chroma is None:  # a server finds the nearest itself
                    ids = [passage.id for passage in each.passages]
                    self.catalog.vectors.keep(dict(zip(ids, each.vectors, strict=True)))
            self.catalog.stale_vectors.mark_stale(live - new)
            self.catalog.meta.set("revision", str(revision))
        self._finish(revision)

    def vectors_of_texts(self, hashes: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of texts that were embedded for passages here, by ``text_hash``.

        Vectors that cannot be read are left out.
        """
        passages = self.catalog.passages.by_text(hashes)
        if not passages:
            return {}
        with contextlib.suppress(LibraryDamagedError):
            stored = self.vectors.embeddings(sorted(set(passages.values())))
            return {
                text: np.asarray(stored[passage_id], dtype=np.float32)
                for text, passage_id in passages.items()
                if passage_id in stored
            }
        return {}

    def remove(self, ids: Sequence[str], *, shred: bool = False) -> int:
        """Remove articles by their whole ids; return how many there were.

        With ``shred``, no trace of them stays in the library's files, nor in the cache of vectors;
        what a kill leaves is done by the next writer. Raises LibraryLockedError where another
        process reads the files for too long.
        """
        articles = self.catalog.articles.by_id(ids)
        gone = self._passage_ids(list(articles))
        revision = self._next_revision()
        with self.catalog.transaction():
            self.catalog.meta.set(_UNPUBLISHED, "yes")
            if shred:
                self.catalog.meta.set(SHREDDING, "yes")
            self.catalog.remove(list(articles))
            self.catalog.stale_vectors.mark_stale(gone)
            self.catalog.meta.set("revision", str(revision))
        self._finish(revision)
        if shred:
            self._clear_traces()
        return len(articles)

    def delete_vectors(self, ids: Collection[str]) -> None:
        """Delete vectors that belong to no passage."""
        revision = self._next_revision()
        with self.catalog.transaction():
            self.catalog.meta.set(_UNPUBLISHED, "yes")
            self.catalog.stale_vectors.mark_stale(ids)
            self.catalog.meta.set("revision", str(revision))
        self._finish(revision)

    def set_stamps(self, stamps: Mapping[str, FileStamp | None]) -> None:
        """Note how files were when they were read."""
        with self.catalog.transaction():
            for file, stamp in stamps.items():
                self.catalog.file_stamps.set(file, stamp)

    def settle(self) -> None:
        """Do what is left for the end of writing, and note that nothing is left to do."""
        self.catalog.settle()
        self.keep_vectors()
        if not self.catalog.meta.is_settled:
            if self.location.chroma is None and not self._searches_exactly(Selection()):
                self.vectors.save()  # every question will open it
            with self.catalog.transaction():
                self.catalog.meta.note_settled()

    def keep_vectors(self) -> None:
        """Copy the vectors that the catalog lacks from Chroma; a server's are not kept."""
        if self.location.chroma or self.catalog.vectors.is_complete:
            return
        missing = self.catalog.vectors.missing()
        for first in range(0, len(missing), _AT_ONCE):
            stored = self.vectors.embeddings(missing[first : first + _AT_ONCE])
            with self.catalog.transaction():
                self.catalog.vectors.keep(stored)
        with self.catalog.transaction():
            self.catalog.vectors.note_complete(complete=not self.catalog.vectors.missing())

    def move_to_model(self, batches: Iterable[Sequence[EmbeddedArticle]]) -> None:
        """Replace every vector by one of the settings' model and passage size.

        ``batches`` hold all articles. The new vectors go into a Chroma collection of their own,
        which takes over when it is complete; until then, and after a kill, the library is as it
        was. This is only for an embedded library: other machines would not know of the new
        collection.
        """
        self._discard_unfinished()
        manifest = Manifest.of(self.settings_embedder, passage_size=self.settings.passage_size)
        old_name, name = self.chroma_name, f"{self.location.collection}--{time.time_ns()}"
        with self.catalog.transaction():
            self.catalog.meta.set(_UNFINISHED, name)
        self._close_vectors()
        self.__dict__["vectors"] = VectorStore(self.location, name, create=True)
        revision = self._next_revision()
        for batch in batches:
            self._upsert(batch, revision)
        self.vectors.set_metadata(dateline=manifest.to_json(), revision=revision)
        with self.catalog.transaction():
            for article, file in self.catalog.articles.with_files():
                self.catalog.put(article, split(article, size=manifest.passage_size), file=file)
            self.catalog.vectors.note_complete(complete=False)
            self.catalog.stale_vectors.clear()
            self.catalog.meta.set("chroma", name)
            forget_index(self.catalog)
            self.catalog.meta.set(_UNFINISHED, old_name)
            self.catalog.meta.set(_UNPUBLISHED, "")
            self.catalog.meta.set("manifest", manifest.to_json())
            self.catalog.meta.set("revision", str(revision))
        self.catalog.settle()
        self.keep_vectors()
        self.recover()

    def publish(self, manifest: Manifest) -> None:
        """Note in the catalog and in Chroma what the library is made with."""
        if self.vectors.count():
            self._require_own_model(manifest)
        revision = self._next_revision()
        self.vectors.set_metadata(dateline=manifest.to_json(), revision=revision)
        with self.catalog.transaction():
            self.catalog.meta.set("manifest", manifest.to_json())
            self.catalog.meta.set("revision", str(revision))

    def _require_own_model(self, manifest: Manifest) -> None:
        """Raise OtherModelError where another machine has just noted a model of its own."""
        if self.location.chroma is None:
            return
        noted = str(self.vectors.metadata().get("dateline") or manifest.to_json())
        if noted != manifest.to_json():
            other = Manifest.from_json(noted)
            raise OtherModelError(
                f"another machine writes to {str(self.location)!r} with {other.embedding!r} and "
                f"passages of {other.passage_size} characters",
                hint="use its settings, or another collection with --collection NAME",
            )

    def recover(self) -> None:
        """Delete what a killed writer left behind, and publish what it did not publish."""
        self._discard_unfinished()
        if self.catalog.meta.get(_UNPUBLISHED):
            self._finish(self._next_revision())
        if self.catalog.meta.get(SHREDDING):
            with contextlib.suppress(LibraryLockedError):  # the next writer tries again
                self._clear_traces()

    def _clear_traces(self) -> None:
        if self.location.chroma is None:
            self.vectors.save()  # this empties its queue of changes, which holds texts
            self._close_vectors()
        clear_traces(self.location, self.catalog, self.chroma_name)

    def _is_empty(self) -> bool:
        if self.counts()[0]:
            return False
        if self.vectors.count() == 0:
            return True
        if self.location.chroma:
            return False  # another machine is about to add its first articles
        raise LibraryDamagedError(
            f"the catalog of {str(self.location)!r} is empty, and its vectors are not",
            hint="rag doctor --repair",
        )

    def _discard_unfinished(self) -> None:
        unfinished = self.catalog.meta.get(_UNFINISHED)
        if unfinished:
            drop_collection(self.location, unfinished)
            with self.catalog.transaction():
                self.catalog.meta.set(_UNFINISHED, "")

    def _passage_ids(self, article_ids: Sequence[str]) -> set[str]:
        return {
            passage.id
            for article in self.catalog.articles.by_id(article_ids).values()
            for passage in self.catalog.passages.of(article)
        }

    def _upsert(self, batch: Sequence[EmbeddedArticle], revision: int) -> None:
        edits = self.catalog.edits.of(each.article.id for each in batch)
        records = [
            record
            for each in batch
            for record in records_of(
                each.article,
                each.passages,
                file=each.file,
                revision=revision,
                stated=each.article.stated or edits.get(each.article.id),
            )
        ]
        self.vectors.upsert(records, np.concatenate([each.vectors for each in batch]))

    def _finish(self, revision: int) -> None:
        """Delete what is stale, then let other machines know."""
        stale = self.catalog.stale_vectors.ids()
        if stale and self.catalog.meta.get(SHREDDING) and (manifest := self.manifest):
            self.vectors.overwrite(stale, dimension=manifest.dimension)
        if stale:
            self.vectors.delete(stale)
        before = self.vectors.set_metadata(revision=revision)
        with self.catalog.transaction():
            self.catalog.stale_vectors.unmark(stale)
            self.catalog.meta.set(_UNPUBLISHED, "")
            self.catalog.meta.set(_PUBLISHED, str(before.get("revision", 0)))

    def _next_revision(self) -> int:
        # Time rather than a count, so that two writers on one server never take the same; and later
        # than what others have published, whose clocks may be ahead.
        published = int(self.catalog.meta.get(_PUBLISHED) or 0)
        return max(time.time_ns(), self.revision + 1, published + 1)


@contextlib.contextmanager
def open_for_writing(
    location: Location,
    settings: IndexSettings,
    *,
    embedder: Embedder | None = None,
    notify: Notify = lambda _: None,
    follow: Follow = run_through,
    search: SearchSettings | None = None,
) -> Iterator[LibraryWriter]:
    """Open a library for writing, make it where there is none, and tidy up after a killed writer.

    Raises LibraryLockedError, LibraryDamagedError, ChromaServerError.
    """
    with hold_lock(location, settings):
        require_intact(location)
        with open_locked(
            location, settings, embedder=embedder, notify=notify, follow=follow, search=search
        ) as writer:
            writer.recover()
            yield writer


@contextlib.contextmanager
def open_locked(
    location: Location,
    settings: IndexSettings,
    *,
    embedder: Embedder | None,
    notify: Notify,
    follow: Follow = run_through,
    search: SearchSettings | None = None,
) -> Iterator[LibraryWriter]:
    """Open a library whose lock is held already, without tidying up."""
    broken = break_seal(location)
    Catalog(location.catalog_file, create=True).close()
    writer = LibraryWriter(
        location, settings, embedder=embedder, notify=notify, follow=follow, search=search
    )
    try:
        with writer:
            yield writer
    finally:  # also where who writes is stopped, or reads no further than the report
        if location.chroma is None and writer.is_in_its_file:
            put_seal(location, broken=broken)
