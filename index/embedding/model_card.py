"""The files in the folder of an exported graph, and the card that says what the graph is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

GRAPH_FILE = "model.onnx"
WEIGHTS_FILE = "model.weights"
"""Beside the graph, so that it is mapped into memory as it is and read where it is needed."""
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "embedding.json"


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """What it takes to run an exported graph as its model runs."""

    name: str
    fingerprint: str
    dimension: int
    max_length: int
    """Tokens of a text, at most; what is longer is cut."""
    pad_id: int
    pad_token: str
    query_prompt: str = ""
    document_prompt: str = ""

    def write(self, folder: Path) -> None:
        """Write the card into ``folder``."""
        (folder / CARD_FILE).write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> ModelCard:
        """Read the card of ``folder``."""
        return cls(**json.loads((folder / CARD_FILE).read_text(encoding="utf-8")))
