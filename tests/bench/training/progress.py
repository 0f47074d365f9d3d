"""How well a network reads: the figures that are followed while it learns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from training.batches import Drawn, batches, encoded
from training.examples import Claim
from training.network import ANSWERABLE, SUPPORTED, ReaderNetwork

from rag.reader.pairs import PairTokenizer

_LONGEST_ANSWER = 30
"""Tokens."""


@torch.inference_mode()
def development_figures(
    network: ReaderNetwork, drawn: Sequence[Drawn], tokenizer: PairTokenizer
) -> dict[str, float]:
    """Return exact spans and areas under the ROC curve.

    ``span`` counts answerable questions whose best span, were one forced to give one, overlaps the
    answer's tokens by half or more; ``null`` is the area of the span's own "not here" score.
    """
    network.eval()
    overlaps, verdicts, truths, nulls = [], [], [], []
    supports: list[tuple[float, float]] = []
    for listed in batches(iter(drawn), tokens=4_000):
        batch = encoded(listed, tokenizer)
        start, end, verdict = network(**batch.feed)
        passage = batch.allowed.clone()
        passage[:, 0] = False
        for row, one in enumerate(listed):
            if isinstance(one, Claim):
                supports.append((float(verdict[row, SUPPORTED]), float(one.supported)))
                continue
            first, last, best = _best_span(start[row], end[row], passage[row])
            truths.append(float(one.answer is not None))
            verdicts.append(float(verdict[row, ANSWERABLE]))
            nulls.append(best - float(start[row, 0] + end[row, 0]))
            gold = int(batch.start[row]), int(batch.end[row])
            if gold[0] > 0:
                overlaps.append(_overlap((first, last), gold) >= 0.5)
    figures = {
        "span": float(np.mean(overlaps)),
        "answerable": _roc_area(verdicts, truths),
        "null": _roc_area(nulls, truths),
    }
    both = np.array(verdicts) + 0.5 * np.array(nulls)
    figures["both"] = _roc_area(both.tolist(), truths)
    if supports:
        figures["supported"] = _roc_area(*(list(column) for column in zip(*supports, strict=True)))
    return figures


def _best_span(
    start: torch.Tensor, end: torch.Tensor, passage: torch.Tensor
) -> tuple[int, int, float]:
    scores = start[:, None] + end[None, :]
    length = len(start)
    band = torch.ones(length, length, dtype=torch.bool).triu().tril(_LONGEST_ANSWER - 1)
    scores = scores.masked_fill(~(band & passage[:, None] & passage[None, :]), -1e9)
    best = int(scores.argmax())
    return best // length, best % length, float(scores.flatten()[best])


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the F1 of two token spans, ends included."""
    shared = min(one[1], other[1]) - max(one[0], other[0]) + 1
    lengths = one[1] - one[0] + other[1] - other[0] + 2
    return max(0.0, 2 * shared / lengths)


def _roc_area(scores: Sequence[float], truths: Sequence[float]) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(truths, scores))
