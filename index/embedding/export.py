"""The one-time export of a sentence-transformers model to an ONNX graph, which is then checked.

The graph contains pooling and normalisation, so that embedding takes no more than running it.
"""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.model_card import TOKENIZER_FILE, ModelCard
from index.embedding.onnx import OnnxEmbedder
from index.embedding.optimising import optimise
from index.embedding.shipped import CHECK_TEXTS, LEAST_COSINE, PLAIN_FILE
from index.embedding.torch import load_sentence_transformer, model_fingerprint

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import nn

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export(name: str, folder: Path) -> ModelCard | None:
    """Export model ``name`` into ``folder``; ``None`` when that fails or gives other vectors.

    Raises EmbeddingModelError when the model itself cannot be loaded.
    """
    model = load_sentence_transformer(name)
    try:
        with _quiet():
            card = _write(name, model, folder)
        return card if _agrees(OnnxEmbedder(folder), model) else None
    except Exception:  # whatever torch's exporter fails at, the model still runs in torch
        logging.getLogger(__name__).info("no ONNX export of %s", name, exc_info=True)
        return None


def _write(name: str, model: SentenceTransformer, folder: Path) -> ModelCard:
    tokenizer: Any = model.tokenizer
    tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    export_plain(model, folder)
    optimise(folder / PLAIN_FILE, folder)
    (folder / PLAIN_FILE).unlink()
    card = model_card(name, model)
    card.write(folder)
    return card


def model_card(name: str, model: SentenceTransformer) -> ModelCard:
    """Return what it takes to run ``model``'s graph as it runs."""
    tokenizer: Any = model.tokenizer
    return ModelCard(
        name=name,
        fingerprint=model_fingerprint(name, model),
        dimension=model.encode(["dimension"], show_progress_bar=False).shape[-1],
        max_length=model.max_seq_length or tokenizer.model_max_length,
        pad_id=tokenizer.pad_token_id,
        pad_token=tokenizer.pad_token,
        query_prompt=model.prompts.get("query") or "",
        document_prompt=model.prompts.get("document") or "",
    )


def spell_out_attention(network: nn.Module) -> None:
    """Have attention exported as plain matrix products.

    The fused form is exported with guards against rows that attend to nothing. There are none, and
    the guards take 8 % of the time.
    """
    module: Any
    for module in network.modules():
        if hasattr(module, "set_attn_implementation"):
            module.set_attn_implementation("eager")
            return


def export_plain(model: SentenceTransformer, folder: Path) -> None:
    """Write the graph of ``model`` into ``folder``, as torch exports it, weights included."""
    import torch

    class UnitSentenceEmbedding(torch.nn.Module):
        """Token ids to unit vectors, with the model's own pooling inside."""

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            features = model(dict(zip(names, inputs, strict=True)))
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)

    spell_out_attention(model)
    features = model.preprocess(["a short text", "a text that is a little longer than that"])
    names = [name for name in _INPUTS if name in features]
    wrapper = UnitSentenceEmbedding()
    wrapper.add_module("model", model)
    batch, length = torch.export.Dim("batch", max=4096), torch.export.Dim("length", min=2)
    torch.onnx.export(
        wrapper.eval(),
        tuple(features[name] for name in names),
        str(folder / PLAIN_FILE),
        input_names=names,
        output_names=["unit_vector"],
        dynamic_shapes=(tuple({0: batch, 1: length} for _ in names),),
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def _agrees(graph: OnnxEmbedder, model: SentenceTransformer) -> bool:
    texts = list(CHECK_TEXTS)
    expected = model.encode_document(texts, show_progress_bar=False, normalize_embeddings=True)
    batched = graph.embed_documents(texts)
    single = np.stack([graph.embed_documents([text])[0] for text in texts])
    query = model.encode_query(texts[1], show_progress_bar=False, normalize_embeddings=True)
    cosines = [
        *(batched * expected).sum(axis=1),
        *(single * expected).sum(axis=1),
        float(graph.embed_query(texts[1]) @ query),
    ]
    return bool(min(cosines) > LEAST_COSINE)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporter's advice for developers off the user's terminal."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
