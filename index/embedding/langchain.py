"""Any LangChain ``Embeddings``, by the string that ``init_embeddings`` takes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from typing import Any

from index.embedding import Vectors, unit_vectors
from index.errors import EmbeddingModelError


class LangChainEmbedder:
    """Embeds through LangChain; ``name`` is ``langchain:provider:model``.

    The text of the passages is sent to that provider, or to the server at ``url``.
    """

    def __init__(self, name: str, *, url: str | None = None) -> None:
        from langchain.embeddings import init_embeddings

        self.name = name
        try:
            self._model = init_embeddings(name.removeprefix("langchain:"), **_options(name, url))
        except ImportError as exc:
            raise EmbeddingModelError(
                f"the embedding model {name!r} needs a package that is not installed: {exc}",
                hint="pip install the LangChain package of that provider",
            ) from exc
        except Exception as exc:  # every provider raises its own
            raise self._unanswered(exc) from exc
        with self._translated():
            self.dimension = len(self._model.embed_query("dimension"))
        self.fingerprint = f"{name}-{self.dimension}"

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``.

        Raises EmbeddingModelError.
        """
        with self._translated():
            vectors = self._model.embed_documents(list(texts))
        return unit_vectors(vectors, dimension=self.dimension)

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length. Raises EmbeddingModelError."""
        with self._translated():
            embedded = self._model.embed_query(text)
        vector: Vectors = unit_vectors(embedded, dimension=self.dimension)[0]
        return vector

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except Exception as exc:  # every provider raises its own
            raise self._unanswered(exc) from exc

    def _unanswered(self, exc: Exception) -> EmbeddingModelError:
        reason = " ".join(str(exc).split()) or type(exc).__name__
        return EmbeddingModelError(
            f"the embedding model {self.name!r} does not answer: {reason}",
            hint="check the name, the provider's key and its server (RAG_EMBEDDING_URL)",
        )


def _options(name: str, url: str | None) -> dict[str, Any]:
    if url is None:
        return {}
    if not name.startswith("langchain:openai:"):
        return {"base_url": url}
    return {
        "base_url": url,
        "api_key": os.environ.get("OPENAI_API_KEY") or "none",
        # Texts, and not the numbers of OpenAI's own tokens, which no other server knows.
        "check_embedding_ctx_length": False,
    }
