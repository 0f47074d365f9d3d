"""A reader as an ONNX graph, with its tokenizer and a card beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import ReaderError
from rag.reader import Logits, Reading
from rag.reader.pairs import Pairs, PairTokenizer, titled

GRAPH_FILE = "reader.onnx"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "reader.json"

_BATCH = 2
"""Passages that are read at once: more take more memory, and are no faster on two cores."""


@dataclass(frozen=True, kw_only=True)
class ReaderCard:
    """What one has to know to run a graph."""

    name: str
    sha256: str
    """Of the graph."""
    max_length: int
    """Tokens of a question and a passage together."""
    pad_id: int
    pad_token: str

    def write(self, folder: Path) -> None:
        """Write the card into ``folder``."""
        (folder / CARD_FILE).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> ReaderCard:
        """Read the card of ``folder``."""
        return cls(**json.loads((folder / CARD_FILE).read_text(encoding="utf-8")))


class GraphReader:
    """Reads with the graph in ``folder``. Raises ReaderError where it is not what its card says.

    A graph gives start and end logits, ``(pairs, tokens)``, and perhaps verdicts, ``(pairs, 2)``:
    whether the passage answers the question, and whether the evidence supports the claim. Without
    verdicts, a passage answers as far as its best span beats "not here".
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        try:
            self._card = ReaderCard.read(folder)
            digest = checksum(folder / GRAPH_FILE)
        except (OSError, ValueError, TypeError) as exc:
            raise _damaged(folder, str(exc)) from exc
        if digest != self._card.sha256:
            raise _damaged(folder, "its checksum is another")
        try:
            self._tokenizer = PairTokenizer(
                folder / TOKENIZER_FILE,
                max_length=self._card.max_length,
                pad_id=self._card.pad_id,
                pad_token=self._card.pad_token,
            )
        except Exception as exc:  # tokenizers raises nothing more particular
            raise _damaged(folder, f"its tokenizer: {exc}") from exc
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # What runs in a fraction of a second need not keep its memory for the next time.
        options.enable_cpu_mem_arena = False
        # It was optimised when it was exported; what is left is to restore weights stored small.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {node.name for node in self._session.get_inputs()}

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""
        return self._card.name

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return what stands in each ``(title, passage)``, in their order."""
        readings: dict[int, Reading] = {}
        order = sorted(range(len(passages)), key=lambda number: len(passages[number][1]))
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            texts = [titled(*passages[number]) for number in batch]
            skips = [skip for _, skip in texts]
            pairs = self._tokenizer.encode([(question, text) for text, _ in texts], skip=skips)
            starts, ends, *verdicts = self._run(pairs)
            for row, number in enumerate(batch):
                verdict = float(verdicts[0][row, 0]) if verdicts else None
                readings[number] = _reading(pairs, row, skips[row], starts[row], ends[row], verdict)
        return [readings[number] for number in range(len(passages))]

    def support(self, claims: Sequence[tuple[str, str]]) -> Logits:
        """Return ``(len(claims),)``: log odds, each of a ``(claim, evidence)`` being backed."""
        pairs = self._tokenizer.encode(list(claims), skip=[0] * len(claims))
        logits: Logits = self._run(pairs)[2][:, 1]
        return logits

    def _run(self, pairs: Pairs) -> list[Logits]:
        feed = {name: ids for name, ids in pairs.feed.items() if name in self._inputs}
        outputs: list[Logits] = self._session.run(None, feed)
        return outputs


def _reading(
    pairs: Pairs, row: int, skip: int, starts: Logits, ends: Logits, verdict: float | None
) -> Reading:
    passage = pairs.passage[row]
    found = Reading(
        answerable=-np.inf if verdict is None else verdict,
        absent=float(starts[0] + ends[0]),
        starts=starts[passage],
        ends=ends[passage],
        offsets=pairs.offsets[row][passage] - skip,
    )
    if verdict is None and (best := found.best()):
        return replace(found, answerable=best.score)
    return found


def checksum(file: Path) -> str:
    """Return a file's SHA-256, as a card has it."""
    with file.open("rb") as graph:
        return hashlib.file_digest(graph, "sha256").hexdigest()


def _damaged(folder: Path, why: str) -> ReaderError:
    return ReaderError(
        f"the reader in {str(folder)!r} cannot be loaded: {why}",
        hint='install Dateline again, or set reader = "none"',
    )
