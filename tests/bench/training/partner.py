"""Two processes that learn side by side and meet half-way now and then (local SGD).

Each draws for itself. That takes less than one process of two threads, which wait for one another
after every product of matrices, the longer the busier the machine; here nobody waits.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

_FILE = "meeting.pt"


class Partner:
    """The other process, known by the folder in which it keeps its checkpoints."""

    def __init__(self, folder: Path, *, ours: Path) -> None:
        self._theirs, self._ours = folder / _FILE, ours / _FILE
        self._read = 0
        """When what was last read had been written; nanoseconds."""

    def meet(self, network: nn.Module) -> bool:
        """Leave the weights for the partner; go half-way to its own, if they are new."""
        learnt = {name: one for name, one in network.named_parameters() if one.requires_grad}
        scratch = self._ours.with_suffix(".new")
        torch.save({name: one.detach() for name, one in learnt.items()}, scratch)
        scratch.replace(self._ours)
        if not self._theirs.exists() or (at := self._theirs.stat().st_mtime_ns) == self._read:
            return False
        self._read = at
        theirs = torch.load(self._theirs, weights_only=True)
        with torch.no_grad():
            for name, one in learnt.items():
                one.lerp_(theirs[name], 0.5)
        return True
