"""sentence-transformers itself: it loads models for the export and runs those without one."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.embedding import Device, Vectors, unit_vectors
from index.embedding.model_folders import model_folder
from index.embedding.sources import bundled_folder, fingerprint_of
from index.errors import EmbeddingModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def load_sentence_transformer(name: str, *, device: str | None = "cpu") -> SentenceTransformer:
    """Load a model by name or folder; the bundled one without asking any server.

    Raises EmbeddingModelError.
    """
    folder = bundled_folder(name)
    if folder:
        # Read when huggingface_hub is imported; without it every load asks the hub.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        with _quiet():
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(str(folder or model_folder(name)), device=device)
    except Exception as exc:  # transformers, huggingface_hub and safetensors each raise their own
        raise EmbeddingModelError(
            f"the embedding model {name!r} cannot be loaded: {_first_line(exc)}",
            hint="name a folder or a sentence-transformers model, by RAG_EMBEDDING or rag.toml"
            if device in (None, "cpu")
            else f"check that torch can use {device!r}, or leave the device to RAG_DEVICE=auto",
        ) from exc


def model_fingerprint(name: str, model: SentenceTransformer) -> str:
    """Return a hash of the files the model was loaded from."""
    folder = bundled_folder(name) or model_folder(name)
    return fingerprint_of(folder) + f"-{model.max_seq_length}"


class TorchEmbedder:
    """Embeds in sentence-transformers, for models that cannot be exported and for devices."""

    def __init__(self, name: str, *, device: Device) -> None:
        self.name = name
        self._model = load_sentence_transformer(name, device=None if device == "auto" else device)
        self.fingerprint = model_fingerprint(name, self._model)
        self.dimension: int = self._model.encode(["dimension"], show_progress_bar=False).shape[-1]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``."""
        with self._translated():
            vectors = self._model.encode_document(list(texts), show_progress_bar=False)
        return unit_vectors(vectors, dimension=self.dimension)

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        with self._translated():
            vectors = self._model.encode_query([text], show_progress_bar=False)
        vector: Vectors = unit_vectors(vectors, dimension=self.dimension)[0]
        return vector

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as exc:  # from torch: no memory is left on the device, or it is gone
            device = str(self._model.device)
            raise EmbeddingModelError(
                f"the embedding model {self.name!r} failed on {device!r}: {_first_line(exc)}",
                hint="RAG_DEVICE=cpu embeds on the processor",
            ) from exc


def available_device() -> Device | None:
    """Return the graphics processor that torch can use, ``None`` where there is none."""
    with contextlib.suppress(ImportError, OSError):  # OSError: a driver's library is missing
        import torch

        if torch.cuda.is_available():
            return "cuda"
        if torch.backends.mps.is_available():
            return "mps"
    return None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the progress bars and advice of transformers off the user's terminal."""
    logger = logging.getLogger("transformers")
    level = logger.level
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    logger.setLevel(logging.ERROR)
    try:
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        yield
    finally:
        logger.setLevel(level)


def _first_line(exc: Exception) -> str:
    return (str(exc).strip() or type(exc).__name__).splitlines()[0]
