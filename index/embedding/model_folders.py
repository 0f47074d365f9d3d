"""Where the files of a named model are, and whether they may be loaded.

A folder of model files can run code: pickled weights, modules and activations that its
configuration names, models that bring their own source. None of that is loaded. What is left are
weights in safetensors and architectures whose code comes with the installed packages.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from index.embedding.sources import model_files

_ARCHITECTURES = frozenset(
    {
        "albert",
        "bert",
        "camembert",
        "convbert",
        "deberta",
        "deberta-v2",
        "distilbert",
        "electra",
        "ernie",
        "eurobert",
        "funnel",
        "gemma2",
        "gemma3_text",
        "granite",
        "llama",
        "mistral",
        "mobilebert",
        "modernbert",
        "mpnet",
        "nomic_bert",
        "phi3",
        "qwen2",
        "qwen3",
        "roberta",
        "roformer",
        "smollm3",
        "squeezebert",
        "t5",
        "xlm-roberta",
        "xlm-roberta-xl",
        "xlnet",
    }
)
"""Model types of transformers that read text; their code is in the package."""
_MODULES = frozenset(
    [
        "BoW",
        "Dense",
        "Dropout",
        "LayerNorm",
        "Normalize",
        "Pooling",
        "StaticEmbedding",
        "Transformer",
    ]
)
"""Modules of sentence-transformers that import nothing which a configuration names."""
_ACTIVATION = re.compile(r"torch\.nn\.modules\.(?:activation|linear)\.[A-Za-z]+")
_ACTIVATION_KEYS = frozenset(
    {"activation_fn", "activation_function", "sbert_ce_default_activation_function"}
)
_PICKLED = frozenset({".bin", ".ckpt", ".pickle", ".pkl", ".pt", ".pth"})
_NOT_WEIGHTS = frozenset({"optimizer", "rng_state", "scheduler", "training_args"})
"""What a training leaves behind; nothing reads it."""
_NEEDED = ("*.json", "*.txt", "*.model", "*.safetensors", "*.jinja")
_LARGEST_CONFIGURATION = 1 << 20


class RefusedModelError(Exception):
    """The files of a model could run code, or are of a kind that is not known here."""


def model_folder(name: str) -> Path:
    """Return the folder with the files of model ``name``, which may be loaded.

    A name that begins with ``/``, ``./``, ``../`` or ``~`` is a folder; any other is a model of
    Hugging Face, also where a folder here is called the same: that one may be a stranger's.
    Raises RefusedModelError, and what ``huggingface_hub`` raises for a model it does not find.
    """
    folder = Path(name).expanduser()
    if is_folder_name(name):
        if not folder.is_dir():
            raise RefusedModelError(f"there is no folder {str(folder)!r}")
    elif folder.is_dir():
        raise RefusedModelError(
            f"there is a folder of that name here; write ./{name} to load it, or call Dateline "
            "from another folder to load the model of Hugging Face"
        )
    else:
        from huggingface_hub import snapshot_download

        folder = Path(snapshot_download(name, allow_patterns=list(_NEEDED)))
    check_model_folder(folder)
    return folder


def is_folder_name(name: str) -> bool:
    """Return whether a model's name is a path to a folder."""
    starts = ("~", "." + os.sep, ".." + os.sep, "./", "../")
    return name in {".", ".."} or name.startswith(starts) or Path(name).is_absolute()


def files_stamp(folder: Path) -> list[object]:
    """Return what changes when a model's files are others; it takes a few stats."""
    stats = [(path.name, path.stat()) for path in model_files(folder)]
    place = str(folder.resolve())
    return [place, *([name, stat.st_size, stat.st_mtime_ns] for name, stat in stats)]


def check_model_folder(folder: Path) -> None:
    """Raise RefusedModelError, with the reason, unless the model in ``folder`` runs no code."""
    parts = [folder, *(folder / part for part in _module_paths(folder))]
    for part in parts:
        _check_weights(part)
        for path in sorted(part.glob("*.json")):
            if "config" in path.name:
                _check_configuration(path)
    if (folder / "adapter_config.json").exists():
        raise RefusedModelError(
            "it is an adapter (adapter_config.json), which loads another model; merge it into one"
        )


def _module_paths(folder: Path) -> Iterator[str]:
    """Yield where in ``folder`` each module of sentence-transformers has its files."""
    listed = folder / "modules.json"
    if not listed.exists():
        return
    modules = _read(listed)
    if not isinstance(modules, list):
        raise RefusedModelError("its modules.json is no list")
    for module in modules:
        kind = str(module.get("type")) if isinstance(module, dict) else str(module)
        package, _, name = kind.rpartition(".")
        if not f"{package}.".startswith("sentence_transformers.") or name not in _MODULES:
            known = ", ".join(sorted(_MODULES))
            raise RefusedModelError(
                f"its modules.json names {kind!r}; the modules of sentence-transformers that are "
                f"loaded are {known}"
            )
        path = PurePosixPath(str(module.get("path", "")))
        if path.is_absolute() or ".." in path.parts or "\\" in str(path):
            raise RefusedModelError(f"its modules.json leads out of its folder, to {str(path)!r}")
        yield str(path)


def _check_weights(folder: Path) -> None:
    """Refuse pickled weights where there are none in safetensors: whoever loads them runs them."""
    if any(folder.glob("*.safetensors")):
        return
    for path in sorted(folder.glob("*")):
        if path.suffix in _PICKLED and path.stem not in _NOT_WEIGHTS:
            raise RefusedModelError(
                f"its weights are pickled ({path.name}), which can run code when it is loaded; "
                "only safetensors are"
            )


def _check_configuration(path: Path) -> None:
    content = _read(path)
    if not isinstance(content, Mapping):
        return
    kind = content.get("model_type")
    if path.name == "config.json" and kind is not None and kind not in _ARCHITECTURES:
        raise RefusedModelError(
            f"its architecture {kind!r} is not one of those that are loaded: "
            + ", ".join(sorted(_ARCHITECTURES))
        )
    for key, value in _entries(content):
        names_function = key in _ACTIVATION_KEYS and isinstance(value, str) and "." in value
        if names_function and not _ACTIVATION.fullmatch(value):
            raise RefusedModelError(f"its {path.name} names the function {value!r} to be called")


def _entries(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every key with its value, those of mappings inside of mappings too."""
    waiting = [content]
    while waiting:
        for key, value in waiting.pop().items():
            yield key, value
            if isinstance(value, Mapping):
                waiting.append(value)


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST_CONFIGURATION and path.name != "tokenizer_config.json":
            raise RefusedModelError(f"its {path.name} is larger than a configuration can be")
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as exc:
        raise RefusedModelError(f"its {path.name} cannot be read: {exc}") from exc
