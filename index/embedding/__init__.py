"""Embedding: text to unit vectors, by whichever model the settings name.

The usual path runs an ONNX graph that sentence-transformers exported once (``export``); neither
torch nor sentence-transformers is imported after that. A model that cannot be exported runs in
sentence-transformers itself, and ``langchain:provider:name`` names any LangChain embeddings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:  # a tenth of a second, for nothing where nothing is embedded
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Device",
    "Embedder",
    "Notify",
    "Vectors",
    "load_embedder",
    "load_passage_embedder",
    "unit_vectors",
]

Vectors: TypeAlias = "NDArray[np.float32]"
Device = Literal["auto", "cpu", "cuda", "mps"]
Notify = Callable[[str], None]
"""Told, in a sentence, what a long step is about to do."""


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


def unit_vectors(vectors: object, *, dimension: int) -> Vectors:
    """Return vectors of any length as ``(n, dimension)`` float32 of unit length.

    A model may have nothing to say of a text; its vector of zeros stays one.
    """
    import numpy as np

    array = np.asarray(vectors, dtype=np.float32).reshape(-1, dimension)
    lengths = np.linalg.norm(array, axis=1, keepdims=True)
    unit: Vectors = np.divide(array, lengths, out=np.zeros_like(array), where=lengths > 0)
    return unit


def load_embedder(
    name: str,
    *,
    device: Device = "auto",
    notify: Notify = lambda _: None,
    for_many: bool = False,
) -> Embedder:
    """Load the embedding model called ``name``, to embed questions and a few texts.

    ``device`` counts for a model that cannot run as a graph. ``notify`` is told about the one-time
    export. ``for_many`` texts, it may take longer to load. Raises EmbeddingModelError, with what to
    do.
    """
    if name.startswith("langchain:"):
        from index.embedding.langchain import LangChainEmbedder

        return LangChainEmbedder(name)
    from index.embedding.graph_cache import exported_graph
    from index.embedding.onnx import OnnxEmbedder

    folder = exported_graph(name, notify=notify)
    if folder is None:
        from index.embedding.torch import TorchEmbedder

        return TorchEmbedder(name, device=device)
    return OnnxEmbedder(folder, for_many=for_many)


def load_passage_embedder(
    name: str, *, device: Device = "auto", notify: Notify = lambda _: None
) -> Embedder:
    """Load the model to embed passages: many of them, or on a ``device`` that was named, there.

    ``auto`` uses a graphics processor that torch can use once there are enough texts; ``cpu`` uses
    none. Raises EmbeddingModelError, also, with the first text, for a device that is not there.
    """
    embedder = load_embedder(name, device=device, notify=notify, for_many=True)
    if device == "cpu" or name.startswith("langchain:"):
        return embedder
    from index.embedding.device import WORTH_A_DEVICE, AcceleratedEmbedder
    from index.embedding.onnx import OnnxEmbedder

    if not isinstance(embedder, OnnxEmbedder):  # it runs in torch, on the device, already
        return embedder

    def find() -> Embedder | None:
        from index.embedding.torch import TorchEmbedder, found_device

        chosen = found_device() if device == "auto" else device
        return TorchEmbedder(name, device=chosen) if chosen else None

    return AcceleratedEmbedder(
        embedder,
        accelerated=find,
        after=WORTH_A_DEVICE if device == "auto" else 0,
        required=device != "auto",
        notify=notify,
    )
