"""The graph of the default model that ships, against sentence-transformers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding.onnx import OnnxEmbedder
from index.embedding.shipped import LEAST_COSINE, fill
from index.embedding.sources import bundled_folder
from index.embedding.torch import TorchEmbedder
from index.settings import DEFAULT_EMBEDDING

pytestmark = pytest.mark.model

_TEXTS = [
    "Peacekeepers",
    "The canal was damaged by an explosion; who is behind it is not known.",
    "Le gouvernement a démissionné à 23h40.\nΗ κυβέρνηση παραιτήθηκε.",
    "word " * 1_000,
]
"""Others than those that it is checked with where it is put together."""


def test_it_gives_the_vectors_of_sentence_transformers(tmp_path):
    card = fill(bundled_folder(DEFAULT_EMBEDDING), tmp_path)
    theirs = TorchEmbedder(DEFAULT_EMBEDDING, device="cpu")
    assert card is not None
    assert (card.fingerprint, card.dimension) == (theirs.fingerprint, theirs.dimension)
    ours = OnnxEmbedder(tmp_path).embed_documents(_TEXTS)
    cosines = (ours * theirs.embed_documents(_TEXTS)).sum(axis=1)
    assert np.all(cosines > LEAST_COSINE)


def test_the_first_start_prepares_it_without_torch(tmp_path):
    program = (
        "import sys; from index.embedding.graph_cache import exported_graph\n"
        "from index.settings import DEFAULT_EMBEDDING\n"
        "print(exported_graph(DEFAULT_EMBEDDING, notify=print), 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    folder, loaded = done.stdout.split()
    assert Path(folder).is_relative_to(tmp_path)
    assert loaded == "False"
