"""Begins where an exported reader ended: its 8-bit weights are restored into the network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import NodeProto, numpy_helper
from onnx.helper import get_node_attr_value
from torch import Tensor
from training.network import PairNetwork


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
    restored = {node.output[0]: node for node in model.node if node.op_type == "DequantizeLinear"}
    for node in model.node:
        name = _named(users[node.output[0]]) if "MatMul" in node.op_type else None
        if name is None:
            continue
        if restoring := restored.get(node.input[1]):
            block = get_node_attr_value(restoring, "block_size")
            weights[name] = _restored(*(stored[one] for one in restoring.input), block=block)
        elif node.input[1] in stored:
            weights[name] = torch.from_numpy(stored[node.input[1]].T.copy())
    return weights


def _named(user: NodeProto) -> str | None:
    """Return the name of the matrix whose bias ``user`` adds."""
    biases = [name for name in user.input if name.endswith(".bias") and "LayerNorm" not in name]
    return biases[0].removesuffix("bias") + "weight" if biases else None


def _restored(integers: np.ndarray, scales: np.ndarray, *, block: int) -> Tensor:
    """Return ``(outputs, inputs)`` of ``(inputs, outputs)``, each ``block`` inputs of one scale."""
    numbers = integers * scales.repeat(block, axis=0)[: len(integers)]
    return torch.from_numpy(numbers.T.copy())
