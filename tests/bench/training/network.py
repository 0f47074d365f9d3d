"""The networks: MiniLM with heads for what each of them says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import Tensor, nn
from training.half_precision import hidden_states
from transformers import AutoModel

ANSWERABLE, SUPPORTED, YES = 0, 1, 2
"""Columns of the verdict head."""


class PairNetwork(nn.Module):
    """An encoder of pairs of texts, on which heads stand."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder: Any = encoder
        self.dropout = nn.Dropout(0.1)

    @property
    def heads(self) -> list[nn.Linear]:
        """What stands on the encoder."""
        return [module for module in self.children() if isinstance(module, nn.Linear)]

    def hidden(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return the encoder's last states, ``(pairs, tokens, width)``."""
        states: Tensor = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return states

    def hidden_fast(self, feed: dict[str, Tensor]) -> Tensor:
        """Return what ``hidden`` does, computed in 16 bits; for learning only."""
        return hidden_states(self.encoder, **feed).float()


def encoder_of(folder: Path, *, layers: int | None = None) -> nn.Module:
    """Return the encoder in ``folder``, or its first ``layers`` layers."""
    encoder: nn.Module = AutoModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        # Drawing the masks takes longer than a layer does, and nothing is seen often enough
        # to be learnt by heart.
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        **({"num_hidden_layers": layers} if layers else {}),
    )
    return encoder


class ReaderNetwork(PairNetwork):
    """Token ids to span logits, verdict logits and evidence logits."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__(encoder)
        self.span = nn.Linear(width, 2)
        self.verdict = nn.Linear(width, 3)
        self.evidence = nn.Linear(width, 1)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return start and end logits, verdicts, ``(pairs, 3)``, and evidence logits.

        All but the verdicts are ``(pairs, tokens)``. Token 0 stands for "not in this passage"; a
        sentence is evidence as far as the mean of its tokens' logits says.
        """
        return self.said(self.hidden(input_ids, attention_mask, token_type_ids))

    def read_fast(self, feed: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return what ``forward`` does, its encoder run in 16 bits; for learning only."""
        return self.said(self.hidden_fast(feed))

    def said(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return what the heads say of the encoder's last states."""
        dropped = self.dropout(hidden)
        span = self.span(dropped)
        verdict = self.verdict(self.dropout(hidden[:, 0]))
        return span[..., 0], span[..., 1], verdict, self.evidence(dropped)[..., 0]


class WordNetwork(PairNetwork):
    """Token ids to the log odds of each token's word, ``(pairs, tokens)``."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__(encoder)
        self.word = nn.Linear(width, 1)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor]:
        """Return the log odds that the question takes a token's word up."""
        return (self.said(self.hidden(input_ids, attention_mask, token_type_ids)),)

    def read_fast(self, feed: dict[str, Tensor]) -> Tensor:
        """Return what ``forward`` does, its encoder run in 16 bits; for learning only."""
        return self.said(self.hidden_fast(feed))

    def said(self, hidden: Tensor) -> Tensor:
        """Return what the head says of the encoder's last states."""
        logits: Tensor = self.word(self.dropout(hidden))[..., 0]
        return logits
