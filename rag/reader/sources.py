"""Where a reader comes from: the package, a folder, or the user's own Hugging Face set-up."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from index.durable import make_folder
from index.embedding.model_folders import (
    RefusedModelError,
    files_stamp,
    is_folder_name,
    model_folder,
)
from rag.cross_encoder.graph import ModelCard
from rag.errors import ReaderError
from rag.reader.graph import READER, GraphReader
from rag.settings.declared import OUR_READER

SHIPPED = Path(__file__).parent / "model"
"""The folder of the reader that comes with the package."""
_FORMAT = 1
"""Raised when exported files change their form, so that old ones are made again."""


def load_reader(name: str, *, notify: Callable[[str], None] = lambda _text: None) -> GraphReader:
    """Return the reader of this name: ours, that of a folder, or a Hugging Face model's.

    The last is exported once, into the user's cache. Raises ReaderError.
    """
    if name == OUR_READER:
        return GraphReader(SHIPPED)
    key: list[object] = [_FORMAT, name]
    if is_folder_name(name):
        folder = Path(name).expanduser()
        if (folder / READER.card_file).is_file():
            return GraphReader(folder)
        key += files_stamp(folder)
    slug = re.sub(r"[^A-Za-z0-9.-]+", "_", name).strip("_")
    digest = hashlib.sha256(json.dumps(key).encode()).hexdigest()[:12]
    cached = user_cache_path("dateline", appauthor=False) / "readers" / f"{slug}-{digest}"
    if not (cached / READER.card_file).is_file():
        notify(f"Preparing the reader {name}; this is done once and takes about a minute.")
        _export(name, cached)
    return GraphReader(cached)


def _export(name: str, folder: Path) -> None:
    """Export a question-answering model; the folder appears whole or not at all."""
    from rag.cross_encoder.export import write_graph

    network, tokenizer = _question_answering_model(name)
    card = ModelCard(
        name=name,
        max_length=min(384, tokenizer.model_max_length),
        pad_id=tokenizer.pad_token_id,
        pad_token=tokenizer.pad_token,
    )

    def fill(scratch: Path) -> str:
        source = scratch / "source.json"
        tokenizer.backend_tokenizer.save(str(source))
        write_graph(network, READER, card, source, scratch, small=False)
        source.unlink()
        return folder.name

    shutil.rmtree(folder, ignore_errors=True)  # there is one without a card: it cannot be used
    make_folder(folder.parent, fill)


def _question_answering_model(name: str) -> tuple[Any, Any]:
    """Return the network and its tokenizer."""
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    try:
        folder = model_folder(name)
        network = AutoModelForQuestionAnswering.from_pretrained(
            folder, return_dict=False, use_safetensors=True
        )
        return network, AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
    except (OSError, ValueError, RefusedModelError) as exc:
        first_line = str(exc).partition("\n")[0]
        raise ReaderError(
            f"there is no question-answering model {name!r} here: {first_line}",
            hint=f'download it once with "hf download {name}", or set reader = "none"',
        ) from exc
