"""A plain graph made into the one that runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy.typing as npt

from index.embedding.model_card import GRAPH_FILE, WEIGHTS_FILE

SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""In onnxruntime 1.31 the fused operator takes four times as long as the sum and the
LayerNormalization that it stands for, 6 % of the whole."""


def optimise(
    plain: Path, folder: Path, weights: Mapping[str, npt.NDArray[Any]] | None = None
) -> None:
    """Fuse the nodes of the graph ``plain`` once, so that no start has to; write it to ``folder``.

    ``weights`` are what the graph names and does not hold. They go into a file of their own, which
    onnxruntime maps into memory instead of reading.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(folder / GRAPH_FILE)
    external = "session.optimized_model_external_initializers"
    options.add_session_config_entry(f"{external}_file_name", WEIGHTS_FILE)
    options.add_session_config_entry(f"{external}_min_size_in_bytes", "1024")
    if weights:
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(one) for one in weights.values()]
        options.add_external_initializers(list(weights), values)
    onnxruntime.InferenceSession(
        str(plain),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=SLOW_FUSIONS,
    )
