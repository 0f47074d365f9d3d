"""Libraries for an evaluation: used by several threads, or with half of the search switched off."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.embedding import Embedder, Vectors
from index.filters import Selection
from index.library import Library


class SharedEmbedder:
    """An embedder that several threads use, one at a time."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._turn = threading.Lock()
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.dimension = embedder.dimension

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length."""
        with self._turn:
            return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        with self._turn:
            return self._embedder.embed_query(text)


class SharedLibrary(Library):
    """A library that several threads search, one at a time, as SQLite's transactions demand."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self._turn = threading.RLock()
        self._shared: SharedEmbedder | None = None
        super().__init__(*given, **named)

    @property
    def embedder(self) -> Embedder:
        """The library's embedding model. Raises OtherModelError, EmbeddingModelError."""
        embedder = super().embedder
        if self._shared is None:
            self._shared = SharedEmbedder(embedder)
        return self._shared

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything inside from one state of the catalog."""
        with self._turn, super().snapshot():
            yield


class DenseLibrary(SharedLibrary):
    """Searches by meaning; full-text search is switched off."""

    def full_text(
        self,
        query: str,  # noqa: ARG002 - a library's own signature
        *,
        limit: int,  # noqa: ARG002
        selection: Selection,  # noqa: ARG002
    ) -> list[tuple[str, float]]:
        """Return nothing."""
        return []


class FullTextLibrary(SharedLibrary):
    """Searches by words; dense search is switched off."""

    def dense(
        self,
        vector: Vectors,  # noqa: ARG002 - a library's own signature
        *,
        limit: int,  # noqa: ARG002
        selection: Selection,  # noqa: ARG002
    ) -> list[tuple[str, float]]:
        """Return nothing."""
        return []


RETRIEVALS: Mapping[str, type[SharedLibrary]] = {
    "fused": SharedLibrary,
    "dense": DenseLibrary,
    "full-text": FullTextLibrary,
    "plain": SharedLibrary,
}
