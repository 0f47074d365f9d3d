"""What the network is to make small."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional
from training.batches import Batch

SMOOTHING = 0.05
SHARED = 0.5
EVIDENCE = 0.3
"""The weight of a loss beside those of the span and of the verdicts."""

_NEVER = -1e4
"""A logit of what cannot be."""


def loss_of(batch: Batch, start: Tensor, end: Tensor, verdict: Tensor, evidence: Tensor) -> Tensor:
    """Return the sum of the losses of a batch; logits are float32."""
    loss = _verdicts(batch.verdict, verdict)
    blocked = ~batch.allowed
    if (batch.start != -100).any():
        for logits, target in ((start, batch.start), (end, batch.end)):
            masked = logits.masked_fill(blocked, _NEVER)
            loss = loss + functional.cross_entropy(masked, target, ignore_index=-100) / 2
    if (batch.shared >= 0).any():
        loss = (
            loss
            + SHARED * (_shared(batch, start, batch.start) + _shared(batch, end, batch.end)) / 2
        )
    if (batch.evidence >= 0).any():
        loss = loss + EVIDENCE * _evidence(batch, evidence)
    return loss


def _verdicts(targets: Tensor, verdict: Tensor) -> Tensor:
    applies = targets >= 0
    smooth = targets * (1 - SMOOTHING) + SMOOTHING / 2
    losses = functional.binary_cross_entropy_with_logits(verdict, smooth, reduction="none")
    return (losses * applies).sum() / applies.sum().clamp(min=1)


def _shared(batch: Batch, logits: Tensor, target: Tensor) -> Tensor:
    """Normalise over the tokens of all passages of a question (Clark and Gardner, 2018)."""
    passage = batch.allowed.clone()
    passage[:, 0] = False
    scores = logits.masked_fill(~passage, _NEVER)
    losses = []
    for number in batch.shared[batch.shared >= 0].unique():
        rows = (batch.shared == number).nonzero()[:, 0]
        gold = [(row, target[row]) for row in rows if target[row] > 0]
        if gold:
            all_of_them = scores[rows].flatten().logsumexp(0)
            losses.append(all_of_them - torch.stack([scores[row, at] for row, at in gold]).mean())
    return torch.stack(losses).mean() if losses else logits.sum() * 0


def _evidence(batch: Batch, logits: Tensor) -> Tensor:
    means = sentence_means(logits, batch.sentence, batch.evidence.shape[1])
    applies = batch.evidence >= 0
    losses = functional.binary_cross_entropy_with_logits(
        means, batch.evidence.clamp(min=0), reduction="none"
    )
    return (losses * applies).sum() / applies.sum()


def sentence_means(logits: Tensor, sentence: Tensor, count: int) -> Tensor:
    """Return the mean logit of each sentence, ``(pairs, count)``; 0 for one without tokens."""
    known = sentence >= 0
    places = sentence.clamp(min=0)
    sums = torch.zeros(len(logits), count).scatter_add(1, places, logits * known)
    sizes = torch.zeros(len(logits), count).scatter_add(1, places, known.float())
    return sums / sizes.clamp(min=1)
