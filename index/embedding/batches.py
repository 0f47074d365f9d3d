"""Batches: which texts go through the model together, and how many at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

BATCH_TOKENS = 320
"""Tokens of a batch with its padding, at most, unless one text alone has more.

Measured on two cores, milliseconds of processor time a passage of 200 tokens: 65 alone, 64 in
batches of two and three, 67 in batches of four, 69 of six, which no longer fit the caches.
Sentences of 30 tokens: 10.7 alone, 8.9 by four, 8.4 by eight, 8.5 by twelve and sixteen.
"""

_QUOTA_FILE = Path("/sys/fs/cgroup/cpu.max")


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the indices of texts, given their lengths in tokens, batch by batch.

    Texts of like length stand together, which pads the least. The longest come first, so that the
    cores are done at about the same time.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if batch and lengths[batch[0]] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def cores() -> int:
    """Return how many processors this process may use."""
    allowed = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return max(1, min(allowed, _quota() or allowed))


def _quota() -> int | None:
    """Return the processors that a container's quota comes to, where there is one (cgroup v2)."""
    try:
        quota, period = _QUOTA_FILE.read_text(encoding="ascii").split()
        return round(int(quota) / int(period))
    except (OSError, ValueError):  # "max" is no number either
        return None
