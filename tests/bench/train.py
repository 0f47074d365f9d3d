"""Train a model, from public sets to the ONNX file that ships.

    python tests/bench/train.py reader --train DIR --data DIR --out DIR [--minutes 100]

``reader`` finds answers, ``follow-up`` says which words of a conversation a question takes up,
``verifier`` is a reader that only judges whether evidence supports a claim.
Stop it when you like; the same command goes on from the last checkpoint. The learning rate stays
up until the last quarter, so that ``--steps`` or ``--minutes`` may be raised before it and nothing
is lost. After the last step, ``OUT/model`` is the model as it ships.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import dataclass
from pathlib import Path

import torch
from training import claim_sets, corpus, follow_up_sets
from training.follow_up_task import FollowUpTask
from training.network import PairNetwork, ReaderNetwork, WordNetwork, encoder_of
from training.reader_task import ReaderTask
from training.trainer import Plan, Task, Training
from training.verifier_task import VerifierTask
from training.warm_start import restore

from index.embedding.sources import bundled_folder
from index.settings import DEFAULT_EMBEDDING
from rag.conversation.carried_words import FOLLOW_UP
from rag.cross_encoder.graph import ModelCard, ModelKind
from rag.cross_encoder.pairs import MAX_LENGTH, PairTokenizer
from rag.reader.graph import READER
from rag.settings.declared import OUR_READER

_WIDTH = 384
_FOLLOW_UP_LAYERS = 4


@dataclass(frozen=True, kw_only=True)
class _Model:
    kind: ModelKind
    network: PairNetwork
    task: Task


def main() -> None:
    """Train until ``--steps`` or ``--minutes``."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    folder = bundled_folder(DEFAULT_EMBEDDING)
    assert folder is not None
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    make = {"reader": _reader, "follow-up": _follow_up, "verifier": _verifier}[arguments.model]
    model = make(folder, arguments.train, arguments.data)
    plan = Plan(
        steps=arguments.steps,
        minutes=arguments.minutes,
        tokens=arguments.tokens,
        rate=arguments.rate,
        seed=arguments.seed,
        cool_down=arguments.cool_down,
    )
    if arguments.begin is not None:
        new = restore(model.network, arguments.begin)
        logging.info("begun from %s; new are %s", arguments.begin, ", ".join(new))
    training = Training(model.network, plan, arguments.out, partner=arguments.partner)
    training.run(model.task, every=arguments.every)
    training.average_with(arguments.average)
    card = ModelCard(name=OUR_READER, max_length=MAX_LENGTH)
    training.export(
        model.task,
        model.kind,
        card,
        tokenizer_file=folder / "tokenizer.json",
        folder=arguments.out / "model",
    )


def _reader(folder: Path, train: Path, data: Path) -> _Model:
    tokenizer = PairTokenizer(folder / "tokenizer.json")
    return _Model(
        kind=READER,
        network=ReaderNetwork(encoder_of(folder), _WIDTH),
        task=ReaderTask(corpus.load(train, data), tokenizer),
    )


def _follow_up(folder: Path, train: Path, data: Path) -> _Model:
    return _Model(
        kind=FOLLOW_UP,
        network=WordNetwork(encoder_of(folder, layers=_FOLLOW_UP_LAYERS), _WIDTH),
        task=FollowUpTask(
            list(follow_up_sets.all_follow_ups(train)),
            list(follow_up_sets.canard_dev(data / "rewrite-canard-dev" / "dev.json")),
            PairTokenizer(folder / "tokenizer.json"),
            corpus.fingerprints(train, only="rewrite-"),
        ),
    )


def _verifier(folder: Path, train: Path, data: Path) -> _Model:
    held_out = list(claim_sets.held_out_claims(train, data))
    tokenizer = PairTokenizer(folder / "tokenizer.json")
    return _Model(
        kind=READER,
        network=ReaderNetwork(encoder_of(folder), _WIDTH),
        task=VerifierTask(corpus.load(train, data), held_out, tokenizer),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=["reader", "follow-up", "verifier"])
    parser.add_argument("--train", type=Path, required=True, help="the folder of training sets")
    parser.add_argument("--data", type=Path, required=True, help="the folder with squad/")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints are kept")
    parser.add_argument("--begin", type=Path, help="a graph to begin from, such as reader.onnx")
    parser.add_argument("--partner", type=Path, help="where a second process keeps its own")
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="of learning, at most")
    parser.add_argument("--cool-down", type=float, default=0.25, help="the last share")
    parser.add_argument("--tokens", type=int, default=3_600, help="of a batch")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--average", type=Path, nargs="*", default=[], help="other checkpoints to average with"
    )
    parser.add_argument("--every", type=int, default=600, help="steps between measurements")
    return parser.parse_args()


if __name__ == "__main__":
    main()
