"""The default model's graph as it ships, without its weights: those are installed beside it.

So the default model is ready in a second, and torch, which exports every other model, is never
loaded. ``tests/bench/ship_graph.py`` makes the files of this folder.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.embedding.model_card import TOKENIZER_FILE, ModelCard
from index.embedding.onnx import OnnxEmbedder
from index.embedding.optimising import optimise
from index.embedding.sources import check_bundled_weights, fingerprint_of

PLAIN_FILE = "plain.onnx"
INPUTS_FILE = "weights.json"
"""Names the tensors of the weights' file that the graph takes, and in which form."""
VECTORS_FILE = "vectors.npy"
"""What sentence-transformers makes of ``CHECK_TEXTS``: ``(len(CHECK_TEXTS), dimension)``."""

LEAST_COSINE = 0.9999
"""Between the vectors of the graph and of sentence-transformers for the same text."""

CHECK_TEXTS = (
    "troops",
    "Who leads the mission?",
    "The ministry said on Monday that 22.03 percent of the ballots had been counted.",
    "Çfarë tha ministri për zgjedhjet? Что сказал министр? 部長は何と言ったか。",
    "A long text is cut where the model cuts it, and not before. " * 60,
)
"""One short text, some of medium length that it is padded to, one past every model's limit."""

TRANSPOSED = ".T"
"""Ends the name of what a graph takes transposed."""
HALVED = ".half"
"""Ends the name of what a graph takes in half precision."""


def fill(model: Path, folder: Path) -> ModelCard | None:
    """Write the default model's graph into ``folder``, with the weights installed in ``model``.

    ``None`` where this version of onnxruntime makes other vectors of it than it should. Raises
    EmbeddingModelError unless the weights are the published ones.
    """
    from safetensors.numpy import load_file

    check_bundled_weights(model)
    here = Path(__file__).parent
    tensors = load_file(model / "model.safetensors")
    wanted: list[str] = json.loads((here / INPUTS_FILE).read_text(encoding="utf-8"))
    weights = {name: _tensor(tensors, name) for name in wanted}
    optimise(here / PLAIN_FILE, folder, weights)
    (folder / TOKENIZER_FILE).write_bytes((model / TOKENIZER_FILE).read_bytes())
    card = ModelCard.read(here)
    card = replace(card, fingerprint=f"{fingerprint_of(model)}-{card.max_length}")
    card.write(folder)
    expected = np.load(here / VECTORS_FILE)
    vectors = OnnxEmbedder(folder).embed_documents(CHECK_TEXTS)
    return card if float((vectors * expected).sum(axis=1).min()) > LEAST_COSINE else None


def _tensor(tensors: dict[str, np.ndarray], name: str) -> np.ndarray:
    if name.endswith(TRANSPOSED):
        return np.ascontiguousarray(tensors[name.removesuffix(TRANSPOSED)].T)
    if name.endswith(HALVED):
        return tensors[name.removesuffix(HALVED)].astype(np.float16)
    return tensors[name]
