"""The training code is no package of the program: it is imported as its programs import it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from index.embedding.sources import bundled_folder
from index.settings import DEFAULT_EMBEDDING

sys.path.insert(0, str(Path(__file__).parents[1]))


@pytest.fixture(scope="session")
def tokenizer_file():
    """The tokenizer of the encoder that the networks begin from."""
    return bundled_folder(DEFAULT_EMBEDDING) / "tokenizer.json"
