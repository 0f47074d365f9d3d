"""What the reader learns: spans, whether there is one, yes and no, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from torch import Tensor
from training.batches import Batch, batches, encoded
from training.corpus import Corpus, development_draws
from training.examples import Claim, Example
from training.losses import loss_of
from training.mixture import groups
from training.network import ReaderNetwork
from training.progress import development_figures

from rag.cross_encoder.pairs import PairTokenizer


class ReaderTask:
    """Questions over passages, drawn from ``corpus``."""

    def __init__(self, corpus: Corpus, tokenizer: PairTokenizer) -> None:
        self._corpus, self._tokenizer = corpus, tokenizer

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """SHA-256 of each file that is learnt from, the first 16 digits."""
        return self._corpus.fingerprints

    def batches(self, seed: int, *, tokens: int) -> Iterator[Batch]:
        """Yield batches of about ``tokens`` tokens without end."""
        for listed in batches(groups(self._corpus.training, seed), tokens=tokens):
            yield encoded(listed, self._tokenizer)

    def loss(self, network: ReaderNetwork, batch: Batch) -> Tensor:
        """Return the loss of a batch."""
        return loss_of(batch, *network.read_fast(batch.feed))

    def figures(self, network: ReaderNetwork) -> dict[str, float]:
        """Return how well the network reads the development part."""
        return development_figures(network, self._development, self._tokenizer)

    @cached_property
    def _development(self) -> list[Example | Claim]:
        return development_draws(self._corpus, questions=440, claims=240)
