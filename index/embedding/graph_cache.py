"""The user's cache of exported models, and how a name finds its graph without reading weights."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import platformdirs

from index.durable import make_folder, replace_file
from index.embedding import Notify
from index.embedding.model_card import ModelCard
from index.embedding.model_folders import files_stamp, is_folder_name
from index.embedding.sources import bundled_folder, model_files
from index.errors import EmbeddingModelError

_FORMAT = 4
"""Raised when the exported files change their form, so that old ones are made again."""

_GRAPH_FOLDER = re.compile(r"[0-9a-f]{16}-\d+-v(?P<format>\d+)(-ort[\d.]+)?")
"""The name of an exported graph's folder, by fingerprint, form and runtime."""

_VERSION = re.compile(r"""^__version__ = ["'](\d+\.\d+)""", re.MULTILINE)


def cache_folder() -> Path:
    """Return the folder that holds the exported models."""
    return platformdirs.user_cache_path("dateline", appauthor=False) / "models"


def exported_graph(name: str, *, notify: Notify) -> Path | None:
    """Return the folder of the exported graph of model ``name``, exporting it where needed.

    ``None`` for a model that cannot be exported. Raises EmbeddingModelError.
    """
    note, stamp = _note(name), _stamp(name)
    known = _noted(note, name, stamp)
    if known:
        if known["graph"] is None:
            return None
        folder = note.parent / str(known["graph"])
        if folder.is_dir():
            return folder
    return _prepare(name, note, stamp, notify)


def known_card(name: str) -> ModelCard | None:
    """Return the card of a model whose graph is here, without loading or exporting anything.

    ``None`` where that cannot be told without the model. Raises EmbeddingModelError when the
    default model is not installed.
    """
    note, stamp = _note(name), _stamp(name)
    graph = _noted(note, name, stamp).get("graph")
    try:
        return ModelCard.read(note.parent / graph) if graph else None
    except (OSError, ValueError, TypeError):
        return None


def _prepare(name: str, note: Path, stamp: object, notify: Notify) -> Path | None:
    """Make a model's graph, note what became of it, and return its folder if it has one."""

    def fill(folder: Path) -> str | None:
        card = _shipped(name, folder) or _exported(name, folder, notify)
        return f"{card.fingerprint}-v{_FORMAT}-{_runtime()}" if card else None

    cache = note.parent
    try:
        folder = make_folder(cache, fill)
        if folder is None:
            notify(f"{name} has no faithful ONNX form; it runs in sentence-transformers, slower.")
        record = {"name": name, "stamp": stamp, "graph": folder and folder.name}
        replace_file(note, json.dumps(record))
    except OSError as exc:
        raise EmbeddingModelError(
            f"the exported embedding model cannot be kept in {str(cache)!r}: {exc.strerror}",
            hint="make the folder writable, or set XDG_CACHE_HOME to one that is",
        ) from exc
    _remove_outdated(cache)
    return folder


def _shipped(name: str, folder: Path) -> ModelCard | None:
    """Make the default model's graph of the one that ships."""
    from index.embedding.shipped import fill

    bundled = bundled_folder(name)
    return fill(bundled, folder) if bundled else None


def _exported(name: str, folder: Path, notify: Notify) -> ModelCard | None:
    """Export a model. The card of the default model is of the published weights only."""
    from index.embedding.export import export

    notify(f"Preparing the embedding model {name}; this is done once and takes about a minute.")
    return export(name, folder)


def _remove_outdated(cache: Path) -> None:
    """Delete graphs of an older form than this version makes, and notes of graphs that are gone."""
    for place in cache.iterdir():
        graph = _GRAPH_FOLDER.fullmatch(place.name)
        if graph and int(graph["format"]) < _FORMAT:
            shutil.rmtree(place, ignore_errors=True)
    for note in cache.glob("*.json"):
        graph_name = _read(note).get("graph")
        if isinstance(graph_name, str) and not (cache / graph_name).is_dir():
            note.unlink(missing_ok=True)


@cache
def _runtime() -> str:
    """Return the version of onnxruntime that a graph is optimised for, such as ort1.31."""
    # importlib.metadata parses a package's metadata like mail, which takes 10 ms of every start.
    spec = find_spec("onnxruntime")
    text = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
    found = _VERSION.search(text)
    return "ort" + (found[1] if found else ".".join(version("onnxruntime").split(".")[:2]))


def _stamp(name: str) -> object:
    """Return what changes when a model's files are others.

    A name that is no folder's belongs to the Hugging Face cache, whose files do not change in
    place. Raises EmbeddingModelError when the default model is not installed.
    """
    bundled = bundled_folder(name)
    if bundled:
        # Wherever it is installed, and whenever: its weights are checked when it is exported, and
        # two installations that share a cache use one graph.
        return [_FORMAT, *([path.name, path.stat().st_size] for path in model_files(bundled))]
    return [_FORMAT, *(files_stamp(Path(name).expanduser()) if is_folder_name(name) else [])]


def _note(name: str) -> Path:
    """Return the file that says which graph belongs to a model's name."""
    return cache_folder() / f"{re.sub(r'[^A-Za-z0-9.-]+', '_', name)}-{_runtime()}.json"


def _noted(note: Path, name: str, stamp: object) -> dict[str, Any]:
    """Return what is noted of a model, nothing if its files are others now."""
    known = _read(note)
    return known if known.get("stamp") == stamp and known.get("name") == name else {}


def _read(note: Path) -> dict[str, Any]:
    try:
        content = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
