"""Batches of like length, with what the network should say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch
from torch import Tensor
from training.examples import Claim, Drawn, Group, sentences_around
from training.network import ANSWERABLE, SUPPORTED, YES

from rag.cross_encoder.pairs import Pairs, PairTokenizer, titled

_POOLED = 320
"""Groups that are sorted by length before they are cut into batches."""


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
    """``(pairs, 3)``: 0 or 1, and -1 where the column does not apply."""
    sentence: Tensor
    """``(pairs, tokens)``: the number of the token's sentence, -1 for none."""
    evidence: Tensor
    """``(pairs, sentences)``: 0 or 1, and -1 where there is nothing to learn."""
    shared: Tensor
    """``(pairs,)``: the same number for the passages of one question, -1 for the others."""

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.start)


def batches(drawn: Iterator[Group], *, tokens: int) -> Iterator[list[Group]]:
    """Yield lists that hold about ``tokens`` tokens when they are padded."""
    while pooled := list(islice(drawn, _POOLED)):
        pooled.sort(key=_longest)
        cut: list[list[Group]] = [[]]
        rows = 0
        for group in pooled:
            # Four characters a token, as English has them.
            if cut[-1] and (rows + len(group.drawn)) * _longest(group) / 4 > tokens:
                cut.append([])
                rows = 0
            cut[-1].append(group)
            rows += len(group.drawn)
        order = np.random.default_rng(len(cut)).permutation(len(cut))
        yield from (cut[number] for number in order)


def encoded(listed: Sequence[Group], tokenizer: PairTokenizer) -> Batch:
    """Return the tensors of a list of groups, row by row in their order."""
    drawn = [one for group in listed for one in group.drawn]
    texts = [_texts(one) for one in drawn]
    pairs = tokenizer.encode(
        [(first, second) for first, second, _ in texts], skip=[skip for _, _, skip in texts]
    )
    allowed = pairs.passage.copy()
    allowed[:, 0] = True
    spans = np.array([_span(one, pairs, row, texts[row][2]) for row, one in enumerate(drawn)])
    sentence, evidence = _evidence(drawn, pairs, [skip for _, _, skip in texts])
    return Batch(
        feed={name: torch.from_numpy(array) for name, array in pairs.feed.items()},
        allowed=torch.from_numpy(allowed),
        start=torch.from_numpy(spans[:, 0]),
        end=torch.from_numpy(spans[:, 1]),
        verdict=torch.tensor(
            [_verdict(one, lost=spans[row, 0] == -100) for row, one in enumerate(drawn)]
        ),
        sentence=torch.from_numpy(sentence),
        evidence=torch.from_numpy(evidence),
        shared=torch.tensor(
            [
                number if group.shared else -1
                for number, group in enumerate(listed)
                for _ in group.drawn
            ]
        ),
    )


def _texts(one: Drawn) -> tuple[str, str, int]:
    if isinstance(one, Claim):
        return one.text, one.evidence, 0
    passage, skip = titled(one.title, one.passage)
    return one.question, passage, skip


def _verdict(one: Drawn, *, lost: bool) -> list[float]:
    """Return the columns' targets; an answer that was cut off (``lost``) teaches nothing."""
    verdict = [-1.0, -1.0, -1.0]
    if isinstance(one, Claim):
        verdict[SUPPORTED] = float(one.supported)
    elif one.yes is not None or not lost:
        verdict[ANSWERABLE] = float(one.answerable)
        if one.yes is not None:
            verdict[YES] = float(one.yes)
    return verdict


def _span(one: Drawn, pairs: Pairs, row: int, skip: int) -> tuple[int, int]:
    """Return the answer's first and last token; -100 where there is none to be found."""
    if isinstance(one, Claim) or one.yes is not None:
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


def _evidence(
    drawn: Sequence[Drawn], pairs: Pairs, skips: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return each token's sentence, and which sentences let one tell; see ``Batch``."""
    sentence = np.full(pairs.ids.shape, -1, dtype=np.int64)
    targets: list[list[float]] = []
    for row, one in enumerate(drawn):
        if isinstance(one, Claim) or (told := one.answer or one.evidence) is None:
            targets.append([])
            continue
        spans, first, last = sentences_around(one.passage, *told)
        begins = np.array([start + skips[row] for start, _ in spans])
        own = pairs.passage[row]
        sentence[row, own] = np.searchsorted(begins, pairs.offsets[row][own, 0], side="right") - 1
        targets.append([float(first <= number <= last) for number in range(len(spans))])
    evidence = np.full((len(drawn), max(1, *map(len, targets))), -1.0, dtype=np.float32)
    for row, target in enumerate(targets):
        evidence[row, : len(target)] = target
    return sentence, evidence


def _longest(group: Group) -> int:
    return max(map(_length, group.drawn))


def _length(one: Drawn) -> int:
    if isinstance(one, Claim):
        return min(1_150, len(one.text) + len(one.evidence))
    return min(1_150, len(one.question) + len(one.title) + len(one.passage))
