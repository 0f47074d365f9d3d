"""Embedding: text to unit vectors, by whichever model the settings name.

The usual path runs an ONNX graph that sentence-transformers exported once (``export``); neither
torch nor sentence-transformers is imported after that. A model that cannot be exported runs in
sentence-transformers itself, and ``langchain:provider:name`` names any LangChain embeddings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from index.errors import EmbeddingModelError

if TYPE_CHECKING:  # numpy takes a tenth of a second, in vain where nothing is embedded
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Device",
    "Embedder",
    "Notify",
    "Vectors",
    "WrappedEmbedder",
    "load_embedder",
    "load_passage_embedder",
    "unit_vectors",
]

Vectors: TypeAlias = "NDArray[np.float32]"
Device = Literal["auto", "cpu", "cuda", "mps"]
Notify = Callable[[str], None]
"""Called with a sentence about what a long step is going to do."""


class Embedder(Protocol):
    """Turns texts into unit vectors, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""

    @property
    def fingerprint(self) -> str:
        """Changes when the model's vectors may change."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``."""

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""


class WrappedEmbedder:
    """Passes for the embedder it holds; its subclasses say how texts are embedded."""

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


def unit_vectors(vectors: object, *, dimension: int) -> Vectors:
    """Return vectors of any length as ``(n, dimension)`` float32 of unit length.

    A vector of zeros, which a model may return for a text, stays one.
    """
    import numpy as np

    array = np.asarray(vectors, dtype=np.float32).reshape(-1, dimension)
    with np.errstate(over="ignore"):  # of a damaged vector: it becomes one of zeros
        lengths = np.linalg.norm(array, axis=1, keepdims=True)
    unit: Vectors = np.divide(array, lengths, out=np.zeros_like(array), where=lengths > 0)
    return unit


def load_embedder(
    name: str,
    *,
    device: Device = "auto",
    url: str | None = None,
    seconds: float | None = None,
    notify: Notify = lambda _: None,
    for_many: bool = False,
) -> Embedder:
    """Load the embedding model called ``name``, to embed questions and a few texts.

    ``device`` counts for a model that cannot run as a graph, ``url`` for one of a server,
    which may take ``seconds`` for a request.
    ``notify`` is called before the one-time export. With ``for_many``, loading takes longer and
    each text less time. Raises EmbeddingModelError, with what to do.
    """
    if name.startswith("langchain:"):
        from index.embedding.langchain import SECONDS, LangChainEmbedder

        return LangChainEmbedder(name, url=url, seconds=seconds or SECONDS)
    if url is not None:
        raise EmbeddingModelError(
            f"embedding_url names a server, and the embedding model {name!r} runs without one",
            hint="name the server's model, as in RAG_EMBEDDING=langchain:openai:NAME",
        )
    from index.embedding.graph_cache import exported_graph
    from index.embedding.onnx import OnnxEmbedder

    folder = exported_graph(name, notify=notify)
    if folder is None:
        from index.embedding.torch import TorchEmbedder

        return TorchEmbedder(name, device=device)
    return OnnxEmbedder(folder, for_many=for_many)


def load_passage_embedder(
    name: str,
    *,
    device: Device = "auto",
    url: str | None = None,
    seconds: float | None = None,
    notify: Notify = lambda _: None,
) -> Embedder:
    """Load the model that embeds passages, on a ``device`` where one is named.

    ``auto`` moves to a graphics processor that torch can use once there are enough texts; ``cpu``
    never does. Raises EmbeddingModelError; for a device that is not there only with the first text.
    """
    embedder = load_embedder(
        name, device=device, url=url, seconds=seconds, notify=notify, for_many=True
    )
    if device == "cpu" or name.startswith("langchain:"):
        return embedder
    from index.embedding.device import WORTH_A_DEVICE, AcceleratedEmbedder
    from index.embedding.onnx import OnnxEmbedder

    if not isinstance(embedder, OnnxEmbedder):  # it runs in torch, on the device, already
        return embedder

    def load_on_device() -> Embedder | None:
        from index.embedding.torch import TorchEmbedder, available_device

        chosen = available_device() if device == "auto" else device
        return TorchEmbedder(name, device=chosen) if chosen else None

    return AcceleratedEmbedder(
        embedder,
        accelerated=load_on_device,
        after=WORTH_A_DEVICE if device == "auto" else 0,
        required=device != "auto",
        notify=notify,
    )
