"""The network: MiniLM with heads for the span, for three yes-or-no questions, for evidence."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn
from training.half_precision import hidden_states
from transformers import AutoModel

ANSWERABLE, SUPPORTED, YES = 0, 1, 2
"""Columns of the verdict head."""


class ReaderNetwork(nn.Module):
    """Token ids to span logits, verdict logits and evidence logits."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.span = nn.Linear(width, 2)
        self.verdict = nn.Linear(width, 3)
        self.evidence = nn.Linear(width, 1)

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

    @property
    def heads(self) -> list[nn.Linear]:
        """What stands on the encoder."""
        return [self.span, self.verdict, self.evidence]

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return start and end logits, verdicts, ``(pairs, 3)``, and evidence logits.

        All but the verdicts are ``(pairs, tokens)``. Token 0 stands for "not in this passage"; a
        sentence is evidence as far as the mean of its tokens' logits says.
        """
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.said(hidden)

    def read_fast(self, feed: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return what ``forward`` does, its encoder run in 16 bits; for learning only."""
        return self.said(hidden_states(self.encoder, **feed).float())

    def said(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return what the heads say of the encoder's last states."""
        dropped = self.dropout(hidden)
        span = self.span(dropped)
        verdict = self.verdict(self.dropout(hidden[:, 0]))
        return span[..., 0], span[..., 1], verdict, self.evidence(dropped)[..., 0]
