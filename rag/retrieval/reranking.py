"""Reranking: a cross-encoder reads the question and a passage together and says how well they fit.

None is needed. Where a setting names one, it decides the order of the best that was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from rag.answers import Hit
from rag.errors import SettingsError
from rag.retrieval.cross_encoders import logits_of, open_cross_encoder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 30
"""Passages that are read for a question; a small model takes 20 ms for each on two cores."""


class Reranker(Protocol):
    """Scores passages for a question."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    def logits(self, question: str, passages: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return ``(len(passages),)``: log odds that a passage answers the question."""


def rerank(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """Return the hits with the best of them in the order of ``reranker``.

    Their score becomes its probability; those that it does not read follow in their old order.
    """
    read, unread = hits[:RERANKED], hits[RERANKED:]
    if not read:
        return []
    logits = reranker.logits(question, [_text(hit) for hit in read])
    # By logits, since the probabilities of two that fit very well are both 1.0.
    order = np.argsort(-logits, kind="stable")
    chances = 1 / (1 + np.exp(-logits))
    last = float(chances.min())
    return [
        *(_reranked(read[place], float(chances[place])) for place in order),
        *(replace(hit, score=last * hit.score) for hit in unread),
    ]


class CrossEncoderReranker:
    """A cross-encoder with one output, run by sentence-transformers.

    Importing that takes many seconds, so it happens in ``load`` or with the first question.
    """

    def __init__(self, name: str) -> None:
        """``name`` is one of Hugging Face's or a folder."""
        self.name = name

    def load(self) -> None:
        """Load the model. Raises SettingsError."""
        _ = self._model

    def logits(self, question: str, passages: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return ``(len(passages),)``: log odds that a passage answers the question.

        Raises SettingsError where the model cannot be loaded.
        """
        pairs = [(question, passage) for passage in passages]
        return logits_of(self._model, pairs).reshape(-1)

    @cached_property
    def _model(self) -> CrossEncoder:
        model = open_cross_encoder(
            self.name,
            role="reranker",
            hint="set RAG_RERANKER to a folder, a cross-encoder of Hugging Face's, or 'none'",
        )
        outputs = int(model.num_labels)
        if outputs != 1:
            raise SettingsError(
                f"the reranker {self.name!r} has {outputs} outputs, not one",
                hint="name a cross-encoder that was trained to rank; RAG_VERIFIER takes NLI models",
            )
        return model


def load_reranker(name: str) -> CrossEncoderReranker:
    """Return the reranker ``name``, ready to be asked. Raises SettingsError."""
    reranker = CrossEncoderReranker(name)
    reranker.load()
    return reranker


def _text(hit: Hit) -> str:
    """Return what is read: the title often says what a passage is about."""
    return f"{hit.article.title}\n{hit.passage.text}"


def _reranked(hit: Hit, chance: float) -> Hit:
    trace = replace(hit.trace, rerank_score=chance, rerank_before=hit.rank)
    return replace(hit, score=chance, trace=trace)
