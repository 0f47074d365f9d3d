"""How well a network reads: the figures that are followed while it learns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from training.batches import batches, encoded
from training.examples import Claim, Drawn, Example, Group
from training.network import ANSWERABLE, SUPPORTED, YES, ReaderNetwork

from rag.cross_encoder.pairs import PairTokenizer
from rag.reader import LONGEST_ANSWER


@dataclass
class _Seen:
    """Scores and truths, of spans, of whether a passage tells, of yes and no, of claims."""

    overlaps: list[float] = field(default_factory=list)
    odds: list[float] = field(default_factory=list)
    answerable: list[bool] = field(default_factory=list)
    yes: list[tuple[float, bool]] = field(default_factory=list)
    told: list[tuple[float, bool]] = field(default_factory=list)
    supported: list[tuple[float, bool]] = field(default_factory=list)


@torch.inference_mode()
def development_figures(
    network: ReaderNetwork, drawn: Sequence[Drawn], tokenizer: PairTokenizer
) -> dict[str, float]:
    """Return what is followed; areas are those under the ROC curve.

    ``forced`` is the mean overlap (F1 of tokens) of the best span of the answerable questions,
    ``squad`` the mean overlap over all of them at the best threshold, where a refusal is right or
    wrong; ``answerable`` the area that this is decided by. ``yes`` is the share of right answers,
    ``told`` the area of whether a passage tells yes or no at all, ``supported`` that of claims.
    """
    network.eval()
    seen = _Seen()
    for listed in batches(iter([Group(drawn=(one,)) for one in drawn]), tokens=6_000):
        batch = encoded(listed, tokenizer)
        start, end, verdict, _ = network.read_fast(batch.feed)
        passage = batch.allowed.clone()
        passage[:, 0] = False
        for row, (one,) in enumerate(group.drawn for group in listed):
            _note(seen, one, start[row], end[row], verdict[row], passage[row])
            if isinstance(one, Example) and one.source in {"squad1", "squad2"}:
                gold = int(batch.start[row]), int(batch.end[row])
                first, last, _ = _best_span(start[row], end[row], passage[row])
                seen.overlaps.append(_overlap((first, last), gold) if gold[0] > 0 else 0.0)
    return _figures(seen)


def _note(
    seen: _Seen, one: Drawn, start: Tensor, end: Tensor, verdict: Tensor, passage: Tensor
) -> None:
    if isinstance(one, Claim):
        seen.supported.append((float(verdict[SUPPORTED]), one.supported))
    elif one.source in {"squad1", "squad2"}:
        _, _, best = _best_span(start, end, passage)
        null = best - float(start[0] + end[0])
        seen.odds.append(float(verdict[ANSWERABLE]) + 0.5 * max(-12.0, min(12.0, null)))
        seen.answerable.append(one.answerable)
    else:
        seen.told.append((float(verdict[ANSWERABLE]), one.answerable))
        if one.yes is not None:
            seen.yes.append((float(verdict[YES]), one.yes))


def _figures(seen: _Seen) -> dict[str, float]:
    overlaps, odds = np.array(seen.overlaps), np.array(seen.odds)
    answerable = np.array(seen.answerable)
    thresholds = np.quantile(odds, np.linspace(0.02, 0.98, 49))
    squad = max(float(np.where(odds > least, overlaps, ~answerable).mean()) for least in thresholds)
    figures = {
        "squad": squad,
        "forced": float(overlaps[answerable].mean()),
        "answerable": roc_area(list(zip(odds, answerable, strict=True))),
    }
    if seen.yes:
        figures["yes"] = float(np.mean([(score > 0) == truth for score, truth in seen.yes]))
    for name, pairs in (("told", seen.told), ("supported", seen.supported)):
        if len({truth for _, truth in pairs}) == 2:
            figures[name] = roc_area(pairs)
    return figures


def _best_span(start: Tensor, end: Tensor, passage: Tensor) -> tuple[int, int, float]:
    scores = start[:, None] + end[None, :]
    length = len(start)
    band = torch.ones(length, length, dtype=torch.bool).triu().tril(LONGEST_ANSWER - 1)
    scores = scores.masked_fill(~(band & passage[:, None] & passage[None, :]), -1e9)
    best = int(scores.argmax())
    return best // length, best % length, float(scores.flatten()[best])


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the F1 of two token spans, ends included."""
    shared = min(one[1], other[1]) - max(one[0], other[0]) + 1
    lengths = one[1] - one[0] + other[1] - other[0] + 2
    return max(0.0, 2 * shared / lengths)


def roc_area(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the area under the ROC curve of scores and truths."""
    from sklearn.metrics import roc_auc_score

    scores, truths = zip(*pairs, strict=True)
    return float(roc_auc_score(truths, scores))


def balanced_accuracy(pairs: Sequence[tuple[float, bool]], *, least: float = 0.0) -> float:
    """Return the mean of the shares of truths and of lies that a score over ``least`` tells."""
    said = {
        truth: [score > least for score, own in pairs if own is truth] for truth in (True, False)
    }
    return float(np.mean([np.mean(said[True]), 1 - np.mean(said[False])]))
