"""Learning: steps, checkpoints, measurements, and the export of what was learnt."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

import torch
from torch.nn import functional
from training.batches import Batch, Drawn, batches, encoded
from training.corpus import Corpus, development_draws
from training.mixture import draws
from training.network import ReaderNetwork
from training.progress import development_figures

from rag.reader.graph import ReaderCard
from rag.reader.pairs import MAX_LENGTH, PairTokenizer
from rag.settings.declared import OUR_READER

_log = logging.getLogger(__name__)

CURVE_FILE = "curve.jsonl"
_WARM_UP = 150
_COOL_DOWN = 0.2
"""Of the steps, in which the learning rate falls to nothing."""

_AVERAGED = 0.998
"""Weight of what was before in the running average of the weights."""

_SMOOTHING = 0.05


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a training is made of; recorded with its curve."""

    steps: int
    tokens: int
    rate: float
    seed: int


_running_average: Any = torch.optim.swa_utils.get_ema_multi_avg_fn(_AVERAGED)  # type: ignore[no-untyped-call]


class Training:
    """The network, its running average, the optimiser: what a checkpoint holds."""

    def __init__(self, network: ReaderNetwork, plan: Plan, out: Path) -> None:
        self._network, self._plan, self._out = network, plan, out
        self._device = next(network.parameters()).device
        for parameter in network.encoder.embeddings.parameters():  # type: ignore[union-attr]
            parameter.requires_grad = False
        learnt = [one for one in network.parameters() if one.requires_grad]
        heads = [*network.span.parameters(), *network.verdict.parameters()]
        head_ids = {id(one) for one in heads}
        self._optimiser = torch.optim.AdamW(
            [
                {"params": [one for one in learnt if id(one) not in head_ids], "scale": 1.0},
                {"params": heads, "scale": 5.0},
            ],
            lr=plan.rate,
            weight_decay=0.01,
        )
        self._average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=_running_average)
        self._step = 0
        self._averaged_steps: list[int] = []
        self._resume()

    def run(self, corpus: Corpus, tokenizer: PairTokenizer, *, every: int) -> None:
        """Learn until the plan's last step; measure and keep a checkpoint every so many."""
        development = development_draws(corpus, questions=320, claims=160)
        source = draws(corpus.training, self._plan.seed + self._step)
        seen, losses, began = 0, [], time.monotonic()
        for listed in self._left(batches(source, tokens=self._plan.tokens)):
            losses.append(self._learn(encoded(listed, tokenizer)))
            seen += len(listed)
            if self._step % 50 == 0:
                rate = seen / (time.monotonic() - began)
                _log.info("%d: loss %.3f, %.1f a second", self._step, sum(losses[-50:]) / 50, rate)
            if self._step % every == 0 or self._step == self._plan.steps:
                averaged = cast(ReaderNetwork, self._average.module.cpu())
                figures = development_figures(averaged, development, tokenizer)
                averaged.to(self._device)
                self._record({"step": self._step, "loss": sum(losses) / len(losses), **figures})
                self._keep(corpus)
                losses = []
            elif self._step % 100 == 0:
                self._keep(corpus)

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

    def export(self, corpus: Corpus, tokenizer_file: Path, folder: Path) -> None:
        """Write the averaged network as a reader into ``folder``, with what it was trained on.

        Raises ReaderError where the graph does not say what the network says.
        """
        from rag.reader.export import write_graph

        card = ReaderCard(
            name=OUR_READER, max_length=MAX_LENGTH, pad_id=0, pad_token="[PAD]", sha256=""
        )
        network = cast(ReaderNetwork, self._average.module.cpu())
        write_graph(network, card, tokenizer_file, folder, small=True)
        curve = (self._out / CURVE_FILE).read_text(encoding="utf-8").splitlines()
        record = {
            **self._origin(corpus),
            "averaged_with_steps": self._averaged_steps,
            "curve": [
                {name: round(value, 4) for name, value in json.loads(line).items()}
                for line in curve
            ],
        }
        text = json.dumps(record, indent=1)
        (folder / "training.json").write_text(text + "\n", encoding="utf-8")

    def _origin(self, corpus: Corpus) -> dict[str, Any]:
        return {
            "step": self._step,
            "plan": vars(self._plan),
            "fingerprints": corpus.fingerprints,
            "torch": str(torch.__version__),
        }

    def _left(self, listed: Iterator[list[Drawn]]) -> Iterator[list[Drawn]]:
        return islice(listed, max(0, self._plan.steps - self._step))

    def _learn(self, batch: Batch) -> float:
        self._network.train()
        for group in self._optimiser.param_groups:
            group["lr"] = self._plan.rate * group["scale"] * self._share_of_rate()
        feed = {name: tensor.to(self._device) for name, tensor in batch.feed.items()}
        start, end, verdict = self._network(**feed)
        loss = self._loss(batch, start, end, verdict)
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimiser.step()
        self._average.update_parameters(self._network)
        self._step += 1
        return float(loss.detach())

    def _loss(
        self, batch: Batch, start: torch.Tensor, end: torch.Tensor, verdict: torch.Tensor
    ) -> torch.Tensor:
        blocked = ~batch.allowed.to(self._device)
        spans = sum(
            functional.cross_entropy(
                logits.masked_fill(blocked, -1e4), target.to(self._device), ignore_index=-100
            )
            for logits, target in ((start, batch.start), (end, batch.end))
            if (target != -100).any()
        )
        targets = batch.verdict.to(self._device)
        applies = targets >= 0
        smooth = targets * (1 - _SMOOTHING) + _SMOOTHING / 2
        verdicts = functional.binary_cross_entropy_with_logits(verdict[applies], smooth[applies])
        return spans / 2 + verdicts

    def _share_of_rate(self) -> float:
        left = self._plan.steps - self._step
        return min(
            1.0, (self._step + 1) / _WARM_UP, max(0.01, left / (self._plan.steps * _COOL_DOWN))
        )

    def _record(self, figures: dict[str, float]) -> None:
        _log.info(json.dumps({name: round(value, 4) for name, value in figures.items()}))
        with (self._out / CURVE_FILE).open("a", encoding="utf-8") as curve:
            curve.write(json.dumps(figures) + "\n")

    def _keep(self, corpus: Corpus) -> None:
        """Write the checkpoint beside the old one and put it in its place at once."""
        state = {
            **self._origin(corpus),
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
            self._step = state["step"]
