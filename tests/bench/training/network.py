"""The network: MiniLM with a head for the span and one for two yes-or-no questions."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn
from transformers import AutoModel

ANSWERABLE, SUPPORTED = 0, 1
"""Columns of the verdict head."""


class ReaderNetwork(nn.Module):
    """Token ids to span logits and verdict logits."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.span = nn.Linear(width, 2)
        self.verdict = nn.Linear(width, 2)

    @classmethod
    def from_folder(cls, folder: Path) -> ReaderNetwork:
        """Begin with the encoder in ``folder`` and untrained heads."""
        encoder = AutoModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            # Drawing the masks takes longer than a layer does, and nothing is seen often enough
            # to be learnt by heart.
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        return cls(encoder, encoder.config.hidden_size)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return start and end logits, ``(pairs, tokens)``, and verdicts, ``(pairs, 2)``.

        Token 0 stands for "not in this passage".
        """
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        span = self.span(self.dropout(hidden))
        return span[..., 0], span[..., 1], self.verdict(self.dropout(hidden[:, 0]))
