"""Embedding passages on a graphics processor, where there is one and it is worth the wait.

Torch takes as long to import as two processor cores take to embed a few hundred passages. So unless
a device is named, one is looked for only once a run has embedded ``WORTH_A_DEVICE`` texts.
Questions are embedded on the processor: for one text that is faster. Both must make the same
vectors, which is checked before the device is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from index.embedding import Embedder, Notify, Vectors, WrappedEmbedder
from index.errors import EmbeddingModelError

WORTH_A_DEVICE = 2_000
"""Texts; about a minute and a half on two cores."""

LEAST_COSINE = 0.999
"""Between the vectors that the device and the processor make of the same text."""

_PROBES = (
    "troops",
    "The ministry said on Monday that 22.03 percent of the ballots had been counted.",
)


class AcceleratedEmbedder(WrappedEmbedder):
    """Embeds with ``embedder`` and, after ``after`` texts, with what ``accelerated`` returns.

    Where that fails, ``notify`` is called and ``embedder`` goes on, unless the device is
    ``required``.
    """

    def __init__(
        self,
        embedder: Embedder,
        *,
        accelerated: Callable[[], Embedder | None],
        after: int,
        required: bool = False,
        notify: Notify = lambda _: None,
    ) -> None:
        super().__init__(embedder)
        self._load = accelerated
        self._left = after
        self._required = required
        self._notify = notify

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``.

        Raises EmbeddingModelError, where the device is required.
        """
        if self._left > 0:
            self._left -= len(texts)
            return self._embedder.embed_documents(texts)
        try:
            return self._accelerated.embed_documents(texts)
        except EmbeddingModelError as exc:
            if self._required:
                raise
            self._notify(f"The graphics processor is not used: {exc.message}.")
            self.__dict__["_accelerated"] = self._embedder
            return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        return self._embedder.embed_query(text)

    @cached_property
    def _accelerated(self) -> Embedder:
        embedder = self._load()
        return self._embedder if embedder is None else self._checked(embedder)

    def _checked(self, embedder: Embedder) -> Embedder:
        """Return ``embedder``. Raises EmbeddingModelError where its vectors are not the same."""
        ours, theirs = (each.embed_documents(_PROBES) for each in (self._embedder, embedder))
        least = float((ours * theirs).sum(axis=1).min()) if ours.shape == theirs.shape else 0.0
        if not least > LEAST_COSINE:  # not a number is no agreement either
            raise EmbeddingModelError(
                f"its vectors are not those of the processor (cosine {least:.4f})",
                hint="RAG_DEVICE=cpu embeds without it",
            )
        return embedder
