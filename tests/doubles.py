"""Real, small implementations of the protocols of ``index``, and turns, that need no model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np

from rag.answers import Answer, Turn

_WORD = re.compile(r"\w{4,}")  # the short ones are in every text


class HashingEmbedder:
    """Counts the words of a text into a unit vector: texts that share words are near."""

    def __init__(self, *, name: str = "hashing", fingerprint: str = "h1", dimension: int = 512):
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = dimension

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, 0] = 0.01  # so that a text without words has a direction too
            for word in _WORD.findall(text.lower()):
                vectors[row, self._place(word)] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed_documents([text])[0]

    def _place(self, word: str) -> int:
        digest = hashlib.sha256(f"{self.fingerprint} {word}".encode()).digest()
        return int.from_bytes(digest[:4]) % self.dimension


class InterruptedEmbedder(HashingEmbedder):
    """Calls ``interrupt`` in place of its ``calls``-th embedding of documents, counted from 0."""

    def __init__(self, *, calls: int, interrupt: Callable[[], object], **given):
        super().__init__(**given)
        self._left = calls
        self._interrupt = interrupt

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        if self._left == 0:
            self._interrupt()
        self._left -= 1
        return super().embed_documents(texts)


def past_turn(
    *,
    question: str,
    standalone_question: str | None = None,
    answer: str = "",
    short_answer: str | None = None,
) -> Turn:
    """Return a turn that was answered in these words, or refused where there are none."""
    return Turn.of(
        Answer(
            question=question,
            standalone_question=standalone_question or question,
            answered=bool(answer),
            text=answer,
            short_answer=short_answer,
            confidence=1.0,
            model="extractive",
        )
    )
