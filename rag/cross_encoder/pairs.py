"""Pairs of texts as a reader's network takes them, with the offsets of the second one's tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

MAX_LENGTH = 288
"""Tokens of a pair; of a longer one, the longer text is cut."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """A batch, padded to its longest: every array is ``(pairs, tokens)`` unless said otherwise."""

    ids: Ids
    attention: Ids
    types: Ids
    passage: npt.NDArray[np.bool_]
    """Which tokens are the passage's own."""
    offsets: npt.NDArray[np.int64]
    """``(pairs, tokens, 2)``: characters of the second text that a token of it covers."""

    @property
    def feed(self) -> dict[str, Ids]:
        """What the exported graph takes."""
        return {
            "input_ids": self.ids,
            "attention_mask": self.attention,
            "token_type_ids": self.types,
        }


class PairTokenizer:
    """Tokenizes a question with a titled passage, or a claim with its evidence."""

    def __init__(
        self,
        tokenizer_file: Path,
        *,
        max_length: int = MAX_LENGTH,
        pad_id: int = 0,
        pad_token: str = "[PAD]",
    ) -> None:
        from index.embedding.tokenizing import read_tokenizer

        self._tokenizer: Any = read_tokenizer(tokenizer_file)
        self._tokenizer.enable_truncation(max_length=max_length, strategy="longest_first")
        self._tokenizer.enable_padding(pad_id=pad_id, pad_token=pad_token)

    def encode(self, pairs: Sequence[tuple[str, str]], *, skip: Sequence[int]) -> Pairs:
        """Return the batch; the first ``skip[i]`` characters of a second text are its title."""
        encodings = self._tokenizer.encode_batch(list(pairs))
        offsets = np.array([one.offsets for one in encodings], dtype=np.int64)
        # The types do not tell: some models have only one.
        second = np.array([[of == 1 for of in one.sequence_ids] for one in encodings], np.bool_)
        begins = np.array(skip, dtype=np.int64)[:, None]
        return Pairs(
            ids=np.array([one.ids for one in encodings], dtype=np.int64),
            attention=np.array([one.attention_mask for one in encodings], dtype=np.int64),
            types=np.array([one.type_ids for one in encodings], dtype=np.int64),
            passage=second & (offsets[..., 0] >= begins),
            offsets=offsets,
        )


def titled(title: str, passage: str) -> tuple[str, int]:
    """Return the title and the passage as one text, and where the passage begins in it."""
    head = f"{title}\n" if title else ""
    return head + passage, len(head)
