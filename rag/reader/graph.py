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
_VERDICTS = ("answerable", "supported", "yes")
"""The columns of a graph's verdicts; an older graph has the first two."""


@dataclass(frozen=True, kw_only=True)
class ReaderCard:
    """What is needed to run a graph."""

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
    """Reads with the graph in ``folder``. Raises ReaderError where it does not match its card.

    A graph gives start and end logits, ``(pairs, tokens)``, and perhaps verdicts, ``(pairs, 2)`` or
    ``(pairs, 3)``: whether the passage answers the question, whether the evidence supports the
    claim, and whether the answer is yes; and perhaps evidence logits, ``(pairs, tokens)``. Without
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
        # It was optimised when it was exported.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        # An idle thread sleeps. Spinning takes a tenth more processor time, and makes reading twice
        # as slow where other programs are running.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {node.name for node in self._session.get_inputs()}

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""
        return self._card.name

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return a reading for each ``(title, passage)``, in their order."""
        # One by one: a batch takes more memory and, on two cores, as much time.
        return [self._read(question, title, passage) for title, passage in passages]

    def _read(self, question: str, title: str, passage: str) -> Reading:
        text, skip = titled(title, passage)
        pairs = self._tokenizer.encode([(question, text)], skip=[skip])
        [starts], [ends], *others = self._run(pairs)
        own = pairs.passage[0]
        verdicts = dict(zip(_VERDICTS, others[0][0].tolist() if others else (), strict=False))
        found = Reading(
            answerable=verdicts.get("answerable", -np.inf),
            absent=float(starts[0] + ends[0]),
            starts=starts[own],
            ends=ends[own],
            offsets=pairs.offsets[0][own] - skip,
            supported=verdicts.get("supported"),
            yes=verdicts.get("yes"),
            evidence=others[1][0][own] if len(others) > 1 else None,
        )
        if not verdicts and (best := found.best()):
            return replace(found, answerable=best.score)
        return found

    def _run(self, pairs: Pairs) -> list[Logits]:
        feed = {name: ids for name, ids in pairs.feed.items() if name in self._inputs}
        outputs: list[Logits] = self._session.run(None, feed)
        return outputs


def checksum(file: Path) -> str:
    """Return a file's SHA-256, as a card has it."""
    with file.open("rb") as graph:
        return hashlib.file_digest(graph, "sha256").hexdigest()


def _damaged(folder: Path, why: str) -> ReaderError:
    return ReaderError(
        f"the reader in {str(folder)!r} cannot be loaded: {why}",
        hint='install Dateline again, or set reader = "none"',
    )
