"""Any LangChain ``Embeddings``, by the string that ``init_embeddings`` takes."""

from __future__ import annotations

from collections.abc import Sequence

from index.embedding import Vectors, unit_vectors
from index.errors import EmbeddingModelError


class LangChainEmbedder:
    """Embeds through LangChain; ``name`` is ``langchain:provider:model``.

    The text of the passages is sent to that provider, wherever it runs.
    """

    def __init__(self, name: str) -> None:
        from langchain.embeddings import init_embeddings

        self.name = name
        try:
            self._model = init_embeddings(name.removeprefix("langchain:"))
            self.dimension = len(self._model.embed_query("dimension"))
        except ImportError as exc:
            raise EmbeddingModelError(
                f"the embedding model {name!r} needs a package that is not installed: {exc}",
                hint="pip install the LangChain package of that provider",
            ) from exc
        except Exception as exc:  # every provider raises its own
            raise EmbeddingModelError(
                f"the embedding model {name!r} does not answer: {exc}",
                hint="check the name, the provider's key and its server",
            ) from exc
        self.fingerprint = f"{name}-{self.dimension}"

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``."""
        return unit_vectors(self._model.embed_documents(list(texts)), dimension=self.dimension)

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        vector: Vectors = unit_vectors(self._model.embed_query(text), dimension=self.dimension)[0]
        return vector
