"""A library: the catalog and the vectors, as one thing to search.

Reading needs no lock. A library that stays open sees what another process indexed once
``refresh`` is called, which costs one row of SQLite (or one request, with a server).
"""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Self

import numpy as np

from index.articles import Article
from index.catalog import ArticleEntry, Catalog
from index.chroma import VectorStore
from index.chroma.clients import looks_sound
from index.chroma.mirror import mirror
from index.chroma.probe import require_readable
from index.edits import NOTHING
from index.embedding import Embedder, Notify, Vectors, load_embedder
from index.embedding.cache import CachingEmbedder
from index.errors import (
    ArticleNotFoundError,
    LibraryDamagedError,
    LibraryEmptyError,
    LibraryMissingError,
    OtherModelError,
)
from index.filters import Filters, Selection, date_number
from index.library.exact_search import ExactSearch
from index.library.filtered_search import nearest_passing
from index.library.locking import is_being_written
from index.library.seal import require_intact
from index.library.status import Status
from index.manifest import Manifest
from index.passages import Passage
from index.progress import Follow, run_through
from index.settings import IndexSettings, Location, SearchSettings
from index.text.stem_codes import StemCodes, stem_codes

INDEX_STAMP = "index-stamp"
"""The catalog's note of how the files of Chroma's search index were when a writer left them."""

INDEX_CHECKSUM = "index-contents"
"""The catalog's note of a checksum of their contents."""

_FREQUENCIES = 50_000
"""Stems whose frequency is cached; to count a common one takes SQLite half a millisecond."""


class Library:
    """An open library. Use as a context manager, or close it."""

    def __init__(
        self,
        location: Location,
        settings: IndexSettings,
        *,
        embedder: Embedder | None = None,
        notify: Notify = lambda _: None,
        follow: Follow = run_through,
        search: SearchSettings | None = None,
        as_is: bool = False,
    ) -> None:
        """Open for reading. Raises LibraryMissingError, LibraryDamagedError, ChromaServerError.

        ``embedder`` replaces the model that the settings name. ``notify`` is told what takes long,
        and ``follow`` runs through the articles that are copied from a server. A catalog that is
        not as it was written is only opened ``as_is``, to be checked. Neither the model nor an
        embedded Chroma is loaded before something needs it; a server is asked for what is new.
        """
        self.location = location
        self.settings = settings
        self._given_embedder = embedder
        self._notify = notify
        self._follow = follow
        self._search = search or SearchSettings()
        self._counted: tuple[int, int] | None = None
        self._frequencies: tuple[int, dict[str, int]] = 0, {}
        self._is_loaded = False
        if not as_is:
            require_intact(location)
        with contextlib.ExitStack() as closing:
            closing.callback(self._close_vectors)
            self.catalog = closing.enter_context(contextlib.closing(self._open_catalog()))
            if location.chroma:
                mirror(self.vectors, self.catalog, follow=self._follow)
            self._exact_search = ExactSearch(self.catalog, self._search)
            self._seen = self.revision
            self._closing = closing.pop_all()

    def __enter__(self) -> Self:
        """Return the library."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the library."""
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._closing.close()

    @property
    def revision(self) -> int:
        """Grows with every change of the library."""
        return self.catalog.meta.revision

    @property
    def manifest(self) -> Manifest | None:
        """What the library was made with; ``None`` before its first article."""
        text = self.catalog.meta.manifest
        return Manifest.from_json(text) if text else None

    @cached_property
    def vectors(self) -> VectorStore:
        """The Chroma collection, opened on first use.

        Raises LibraryDamagedError, also where reading the files would end the process.
        """
        if not self.location.chroma and not is_being_written(self.location.directory):
            self._require_readable_index()
        return VectorStore(self.location, self.chroma_name, create=False, notify=self._notify)

    def _require_readable_index(self) -> None:
        stamp, checksum = map(self.catalog.meta.get, (INDEX_STAMP, INDEX_CHECKSUM))
        if stamp is not None:  # else an earlier version wrote it
            require_readable(self.location, self.chroma_name, stamp=stamp, checksum=checksum or "")

    @property
    def chroma_name(self) -> str:
        """The name of the Chroma collection in use; re-embedding moves on to another one."""
        moved = None if self.location.chroma else self.catalog.meta.get("chroma")
        return moved or self.location.collection

    @cached_property
    def settings_embedder(self) -> Embedder:
        """The model that the settings name, whatever the library was made with.

        Raises EmbeddingModelError.
        """
        return self._given_embedder or load_embedder(
            self.settings.embedding,
            device=self.settings.device,
            url=self.settings.embedding_url,
            seconds=self.settings.model_timeout,
            notify=self._notify,
        )

    @property
    def embedder(self) -> Embedder:
        """The library's embedding model, loaded on first use.

        Raises OtherModelError, EmbeddingModelError.
        """
        manifest = self.manifest
        if manifest and manifest.embedding != self._embedding_name:
            raise self._other_model(manifest)  # found out without loading a model
        if manifest and manifest.fingerprint != self.settings_embedder.fingerprint:
            raise self._other_model(manifest)
        return self._asking_embedder

    @cached_property
    def _asking_embedder(self) -> Embedder:
        return self._given_embedder or CachingEmbedder(self.settings_embedder)

    def load(self, question: str | None = None) -> None:
        """Load the model and, where a search takes it, Chroma at the same time.

        A ``question`` that was asked before needs no model; without a question it is loaded. Raises
        what ``vectors`` and ``embedder`` raise.
        """
        if self._is_loaded:
            return
        embedder = self.embedder if question else self.settings_embedder
        if self._searches_exactly(Selection()):
            embedder.embed_query(question or "ready")
        else:
            with ThreadPoolExecutor(1) as executor:
                vector = executor.submit(embedder.embed_query, question or "ready")
                _ = self.vectors
                vector.result()
        self._is_loaded = True

    def refresh(self) -> bool:
        """Catch up with what other processes wrote; return whether there was anything."""
        if self.location.chroma:
            mirror(self.vectors, self.catalog, follow=self._follow)
        if self.revision == self._seen:
            return False
        self._seen = self.revision
        self._close_vectors()
        return True

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything that is read from the catalog inside be of one moment."""
        with self.catalog.snapshot():
            yield

    # Articles.

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        return self.catalog.counts()

    def status(self) -> Status:
        """Return what the library holds and what it was made with."""
        articles, passages = self.counts()
        revision = self.revision  # nanoseconds since the epoch
        return Status(
            location=str(self.location),
            articles=articles,
            passages=passages,
            sources=len(self.catalog.articles.sources()),
            dates=self.catalog.articles.dates(),
            undated=self.catalog.articles.undated(),
            manifest=self.manifest,
            changed=datetime.fromtimestamp(revision / 1e9, UTC).astimezone() if revision else None,
        )

    def require_articles(self) -> None:
        """Raise LibraryEmptyError unless the library holds an article."""
        if self.catalog.articles.is_empty():
            raise LibraryEmptyError(
                f"the library {str(self.location)!r} holds no articles",
                hint="rag index PATH...",
            )

    def entries(self, filters: Filters | None = None) -> Iterator[ArticleEntry]:
        """Yield the articles as a list shows them, the newest first."""
        return self.catalog.articles.entries(self.selection(filters or Filters()))

    def article(self, prefix: str) -> Article:
        """Return the article whose id begins so. Raises ArticleNotFoundError."""
        ids = self.catalog.articles.ids_starting(prefix) if prefix else []
        if len(ids) == 1:
            stated = self.catalog.edits.of(ids).get(ids[0], NOTHING)
            return replace(self.catalog.articles.by_id(ids)[ids[0]], stated=stated)
        if ids:
            raise ArticleNotFoundError(
                f"{prefix!r} begins the ids of {len(ids)} articles: {', '.join(ids[:5])}",
                hint="give more of the id",
            )
        raise ArticleNotFoundError(f"no article has the id {prefix!r}", hint="rag articles list")

    def passages_of(self, article: Article) -> list[Passage]:
        """Return an article's passages in their order."""
        return self.catalog.passages.of(article)

    # Retrieval.

    def selection(self, filters: Filters) -> Selection:
        """Resolve filters: a publisher is named by any part of its name, in any case."""
        sources: list[str] | None = None
        if filters.sources:
            from index.reading.metadata.publishers import named  # few questions are filtered

            # An address finds what is kept under its publisher's name: cnn.com, CNN.
            names = [named(source) for source in filters.sources if "." in source]
            wanted = [source.casefold() for source in (*filters.sources, *names)]
            sources = [
                source
                for source in self.catalog.articles.sources()
                if any(part in source.casefold() for part in wanted)
            ]
        return Selection(
            sources=None if sources is None else tuple(sources),
            since=date_number(filters.since),
            until=date_number(filters.until),
        )

    def nearest_sources(self, name: str) -> list[str]:
        """Return publishers whose names look like ``name``, for a message."""
        return difflib.get_close_matches(name, self.catalog.articles.sources(), n=3, cutoff=0.4)

    def dense(
        self, vector: Vectors, *, limit: int, selection: Selection
    ) -> list[tuple[str, float]]:
        """Return the passages nearest to a question's vector: id and cosine."""
        if selection.sources == ():
            return []
        try:
            return self._nearest(vector, limit, selection)
        except LibraryDamagedError:
            if self.location.chroma:
                raise
            # Another process may have written since Chroma was opened. It then lists passages that
            # its loaded graph lacks. If it is damaged, it fails again.
            self._close_vectors()
            return self._nearest(vector, limit, selection)

    def full_text(self, query: str, *, limit: int, selection: Selection) -> list[tuple[str, float]]:
        """Return the best passages for an FTS5 query: id and BM25, higher is better."""
        return self.catalog.full_text.search(query, limit=limit, selection=selection)

    def frequency(self, stem: str) -> int:
        """Return the number of passages that hold a word with this stem (Porter's)."""
        revision = self.revision
        if self._frequencies[0] != revision or len(self._frequencies[1]) >= _FREQUENCIES:
            self._frequencies = revision, {}
        known = self._frequencies[1]
        if stem not in known:
            known[stem] = self.catalog.full_text.frequency(stem)
        return known[stem]

    def vocabulary(self, beginning: str) -> dict[str, int]:
        """Return the stems that begin so, each with the number of passages that hold it."""
        return self.catalog.full_text.vocabulary(beginning)

    @property
    def size(self) -> int:
        """The number of passages, counted once a revision: every question weighs words by it."""
        revision = self.revision
        if self._counted is None or self._counted[0] != revision:
            self._counted = revision, self.counts()[1]
        return self._counted[1]

    def stem_codes(self, passages: Sequence[Passage]) -> dict[str, StemCodes]:
        """Return the stem codes of passages, by passage id."""
        codes = self.catalog.stem_codes.by_id([passage.id for passage in passages])
        for passage in passages:
            if passage.id not in codes:
                codes[passage.id] = stem_codes(passage.text)
        return codes

    def stem_codes_of(self, article: Article) -> StemCodes:
        """Return the stem codes of an article's passages, one after the other."""
        kept = self.catalog.stem_codes.of_article(article.id)
        return np.concatenate(kept) if kept else stem_codes(article.text)

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        """Return passages with their articles; ids that are not in the catalog are left out."""
        return self.catalog.passages.by_id(ids)

    def _nearest(
        self, vector: Vectors, limit: int, selection: Selection
    ) -> list[tuple[str, float]]:
        if self._searches_exactly(selection):
            return self._exact_search.nearest(
                vector, limit=limit, selection=selection, size=self.size, revision=self.revision
            )
        if selection == Selection() or self.location.chroma:  # a server has filters of its own
            return self.vectors.nearest(vector, limit=limit, selection=selection, among=self.size)
        return nearest_passing(
            vector,
            limit=limit,
            selection=selection,
            vectors=self.vectors,
            catalog=self.catalog,
            size=self.size,
            settings=self._search,
        )

    def _searches_exactly(self, selection: Selection) -> bool:
        """Return whether a search needs no Chroma; a damaged one is used, so that it says so."""
        return (
            self.location.chroma is None
            and self.catalog.vectors.is_complete
            and looks_sound(self.location)
            and self._exact_search.fits(selection, size=self.size)
        )

    # Opening.

    @property
    def _embedding_name(self) -> str:
        return self._given_embedder.name if self._given_embedder else self.settings.embedding

    def _open_catalog(self) -> Catalog:
        file = self.location.catalog_file
        if self.location.chroma:
            _ = self.vectors  # raises where there is no collection to copy
            return Catalog(file, create=True)
        if not file.is_file():
            raise LibraryMissingError(
                f"there is no library in {str(self.location)!r}",
                hint="rag index PATH..., or try the sample articles with --samples",
            )
        return Catalog(file, create=False)

    def _close_vectors(self) -> None:
        """Close Chroma where it is open; the next use opens it again."""
        vectors: VectorStore | None = self.__dict__.pop("vectors", None)
        if vectors:
            vectors.close()

    def _other_model(self, manifest: Manifest) -> OtherModelError:
        return OtherModelError(
            f"the library was embedded with {manifest.embedding!r} ({manifest.fingerprint}), "
            f"the settings name {self._embedding_name!r}",
            hint="rag doctor --repair embeds it again, or name its own model with RAG_EMBEDDING",
        )
