"""Batches of like length, with what the network should say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch
from torch import Tensor
from training.examples import Claim, Example
from training.network import ANSWERABLE, SUPPORTED

from rag.reader.pairs import Pairs, PairTokenizer, titled

Drawn = Example | Claim

_POOLED = 512
"""Draws that are sorted by length before they are cut into batches."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Inputs and targets."""

    feed: dict[str, Tensor]
    allowed: Tensor
    """``(pairs, tokens)``: token 0 and the passage's."""
    start: Tensor
    """``(pairs,)``: the answer's first token, 0 for none; -100 where there is no span to learn."""
    end: Tensor
    verdict: Tensor
    """``(pairs, 2)``: 0 or 1, and -1 where the column does not apply."""


def batches(drawn: Iterator[Drawn], *, tokens: int) -> Iterator[list[Drawn]]:
    """Yield lists that hold about ``tokens`` tokens when they are padded."""
    while pooled := list(islice(drawn, _POOLED)):
        pooled.sort(key=_length)
        cut: list[list[Drawn]] = [[]]
        for one in pooled:
            # Four characters a token, as English has them.
            if cut[-1] and (len(cut[-1]) + 1) * _length(one) / 4 > tokens:
                cut.append([])
            cut[-1].append(one)
        order = np.random.default_rng(len(cut)).permutation(len(cut))
        yield from (cut[number] for number in order)


def encoded(drawn: Sequence[Drawn], tokenizer: PairTokenizer) -> Batch:
    """Return the tensors of a list of draws."""
    texts = [_texts(one) for one in drawn]
    pairs = tokenizer.encode(
        [(first, second) for first, second, _ in texts], skip=[skip for _, _, skip in texts]
    )
    allowed = pairs.passage.copy()
    allowed[:, 0] = True
    spans = np.array([_span(one, pairs, row, texts[row][2]) for row, one in enumerate(drawn)])
    verdict = np.full((len(drawn), 2), -1.0, dtype=np.float32)
    for row, one in enumerate(drawn):
        if isinstance(one, Claim):
            verdict[row, SUPPORTED] = one.supported
        elif spans[row, 0] != -100:
            verdict[row, ANSWERABLE] = one.answer is not None
    return Batch(
        feed={name: torch.from_numpy(array) for name, array in pairs.feed.items()},
        allowed=torch.from_numpy(allowed),
        start=torch.from_numpy(spans[:, 0]),
        end=torch.from_numpy(spans[:, 1]),
        verdict=torch.from_numpy(verdict),
    )


def _texts(one: Drawn) -> tuple[str, str, int]:
    if isinstance(one, Claim):
        return one.text, one.evidence, 0
    passage, skip = titled(one.title, one.passage)
    return one.question, passage, skip


def _span(one: Drawn, pairs: Pairs, row: int, skip: int) -> tuple[int, int]:
    """Return the answer's first and last token; an answer that was cut off teaches nothing."""
    if isinstance(one, Claim):
        return -100, -100
    if one.answer is None:
        return 0, 0
    start, end = one.answer[0] + skip, one.answer[1] + skip
    offsets = pairs.offsets[row]
    inside = pairs.passage[row] & (offsets[:, 0] < end) & (offsets[:, 1] > start)
    tokens = np.flatnonzero(inside)
    if not len(tokens) or offsets[tokens[-1], 1] < end:
        return -100, -100
    return int(tokens[0]), int(tokens[-1])


def _length(one: Drawn) -> int:
    if isinstance(one, Claim):
        return len(one.text) + len(one.evidence)
    return len(one.question) + len(one.title) + len(one.passage)
