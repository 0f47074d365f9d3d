"""Folders of models that a stranger may have made: what is loaded and what is refused."""

from __future__ import annotations

import json
import pickle

import pytest

from index.embedding.model_folders import RefusedModelError, check_model_folder, model_folder
from index.embedding.sources import bundled_folder
from index.embedding.torch import load_sentence_transformer
from index.errors import EmbeddingModelError
from index.settings import DEFAULT_EMBEDDING

TRANSFORMER = "sentence_transformers.models.Transformer"


class Trap:
    """Leaves a file behind where its pickle is loaded."""

    def __init__(self, place):
        self.place = place

    def __reduce__(self):
        return open, (str(self.place), "w")


@pytest.fixture
def model(tmp_path):
    """A function that writes a model's files and returns their folder."""

    def _model(files=(), *, modules=None, config=(("model_type", "bert"),)):
        folder = tmp_path / "model"
        folder.mkdir()
        (folder / "config.json").write_text(json.dumps(dict(config)))
        (folder / "model.safetensors").write_bytes(b"")
        if modules is not None:
            (folder / "modules.json").write_text(json.dumps(modules))
        for name, content in dict(files).items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content if isinstance(content, str) else json.dumps(content))
        return folder

    return _model


def test_the_default_model_is_one_that_may_be_loaded():
    check_model_folder(bundled_folder(DEFAULT_EMBEDDING))


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ({"modules": [{"type": "os.abort", "path": ""}]}, "names 'os.abort'"),
        ({"modules": [{"type": "modelling.Transformer", "path": ""}]}, "names 'modelling.Tra"),
        ({"modules": [{"type": "sentence_transformers.models.WordEmbeddings"}]}, "WordEmbeddings"),
        ({"modules": [{"type": "sentence_transformers_evil.Transformer"}]}, "_evil"),
        ({"modules": ["Transformer"]}, "names 'Transformer'"),
        ({"modules": {"type": TRANSFORMER}}, "is no list"),
        ({"modules": [{"type": TRANSFORMER, "path": "../other"}]}, "leads out of its folder"),
        ({"modules": [{"type": TRANSFORMER, "path": "/etc"}]}, "leads out of its folder"),
        ({"config": {"model_type": "remote_gpt"}}, "'remote_gpt' is not one"),
        ({"files": {"adapter_config.json": {}}}, "is an adapter"),
        ({"files": {"config.json": "{"}}, "config.json cannot be read"),
        ({"files": {"config.json": "[" * 5000}}, "config.json cannot be read"),
        ({"files": {"config.json": " " * (2 << 20)}}, "larger than a configuration"),
        (
            {"config": {"sentence_transformers": {"activation_fn": "torch.os.abort"}}},
            "the function 'torch.os.abort'",
        ),
        (
            {
                "modules": [{"type": "sentence_transformers.models.Dense", "path": "2_Dense"}],
                "files": {
                    "2_Dense/model.safetensors": "",
                    "2_Dense/config.json": {"activation_function": "builtins.exit"},
                },
            },
            "the function 'builtins.exit'",
        ),
    ],
)
def test_a_folder_that_could_run_code_is_refused(model, named, reason):
    with pytest.raises(RefusedModelError, match=reason):
        check_model_folder(model(**named))


@pytest.mark.parametrize("place", ["pytorch_model.bin", "model.pt", "2_Dense/pytorch_model.bin"])
def test_pickled_weights_are_refused_and_never_opened(model, tmp_path, place):
    modules = [
        {"type": TRANSFORMER, "path": ""},
        {"type": "sentence_transformers.models.Dense", "path": "2_Dense"},
    ]
    folder, trap = model({"2_Dense/config.json": {}}, modules=modules), tmp_path / "sprung"
    (folder / place).write_bytes(pickle.dumps(Trap(trap)))
    if "/" not in place:
        (folder / "model.safetensors").unlink()
    with pytest.raises(EmbeddingModelError, match="weights are pickled") as raised:
        load_sentence_transformer(str(folder))
    assert place.rpartition("/")[2] in raised.value.message
    assert not trap.exists()


def test_what_stands_beside_safetensors_is_not_loaded_and_does_no_harm(model):
    folder = model({"activation.txt": ""}, config={"model_type": "bert", "hidden_act": "gelu"})
    for name in ("training_args.bin", "pytorch_model.bin"):
        (folder / name).write_bytes(b"not even a pickle")
    check_model_folder(folder)


def test_a_models_name_is_never_taken_for_a_folder_of_the_same_name(model, tmp_path, monkeypatch):
    model()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RefusedModelError, match=r"write \./model to load it"):
        model_folder("model")
    assert model_folder("./model").samefile(tmp_path / "model")
    with pytest.raises(RefusedModelError, match="there is no folder"):
        model_folder("./models")
