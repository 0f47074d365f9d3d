"""Learning: steps, checkpoints, measurements, and the export of what was learnt."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, cast

import torch
from torch import Tensor
from training.network import PairNetwork
from training.partner import Partner

from rag.cross_encoder.graph import ModelCard, ModelKind

_log = logging.getLogger(__name__)

CURVE_FILE = "curve.jsonl"
_WARM_UP = 150
_AVERAGED = 0.998
"""Weight of what was before in the running average of the weights, once there is enough of it."""

_MEETING_EVERY = 100
"""Steps between two meetings with a partner."""

_KEPT_EVERY = 180.0
"""Seconds between checkpoints."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a training is made of; recorded with its curve."""

    steps: int
    tokens: int
    rate: float
    seed: int
    minutes: float = float("inf")
    """Of learning, all runs together; whichever of the two ends first ends the training."""
    cool_down: float = 0.25
    """The last share, in which the learning rate falls to nothing."""


class Task(Protocol):
    """What a network learns: what is drawn, what is to be made small, what is measured."""

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """SHA-256 of each file that is learnt from, the first 16 digits."""

    def batches(self, seed: int, *, tokens: int) -> Iterator[Sized]:
        """Yield batches of about ``tokens`` tokens without end; their length is in draws."""

    def loss(self, network: Any, batch: Any) -> Tensor:
        """Return the loss of a batch."""

    def figures(self, network: Any) -> dict[str, float]:
        """Return how well the network does on the development part."""


@torch.no_grad()
def _running_average(averaged: Any, current: Any, number: Tensor) -> None:
    """Move the ``averaged`` weights towards the ``current`` ones, the less the later."""
    kept = min(_AVERAGED, (1 + int(number)) / (10 + int(number)))
    torch._foreach_lerp_(averaged, current, 1 - kept)


class Training:
    """The network, its running average, the optimiser: what a checkpoint holds."""

    def __init__(
        self, network: PairNetwork, plan: Plan, out: Path, *, partner: Path | None = None
    ) -> None:
        self._network, self._plan, self._out = network, plan, out
        self._partner = Partner(partner, ours=out) if partner else None
        for parameter in network.encoder.embeddings.parameters():
            parameter.requires_grad = False
        learnt = [one for one in network.parameters() if one.requires_grad]
        heads = [parameter for head in network.heads for parameter in head.parameters()]
        head_ids = {id(one) for one in heads}
        self._optimiser = torch.optim.AdamW(
            [
                {"params": [one for one in learnt if id(one) not in head_ids], "scale": 1.0},
                {"params": heads, "scale": 3.0},
            ],
            lr=plan.rate,
            betas=(0.9, 0.98),
            weight_decay=0.01,
        )
        self._average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=_running_average)
        self._step, self._seconds, self._draws = 0, 0.0, 0
        self._averaged_steps: list[int] = []
        self._resume()

    def run(self, task: Task, *, every: int) -> None:
        """Learn until the plan's end; measure every so many steps, and keep checkpoints."""
        source = task.batches(self._plan.seed + self._step, tokens=self._plan.tokens)
        source = chain([next(source)], source)  # what draws are looked up in takes its time
        losses: list[float] = []
        kept = time.monotonic()
        while self._share_done() < 1:
            began = time.monotonic()
            batch = next(source)
            losses.append(self._learn(task, batch))
            self._draws += len(batch)
            self._seconds += time.monotonic() - began
            if self._partner and self._step % _MEETING_EVERY == 0:
                self._partner.meet(self._network)
            if self._step % 50 == 0:
                self._tell(losses[-50:])
            ended = self._share_done() >= 1
            if self._step % every == 0 or ended:
                figures = task.figures(self.averaged)
                mean = sum(losses) / len(losses)
                self._record({"step": self._step, "draws": self._draws, "loss": mean, **figures})
                losses = []
            if ended or time.monotonic() - kept > _KEPT_EVERY:
                self._keep(task)
                kept = time.monotonic()

    @property
    def averaged(self) -> PairNetwork:
        """The network of the averaged weights."""
        return cast(PairNetwork, self._average.module)

    def average_with(self, checkpoints: Sequence[Path]) -> None:
        """Make the averaged weights the mean of these and of the checkpoints' of the same run.

        Networks that cooled down at different times err in different places, their mean in fewer.
        """
        states = [torch.load(one, weights_only=True) for one in checkpoints]
        self._averaged_steps = [state["step"] for state in states]
        ours = self._average.state_dict()
        for name, tensor in ours.items():
            if tensor.is_floating_point():
                tensors = [tensor, *(state["average"][name] for state in states)]
                ours[name] = torch.stack(tensors).mean(dim=0)
        self._average.load_state_dict(ours)

    def export(
        self, task: Task, kind: ModelKind, card: ModelCard, *, tokenizer_file: Path, folder: Path
    ) -> None:
        """Write the averaged network as a graph into ``folder``, with what it was trained on.

        Raises ReaderError where the graph does not say what the network says.
        """
        from rag.cross_encoder.export import write_graph

        write_graph(self.averaged, kind, card, tokenizer_file, folder, small=True)
        curve = (self._out / CURVE_FILE).read_text(encoding="utf-8").splitlines()
        record = {
            **self._origin(task),
            "averaged_with_steps": self._averaged_steps,
            "curve": [
                {name: round(value, 4) for name, value in json.loads(line).items()}
                for line in curve
            ],
        }
        text = json.dumps(record, indent=1)
        (folder / "training.json").write_text(text + "\n", encoding="utf-8")

    def _origin(self, task: Task) -> dict[str, Any]:
        return {
            "step": self._step,
            "draws": self._draws,
            "seconds": round(self._seconds),
            "plan": vars(self._plan),
            "fingerprints": dict(task.fingerprints),
            "torch": str(torch.__version__),
        }

    def _learn(self, task: Task, batch: Sized) -> float:
        self._network.train()
        for group in self._optimiser.param_groups:
            group["lr"] = self._plan.rate * group["scale"] * self._share_of_rate()
        loss = task.loss(self._network, batch)
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimiser.step()
        self._average.update_parameters(self._network)
        self._step += 1
        return float(loss.detach())

    def _share_done(self) -> float:
        return max(self._step / self._plan.steps, self._seconds / (60 * self._plan.minutes))

    def _share_of_rate(self) -> float:
        left = (1 - self._share_done()) / self._plan.cool_down
        return max(0.005, min(1.0, (self._step + 1) / _WARM_UP, left))

    def _tell(self, losses: Sequence[float]) -> None:
        _log.info(
            "%d: loss %.3f, %.1f draws a second, %.1f minutes, rate %.2g",
            self._step,
            sum(losses) / len(losses),
            self._draws / self._seconds,
            self._seconds / 60,
            self._plan.rate * self._share_of_rate(),
        )

    def _record(self, figures: dict[str, float]) -> None:
        _log.info(json.dumps({name: round(value, 4) for name, value in figures.items()}))
        with (self._out / CURVE_FILE).open("a", encoding="utf-8") as curve:
            curve.write(json.dumps(figures) + "\n")

    def _keep(self, task: Task) -> None:
        """Write the checkpoint beside the old one and put it in its place at once."""
        state = {
            **self._origin(task),
            "seconds": self._seconds,
            "network": self._network.state_dict(),
            "average": self._average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
        }
        torch.save(state, self._out / "new.pt")
        (self._out / "new.pt").replace(self._out / "checkpoint.pt")

    def _resume(self) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        if (self._out / "checkpoint.pt").exists():
            state = torch.load(self._out / "checkpoint.pt", weights_only=True)
            self._network.load_state_dict(state["network"])
            self._average.load_state_dict(state["average"])
            self._optimiser.load_state_dict(state["optimiser"])
            self._step, self._seconds = state["step"], state["seconds"]
            self._draws = state["draws"]
