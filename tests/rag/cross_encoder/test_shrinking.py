"""A graph whose matrices are stored small says what it said."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from rag.cross_encoder.shrinking import shrink

ROWS, WIDTH = 300, 160
"""The width is no multiple of what has one scale."""


@pytest.fixture
def graph(tmp_path):
    """A look-up table and two matrices, one of them too small to be worth it."""
    chance = np.random.default_rng(5)
    weights = {
        # Rows and columns of very different sizes, which one scale for all would lose.
        "table": chance.normal(size=(ROWS, WIDTH)) * np.logspace(-3, 1, ROWS)[:, None],
        "wide": chance.normal(size=(WIDTH, 200)) * np.logspace(-3, 1, 200)[None, :],
        "narrow": chance.normal(size=(200, 2)),
    }
    made = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["found"]),
            helper.make_node("MatMul", ["found", "wide"], ["hidden"], name="by_wide"),
            helper.make_node("MatMul", ["hidden", "narrow"], ["said"], name="by_narrow"),
        ],
        "graph",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
            for name in ("hidden", "said")
        ],
        [
            numpy_helper.from_array(array.astype(np.float32), name)
            for name, array in weights.items()
        ],
    )
    path = tmp_path / "graph.onnx"
    onnx.save(
        helper.make_model(made, opset_imports=[helper.make_opsetid("", 21)], ir_version=10), path
    )
    return path


def said(path):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {"ids": np.arange(ROWS)})


def test_it_says_the_same_in_a_quarter_of_the_size(graph):
    before, size = said(graph), graph.stat().st_size
    shrink(graph)
    assert graph.stat().st_size < size * 0.3
    (one, _), (other, _) = before, said(graph)
    for axis in (0, 1):
        apart = np.linalg.norm(one - other, axis=axis) / np.linalg.norm(one, axis=axis)
        assert apart.max() < 0.05


def test_small_matrices_stay_as_they_are(graph):
    shrink(graph)
    kept = {tensor.name for tensor in onnx.load(graph).graph.initializer}
    assert "narrow" in kept
    assert not {"table", "wide"} & kept
