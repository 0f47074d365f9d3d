"""Make the default embedding model's graph as it ships: without the weights, which are installed.

    python tests/bench/ship_graph.py

Every weight of the exported graph is a tensor of the weights' file, or one transposed; it is named
after it and left out. The table of the words' vectors, half of all weights, is taken in half
precision: that saves a chat 23 MB, and its rows are widened as they are looked up.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import load_file

from index.embedding import shipped
from index.embedding.export import export_plain, model_card
from index.embedding.sources import bundled_folder
from index.embedding.torch import load_sentence_transformer
from index.settings import DEFAULT_EMBEDDING

_WORDS = "embeddings.word_embeddings.weight"
_LEAST_BYTES = 1024
"""Of what is a weight; what is smaller is a constant of the graph and stays in it."""


def main() -> None:
    """Write the files of ``index/embedding/shipped``."""
    folder = bundled_folder(DEFAULT_EMBEDDING)
    assert folder is not None
    out = Path(shipped.__file__).parent
    model = load_sentence_transformer(DEFAULT_EMBEDDING)
    with tempfile.TemporaryDirectory() as made:
        export_plain(model, Path(made))
        graph = onnx.load(str(Path(made) / shipped.PLAIN_FILE))
        model_card(DEFAULT_EMBEDDING, model).write(out)
    names = _without_weights(graph, load_file(folder / "model.safetensors"))
    _halve(graph, _WORDS)
    names[names.index(_WORDS)] = _WORDS + shipped.HALVED
    onnx.save(graph, str(out / shipped.PLAIN_FILE))
    (out / shipped.INPUTS_FILE).write_text(json.dumps(names, indent=0) + "\n", encoding="utf-8")
    vectors = model.encode_document(
        list(shipped.CHECK_TEXTS), show_progress_bar=False, normalize_embeddings=True
    )
    np.save(out / shipped.VECTORS_FILE, vectors)
    print(f"{len(names)} weights left out of {out / shipped.PLAIN_FILE}")


def _without_weights(graph: onnx.ModelProto, tensors: dict[str, np.ndarray]) -> list[str]:
    """Name each weight after its tensor, leave its values out, and return the names."""
    new_names: dict[str, str] = {}
    for weight in graph.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.nbytes >= _LEAST_BYTES:
            new_names[weight.name] = _tensor_of(values, tensors)
            weight.name = new_names[weight.name]
            weight.ClearField("raw_data")
            weight.data_location = onnx.TensorProto.EXTERNAL
            entry = weight.external_data.add()
            entry.key, entry.value = "location", "weights"
    for node in graph.graph.node:
        node.input[:] = [new_names.get(name, name) for name in node.input]
        node.ClearField("metadata_props")  # where in torch it was traced
    graph.graph.ClearField("value_info")
    graph.graph.ClearField("metadata_props")
    return sorted(new_names.values())


def _halve(graph: onnx.ModelProto, table: str) -> None:
    """Have a graph look its rows up in ``table`` in half precision."""
    halved = table + shipped.HALVED
    weight = next(one for one in graph.graph.initializer if one.name == table)
    weight.name, weight.data_type = halved, onnx.TensorProto.FLOAT16
    at, gather = next((at, n) for at, n in enumerate(graph.graph.node) if table in n.input)
    assert gather.op_type == "Gather"
    gather.input[0] = halved
    wide, gather.output[0] = gather.output[0], f"{gather.output[0]}{shipped.HALVED}"
    cast = onnx.helper.make_node("Cast", [gather.output[0]], [wide], to=onnx.TensorProto.FLOAT)
    graph.graph.node.insert(at + 1, cast)


def _tensor_of(values: np.ndarray, tensors: dict[str, np.ndarray]) -> str:
    for name, tensor in tensors.items():
        if np.array_equal(tensor, values):
            return name
        if tensor.ndim == 2 and np.array_equal(tensor.T, values):
            return name + shipped.TRANSPOSED
    raise SystemExit(f"no tensor of the model has the values of a weight of shape {values.shape}")


if __name__ == "__main__":
    main()
