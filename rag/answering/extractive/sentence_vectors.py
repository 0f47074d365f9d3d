"""Sentence vectors that are kept: the questions of a conversation meet the same sentences again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from index.embedding import Embedder, Vectors

_KEPT = 4_096
"""Sentences; six megabytes with 384 dimensions."""


class RememberedVectors:
    """Embeds sentences, each once as long as it is remembered."""

    def __init__(self) -> None:
        self._model = ""
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def embed(self, texts: Sequence[str], embedder: Embedder) -> Vectors:
        """Return ``(len(texts), dimension)`` float32; ``texts`` is not empty."""
        if self._model != embedder.fingerprint:
            self._model = embedder.fingerprint
            self._vectors.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, embedder.embed_documents(new), strict=True))
        wanted = np.stack([self._vectors[text] for text in texts])
        for text in texts:
            self._vectors.move_to_end(text)
        while len(self._vectors) > _KEPT:
            self._vectors.popitem(last=False)
        return wanted
