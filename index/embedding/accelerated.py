"""Passages on a graphics processor, where there is one and it is worth the wait.

Torch takes as long to import as two processor cores take to embed a few hundred passages, so
unless a device is named, one is looked for only once a run has embedded ``WORTH_A_DEVICE`` texts.
Questions stay where they are: one text is faster on the processor at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from index.embedding import Embedder, Vectors
from index.embedding.wrapped import WrappedEmbedder

WORTH_A_DEVICE = 2_000
"""Texts; about a minute and a half on two cores."""


class AcceleratedEmbedder(WrappedEmbedder):
    """Embeds with ``embedder`` and, from ``after`` texts on, with what ``accelerated`` finds."""

    def __init__(
        self, embedder: Embedder, *, accelerated: Callable[[], Embedder | None], after: int
    ) -> None:
        super().__init__(embedder)
        self._find = accelerated
        self._left = after

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``."""
        if self._left <= 0:
            return self._accelerated.embed_documents(texts)
        self._left -= len(texts)
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        return self._embedder.embed_query(text)

    @cached_property
    def _accelerated(self) -> Embedder:
        return self._find() or self._embedder
