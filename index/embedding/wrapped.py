"""What an embedder around another one has of it: its name, its fingerprint, its dimension."""

from __future__ import annotations

from index.embedding import Embedder


class WrappedEmbedder:
    """Passes for the embedder it holds; how texts are embedded is for its subclasses to say."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""
        return self._embedder.name

    @property
    def fingerprint(self) -> str:
        """Changes when the model's vectors may change."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._embedder.dimension
