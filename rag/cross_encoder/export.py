"""From a torch network to the graph that ships: exported, made smaller, checked."""

from __future__ import annotations

import inspect
import shutil
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from index.durable import file_sha256
from index.embedding.export import spell_out_attention
from index.embedding.optimising import SLOW_FUSIONS
from rag.cross_encoder.graph import TOKENIZER_FILE, ModelCard, ModelKind, PairGraph
from rag.cross_encoder.pairs import Pairs, PairTokenizer
from rag.cross_encoder.shrinking import shrink
from rag.errors import ReaderError

_CHECKS = (
    ("Who leads the mission?", "The mission is led by General Ulutaş. It has 4,600 soldiers."),
    ("How many seats are there?", "The assembly was founded in 2001."),
)
_MOST_APART = {False: 1e-3, True: 0.5}
"""Between a logit of the graph and of the network, by whether its weights were made small."""
_OPSET = 21
"""The first that has scales for blocks of a matrix."""


def write_graph(
    network: nn.Module,
    kind: ModelKind,
    card: ModelCard,
    tokenizer_file: Path,
    folder: Path,
    *,
    small: bool,
) -> None:
    """Write ``network`` with its tokenizer and card into ``folder``; ``small`` stores it in int8.

    Raises ReaderError where the graph does not say what the network says.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tokenizer_file, folder / TOKENIZER_FILE)
    tokenizer = PairTokenizer(
        tokenizer_file, max_length=card.max_length, pad_id=card.pad_id, pad_token=card.pad_token
    )
    pairs = tokenizer.encode(_CHECKS, skip=[0] * len(_CHECKS))
    network = network.eval()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _export(network, pairs, plain)
        _optimise(plain, folder / kind.graph_file)
        if small:
            shrink(folder / kind.graph_file)
    seal(folder, kind, card)
    _check(network, pairs, PairGraph(folder, kind), most=_MOST_APART[small])


def seal(folder: Path, kind: ModelKind, card: ModelCard) -> None:
    """Move the weights into a file of their own, and write the card with the checksums of both.

    onnxruntime maps that file into memory: what is not looked up of a table is never read, and
    nothing is copied.
    """
    graph, weights = folder / kind.graph_file, folder / kind.weights_file
    model = onnx.load(graph)
    weights.unlink(missing_ok=True)  # onnx would append to it
    onnx.save(model, graph, save_as_external_data=True, location=weights.name)
    weights.chmod(graph.stat().st_mode)  # onnx makes it unreadable for others
    sealed = replace(card, sha256=file_sha256(graph), weights_sha256=file_sha256(weights))
    sealed.write(folder / kind.card_file)


def _inputs(network: nn.Module, pairs: Pairs) -> dict[str, Tensor]:
    """Return what the network takes: not every one knows token types, RoBERTa only one of them."""
    known = set(inspect.signature(network.forward).parameters)
    if getattr(getattr(network, "config", None), "type_vocab_size", 2) < 2:
        known.discard("token_type_ids")
    return {name: torch.from_numpy(ids) for name, ids in pairs.feed.items() if name in known}


def _export(network: nn.Module, pairs: Pairs, path: Path) -> None:
    spell_out_attention(network)
    feed = _inputs(network, pairs)
    batch, length = torch.export.Dim("batch", max=4096), torch.export.Dim("length", min=2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            tuple(feed.values()),
            str(path),
            input_names=list(feed),
            dynamic_shapes={name: {0: batch, 1: length} for name in feed},
            dynamo=True,
            external_data=False,
            opset_version=_OPSET,
            verbose=False,
        )


def _optimise(plain: Path, optimised: Path) -> None:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(optimised)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(
        str(plain), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )


def _check(network: nn.Module, pairs: Pairs, graph: PairGraph, *, most: float) -> None:
    with torch.inference_mode():
        said: Any = network(**_inputs(network, pairs))
    expected = list(said.values()) if isinstance(said, dict) else list(said)
    tokens = pairs.attention.astype(bool)
    for ours, theirs in zip(graph.run(pairs), expected, strict=False):
        distance = np.abs(ours - theirs.numpy())
        # What is said of padding is never looked at.
        apart = float((distance[tokens] if distance.shape == tokens.shape else distance).max())
        if not apart <= most:
            raise ReaderError(f"the exported graph is {apart:.3g} away from its network")
