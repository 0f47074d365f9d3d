"""A reader as an ONNX graph."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.embedding.onnx import cores
from rag.cross_encoder.graph import ModelKind, PairGraph
from rag.cross_encoder.pairs import titled
from rag.reader import Reading

READER = ModelKind(
    stem="reader", title="reader", hint='install Dateline again, or set reader = "none"'
)
_VERDICTS = ("answerable", "supported", "yes")
"""The columns of a graph's verdicts; an older graph has the first two."""


class GraphReader:
    """Reads with the graph in ``folder``. Raises ReaderError where it does not match its card.

    A graph gives start and end logits, ``(pairs, tokens)``, and perhaps verdicts, ``(pairs, 2)`` or
    ``(pairs, 3)``: whether the passage answers the question, whether the evidence supports the
    claim, and whether the answer is yes; and perhaps evidence logits, ``(pairs, tokens)``. Without
    verdicts, a passage answers as far as its best span beats "not here".
    """

    def __init__(self, folder: Path) -> None:
        self._graph = PairGraph(folder, READER)
        self._pool = ThreadPoolExecutor(cores(), thread_name_prefix="reading")

    @property
    def name(self) -> str:
        """The model's name, as the settings give it."""
        return self._graph.card.name

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """Return a reading for each ``(title, passage)``, in their order."""
        # Each core reads its own: what takes turns at one passage waits, and a batch is padded.
        # The longest come first, so that the cores finish at about the same time.
        order = sorted(range(len(passages)), key=lambda place: -len(passages[place][1]))
        readings = self._pool.map(lambda place: self._read(question, *passages[place]), order)
        of_place = dict(zip(order, readings, strict=True))
        return [of_place[place] for place in range(len(passages))]

    def _read(self, question: str, title: str, passage: str) -> Reading:
        text, skip = titled(title, passage)
        pairs = self._graph.tokenizer.encode([(question, text)], skip=[skip])
        [starts], [ends], *others = self._graph.run(pairs)
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
