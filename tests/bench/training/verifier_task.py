"""What a reader learns that is only to judge claims: whether evidence says what a claim says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional
from training.batches import Batch, batches, encoded
from training.claim_mixture import claim_groups
from training.corpus import Corpus
from training.examples import Claim, Group
from training.network import SUPPORTED, ReaderNetwork
from training.progress import balanced_accuracy, roc_area

from rag.cross_encoder.pairs import PairTokenizer

SMOOTHING = 0.05
_MOST = 60
"""Claims of a set that are measured while it learns."""


class VerifierTask:
    """Claims with evidence, drawn from ``corpus``; ``held_out`` are only measured."""

    def __init__(self, corpus: Corpus, held_out: Sequence[Claim], tokenizer: PairTokenizer) -> None:
        self._corpus, self._tokenizer = corpus, tokenizer
        self._measured: defaultdict[str, list[Claim]] = defaultdict(list)
        for one in held_out:
            self._measured[one.source].append(one)
        self._measured["learnt"] = list(corpus.development.claims)

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """SHA-256 of each file that is learnt from, the first 16 digits."""
        return self._corpus.fingerprints

    def batches(self, seed: int, *, tokens: int) -> Iterator[Batch]:
        """Yield batches of about ``tokens`` tokens without end."""
        for listed in batches(claim_groups(self._corpus.training, seed), tokens=tokens):
            yield encoded(listed, self._tokenizer)

    def loss(self, network: ReaderNetwork, batch: Batch) -> Tensor:
        """Return the loss of a batch."""
        odds = network.read_fast(batch.feed)[2][:, SUPPORTED]
        smooth = batch.verdict[:, SUPPORTED] * (1 - SMOOTHING) + SMOOTHING / 2
        return functional.binary_cross_entropy_with_logits(odds, smooth)

    @torch.inference_mode()
    def figures(self, network: ReaderNetwork) -> dict[str, float]:
        """Return of each set the area under the ROC curve, and its balanced accuracy at 0.5.

        ``learnt`` is the development part of the sets that are learnt from.
        """
        network.eval()
        figures = {}
        for name, every in self._measured.items():
            claims = every[:: -(-len(every) // _MOST)]
            scored = []
            for listed in batches(iter([Group(drawn=(one,)) for one in claims]), tokens=6_000):
                batch = encoded(listed, self._tokenizer)
                odds = network.read_fast(batch.feed)[2][:, SUPPORTED].tolist()
                scored += zip(odds, (batch.verdict[:, SUPPORTED] > 0).tolist(), strict=True)
            figures[name] = roc_area(scored)
            figures[f"{name} at 0.5"] = balanced_accuracy(scored)
        return figures
