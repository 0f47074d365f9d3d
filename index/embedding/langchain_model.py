"""Any LangChain ``Embeddings``, by the string that ``init_embeddings`` takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedding import Vectors
from index.errors import EmbeddingModelError


class LangChainEmbedder:
    """Embeds through LangChain; ``name`` is ``langchain:provider:model``.

    The passages' text goes to wherever that provider runs.
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
        return _unit(self._model.embed_documents(list(texts)))

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        return _unit(self._model.embed_query(text))


def _unit(vectors: object) -> Vectors:
    array = np.asarray(vectors, dtype=np.float32)
    unit: Vectors = array / np.linalg.norm(array, axis=-1, keepdims=True)
    return unit
