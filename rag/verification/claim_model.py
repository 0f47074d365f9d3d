"""The verifier model: a small cross-encoder that says whether evidence supports a claim.

It ships with the package; ``CARD.md`` says what it learnt from and how good it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.text.sentences import sentence_spans
from rag.cross_encoder.graph import ModelKind, PairGraph

VERIFIER = ModelKind(
    stem="verifier",
    title="verifier",
    hint='install Dateline again, or set verifier = "rules"',
)
SHIPPED = Path(__file__).parent / "model"
"""The folder of the verifier that comes with the package."""

_LONGEST_WINDOW = 1_000
"""Characters of evidence that are read at once, as the model learnt it."""


class ClaimModel:
    """Judges claims with the graph in ``folder``. Raises ReaderError."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        self._graph = PairGraph(folder, VERIFIER)

    @property
    def name(self) -> str:
        """What the settings call it."""
        return self._graph.card.name

    def support(self, claim: str, evidence: str) -> float:
        """Return the probability that ``evidence`` says what ``claim`` says.

        Long evidence is read in stretches of whole sentences; the best one counts.
        """
        odds = [self._odds(claim, window) for window in _windows(evidence)]
        return 1 / (1 + float(np.exp(-max(odds)))) if odds else 0.0

    def _odds(self, claim: str, evidence: str) -> float:
        pairs = self._graph.tokenizer.encode([(claim, evidence)], skip=[0])
        return float(self._graph.run(pairs)[0][0, 0])


def _windows(evidence: str) -> Iterator[str]:
    """Yield stretches of whole sentences; each begins at the middle of the one before."""
    spans = sentence_spans(evidence)
    first = 0
    while first < len(spans):
        after = first + 1
        while after < len(spans) and spans[after][1] - spans[first][0] <= _LONGEST_WINDOW:
            after += 1
        yield evidence[spans[first][0] : spans[after - 1][1]]
        if after == len(spans):
            return
        first = max(first + 1, (first + after) // 2)
