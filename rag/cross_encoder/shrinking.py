"""A graph's matrices stored as 8-bit integers: a quarter of the size, on disk and in memory.

The rows of a look-up table are restored as they are looked up. The other matrices are never
restored: onnxruntime multiplies them as they are, a block of the input at a time made integers too.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

_WORTH_IT = 20_000
"""Numbers of a matrix."""

_BLOCK = 128
"""Inputs of a matrix that have one scale."""

_INTEGER_ARITHMETIC = 4
"""What onnxruntime calls it."""

_TINY = np.float32(1e-12)


def shrink(path: Path) -> None:
    """Rewrite the ONNX graph at ``path`` so that its large matrices take a byte a number."""
    model = onnx.load(path)
    _shrink_tables(model.graph)
    onnx.save(_with_small_matrices(model), path)


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


def _with_small_matrices(model: onnx.ModelProto) -> onnx.ModelProto:
    from onnxruntime.quantization.matmul_nbits_quantizer import (
        DefaultWeightOnlyQuantConfig,
        MatMulNBitsQuantizer,
    )

    logging.getLogger("onnxruntime.quantization").setLevel(logging.WARNING)
    config = DefaultWeightOnlyQuantConfig(
        block_size=_BLOCK,
        is_symmetric=True,
        accuracy_level=_INTEGER_ARITHMETIC,
        bits=8,
        op_types_to_quantize=("MatMul",),
    )
    large = {
        tensor.name
        for tensor in model.graph.initializer
        if len(tensor.dims) == 2 and np.prod(tensor.dims) >= _WORTH_IT
    }
    others = [node.name for node in model.graph.node if large.isdisjoint(node.input)]
    quantizer = MatMulNBitsQuantizer(model, nodes_to_exclude=others, algo_config=config)
    quantizer.process()
    small: onnx.ModelProto = quantizer.model.model
    return small
