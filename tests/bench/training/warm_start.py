"""Begins where an exported reader ended: its 8-bit weights are restored into the network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import NodeProto, numpy_helper
from torch import Tensor
from training.network import PairNetwork

_ZERO = 128
"""What stands for nought among unsigned 8-bit integers."""


def restore(network: PairNetwork, graph: Path) -> list[str]:
    """Put the weights of the reader ``graph`` into ``network``; return what it does not have.

    A head that has grown keeps its new rows as they were. The embeddings stay the encoder's own:
    they were never trained further.
    """
    known = _weights(graph)
    missing = []
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name not in known:
                missing.append(name)
                continue
            rows = known[name][: len(parameter)]
            parameter[: len(rows)] = rows
    return [name for name in missing if ".embeddings." not in name]


def _weights(graph: Path) -> dict[str, Tensor]:
    model = onnx.load(graph).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.initializer}
    weights = {
        name: torch.from_numpy(array.copy())
        for name, array in stored.items()
        if name.endswith((".weight", ".bias")) and ".embeddings." not in name
    }
    users = {name: node for node in model.node for name in node.input}
    for node in model.node:
        name = _named(users[node.output[0]]) if "MatMul" in node.op_type else None
        if name is None:
            continue
        if node.op_type == "MatMulNBits":
            weights[name] = _restored(stored[node.input[1]], stored[node.input[2]])
        elif node.input[1] in stored:
            weights[name] = torch.from_numpy(stored[node.input[1]].T.copy())
    return weights


def _named(user: NodeProto) -> str | None:
    """Return the name of the matrix whose bias ``user`` adds."""
    biases = [name for name in user.input if name.endswith(".bias") and "LayerNorm" not in name]
    return biases[0].removesuffix("bias") + "weight" if biases else None


def _restored(integers: np.ndarray, scales: np.ndarray) -> Tensor:
    """Return ``(outputs, inputs)`` of ``(outputs, blocks, block)`` and a scale for each block."""
    numbers = (integers.astype(np.float32) - _ZERO) * scales[..., None]
    return torch.from_numpy(numbers.reshape(len(numbers), -1))
