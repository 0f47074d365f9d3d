"""What the follow-up model learns: which words of the history belong to a question."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from training.follow_up_sets import FollowUp, scores
from training.network import WordNetwork

from rag.conversation.carried_words import joined, words_in
from rag.cross_encoder.pairs import Pairs, PairTokenizer
from rag.language.words.stopwords import content_stems

_SHARES = {"canard": 0.72, "tables": 0.10, "ikat": 0.05, "cqr": 0.06, "gecor": 0.07}
_ALONE = 0.12
"""Of the draws: a question put for itself after its own history; it needs no more of it."""

_ELSEWHERE = 0.08
"""Of the draws: a question put for itself after another history."""

_SHORTER = 0.55
"""Of the draws: only the last one to three things that were said, where they hold enough."""

_POOLED = 1_024
_MOST = 250
"""Questions that are measured while it learns."""


@dataclass(frozen=True, kw_only=True)
class WordBatch:
    """Inputs and targets."""

    feed: dict[str, Tensor]
    wanted: Tensor
    """``(pairs, tokens)``: 1 in a word that is taken up, 0 in one that is not, -1 elsewhere."""

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.wanted)


class FollowUpTask:
    """Follow-up questions with their history."""

    def __init__(
        self,
        training: Sequence[FollowUp],
        development: Sequence[FollowUp],
        tokenizer: PairTokenizer,
        fingerprints: Mapping[str, str],
    ) -> None:
        self._training, self._development = training, development[:: -(-len(development) // _MOST)]
        self._tokenizer, self._fingerprints = tokenizer, fingerprints

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """SHA-256 of each file that is learnt from, the first 16 digits."""
        return self._fingerprints

    def batches(self, seed: int, *, tokens: int) -> Iterator[WordBatch]:
        """Yield batches of about ``tokens`` tokens without end."""
        chance = random.Random(seed)
        drawn = iter(lambda: self._drawn(chance), None)
        while pooled := list(islice(drawn, _POOLED)):
            pooled.sort(key=_length)
            cut: list[list[FollowUp]] = [[]]
            for one in pooled:
                if cut[-1] and (len(cut[-1]) + 1) * _length(one) / 4 > tokens:
                    cut.append([])
                cut[-1].append(one)
            chance.shuffle(cut)
            yield from (self._encoded(listed) for listed in cut)

    def loss(self, network: WordNetwork, batch: WordBatch) -> Tensor:
        """Return the loss of a batch."""
        logits = network.read_fast(batch.feed)
        applies = batch.wanted >= 0
        return functional.binary_cross_entropy_with_logits(logits[applies], batch.wanted[applies])

    @torch.inference_mode()
    def figures(self, network: WordNetwork) -> dict[str, float]:
        """Return precision, recall and F1 of stems at the threshold where F1 is best."""
        network.eval()
        found: list[tuple[dict[str, float], frozenset[str]]] = []
        for first in range(0, len(self._development), 32):
            listed = self._development[first : first + 32]
            said = [joined(one.history) for one in listed]
            pairs = self._pairs(listed, said)
            logits = network.read_fast({k: torch.from_numpy(v) for k, v in pairs.feed.items()})
            for row, one in enumerate(listed):
                shares = torch.sigmoid(logits[row]).numpy()
                best: dict[str, float] = {}
                asked = set(content_stems(one.question))
                for word, _, tokens in words_in(said[row], pairs.offsets[row], pairs.passage[row]):
                    share = float(shares[tokens].mean())
                    for part in content_stems(word):
                        if part not in asked:
                            best[part] = max(share, best.get(part, 0.0))
                found.append((best, one.wanted))
        figures = {}
        for threshold in np.linspace(0.1, 0.8, 15):
            chosen = (
                (frozenset(part for part, share in best.items() if share >= threshold), wanted)
                for best, wanted in found
            )
            precision, recall, f1 = scores(chosen)
            if f1 > figures.get("f1", 0.0):
                figures = {
                    "f1": f1,
                    "precision": precision,
                    "recall": recall,
                    "threshold": float(threshold),
                }
        return figures

    @cached_property
    def _by_source(self) -> dict[str, list[FollowUp]]:
        found: dict[str, list[FollowUp]] = {}
        for one in self._training:
            found.setdefault(one.source, []).append(one)
        return found

    def _drawn(self, chance: random.Random) -> FollowUp:
        names = [name for name in _SHARES if name in self._by_source]
        name = chance.choices(names, [_SHARES[one] for one in names])[0]
        one = chance.choice(self._by_source[name])
        draw = chance.random()
        if draw < _ALONE:
            return replace(one, question=one.rewrite)
        if draw < _ALONE + _ELSEWHERE:
            other = chance.choice(self._by_source[name])
            return replace(one, question=one.rewrite, history=other.history)
        if draw < _ALONE + _ELSEWHERE + _SHORTER:
            shorter = replace(one, history=one.history[: chance.randint(1, 3)])
            return shorter if len(shorter.wanted) == len(one.wanted) else one
        return one

    def _pairs(self, listed: Sequence[FollowUp], said: Sequence[str]) -> Pairs:
        return self._tokenizer.encode(
            [(one.question, text) for one, text in zip(listed, said, strict=True)],
            skip=[0] * len(listed),
        )

    def _encoded(self, listed: Sequence[FollowUp]) -> WordBatch:
        said = [joined(one.history) for one in listed]
        pairs = self._pairs(listed, said)
        wanted = np.full(pairs.ids.shape, -1.0, dtype=np.float32)
        for row, taken in enumerate([one.wanted for one in listed]):
            for word, _, tokens in words_in(said[row], pairs.offsets[row], pairs.passage[row]):
                parts = content_stems(word)
                if parts:
                    wanted[row, tokens] = float(not taken.isdisjoint(parts))
        return WordBatch(
            feed={name: torch.from_numpy(array) for name, array in pairs.feed.items()},
            wanted=torch.from_numpy(wanted),
        )


def _length(one: FollowUp) -> int:
    return min(1_150, len(one.question) + sum(map(len, one.history)))
