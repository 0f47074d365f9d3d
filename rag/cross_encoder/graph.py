"""A cross-encoder as an ONNX graph, with its tokenizer and a card beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.durable import file_sha256
from index.embedding.arena import compute_in_arena
from rag.cross_encoder.pairs import Pairs, PairTokenizer
from rag.errors import ReaderError

TOKENIZER_FILE = "tokenizer.json"

Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class ModelKind:
    """What a model is for; its files are named after it."""

    stem: str
    title: str
    """As a message names it."""
    hint: str
    """What mends a model that cannot be loaded."""

    @property
    def graph_file(self) -> str:
        """The name of the graph's file."""
        return f"{self.stem}.onnx"

    @property
    def weights_file(self) -> str:
        """The name of the file of its weights."""
        return f"{self.stem}.weights"

    @property
    def card_file(self) -> str:
        """The name of the card's file."""
        return f"{self.stem}.json"

    def card(self, folder: Path) -> ModelCard:
        """Read the card of the model in ``folder``."""
        return ModelCard(**json.loads((folder / self.card_file).read_text(encoding="utf-8")))


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """What is needed to run a graph."""

    name: str
    sha256: str = ""
    """Of the graph."""
    weights_sha256: str = ""
    """Of the file of its weights; empty where they are in the graph's own."""
    max_length: int
    """Tokens of a pair."""
    pad_id: int = 0
    pad_token: str = "[PAD]"

    def write(self, file: Path) -> None:
        """Write the card as ``file``."""
        file.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


class PairGraph:
    """The graph of a model. Raises ReaderError where it does not match its card."""

    def __init__(self, folder: Path, kind: ModelKind) -> None:
        import onnxruntime

        try:
            self.card = kind.card(folder)
            sums = {kind.graph_file: self.card.sha256}
            if self.card.weights_sha256:
                sums[kind.weights_file] = self.card.weights_sha256
            others = [file for file, known in sums.items() if file_sha256(folder / file) != known]
        except (OSError, ValueError, TypeError) as exc:
            raise _damaged(folder, kind, str(exc)) from exc
        if others:
            raise _damaged(folder, kind, f"the checksum of {others[0]} is another")
        try:
            self.tokenizer = PairTokenizer(
                folder / TOKENIZER_FILE,
                max_length=self.card.max_length,
                pad_id=self.card.pad_id,
                pad_token=self.card.pad_token,
            )
        except Exception as exc:  # tokenizers raises nothing more particular
            raise _damaged(folder, kind, f"its tokenizer: {exc}") from exc
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # It was optimised when it was exported.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        # Who runs several pairs gives each core its own, so that the cores need not wait for one
        # another.
        options.intra_op_num_threads = 1
        # In the order of the file each matrix is restored where it is needed. By default all are at
        # first, which takes 40 MB.
        options.execution_order = onnxruntime.ExecutionOrder.PRIORITY_BASED
        # onnxruntime would keep a plan for each length of a passage: 20 MB after 200 of them.
        options.enable_mem_pattern = False
        compute_in_arena(options)
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / kind.graph_file), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {node.name for node in self._session.get_inputs()}

    def run(self, pairs: Pairs) -> list[Logits]:
        """Return the graph's outputs, a row for each pair in each; any thread may call it."""
        feed = {name: ids for name, ids in pairs.feed.items() if name in self._inputs}
        outputs: list[Logits] = self._session.run(None, feed)
        return outputs


def _damaged(folder: Path, kind: ModelKind, why: str) -> ReaderError:
    return ReaderError(
        f"the {kind.title} in {str(folder)!r} cannot be loaded: {why}", hint=kind.hint
    )
