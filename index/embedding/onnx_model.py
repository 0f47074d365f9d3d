"""The embedder of every day: onnxruntime and tokenizers over an exported graph."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import Vectors
from index.errors import EmbeddingModelError

GRAPH_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "embedding.json"
BATCH = 8
"""Measured on two cores: larger batches are no faster, and hold more memory."""


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """What one has to know to run an exported graph as its model runs."""

    name: str
    fingerprint: str
    dimension: int
    max_length: int
    """Tokens of a text, at most; what is longer is cut."""
    pad_id: int
    pad_token: str
    query_prompt: str = ""
    document_prompt: str = ""

    def write(self, folder: Path) -> None:
        """Write the card into ``folder``."""
        (folder / CARD_FILE).write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> ModelCard:
        """Read the card of ``folder``."""
        return cls(**json.loads((folder / CARD_FILE).read_text(encoding="utf-8")))


class OnnxEmbedder:
    """Embeds with the graph in ``folder`` (see ``index.embedding.export``)."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            self._card = ModelCard.read(folder)
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH_FILE),
                _session_options(onnxruntime),
                providers=["CPUExecutionProvider"],
            )
        except Exception as exc:  # onnxruntime and tokenizers raise their own untyped errors
            raise EmbeddingModelError(
                f"the exported embedding model in {str(folder)!r} cannot be loaded: {exc}",
                hint=f"delete the folder {str(folder)!r}; it is made again on the next start",
            ) from exc
        # tokenizer.json may carry a padding and a limit of its own (MiniLM's: 128 tokens, fixed).
        self._tokenizer.enable_truncation(max_length=self._card.max_length)
        self._tokenizer.enable_padding(pad_id=self._card.pad_id, pad_token=self._card.pad_token)
        self._inputs = {node.name for node in self._session.get_inputs()}

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""
        return self._card.name

    @property
    def fingerprint(self) -> str:
        """A hash of the model's own files."""
        return self._card.fingerprint

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._card.dimension

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``."""
        return self._embed([self._card.document_prompt + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        vector: Vectors = self._embed([self._card.query_prompt + text])[0]
        return vector

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in _batches_by_length(texts):
            encodings = self._tokenizer.encode_batch_fast([texts[index] for index in batch])
            # The tokenizer's own mask: ones over the padding would move the vectors, silently.
            feed: dict[str, Any] = {
                "input_ids": np.array([one.ids for one in encodings], dtype=np.int64),
                "attention_mask": np.array([one.attention_mask for one in encodings], np.int64),
                "token_type_ids": np.array([one.type_ids for one in encodings], dtype=np.int64),
            }
            wanted = {name: array for name, array in feed.items() if name in self._inputs}
            vectors[batch] = self._session.run(None, wanted)[0]
        return vectors


def _batches_by_length(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield index lists in which texts of like length stand together, which pads the least."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    for first in range(0, len(order), BATCH):
        yield order[first : first + BATCH]


def _session_options(onnxruntime: Any) -> Any:
    options = onnxruntime.SessionOptions()
    # The graph on disk was optimised when it was exported; to do it again would slow every start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    return options
