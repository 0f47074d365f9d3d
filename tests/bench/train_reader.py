"""Train the reader, from public question sets to the ONNX file that ships.

    python tests/bench/train_reader.py --train DIR --data DIR --out DIR [--minutes 100]

Stop it when you like; the same command goes on from the last checkpoint. The learning rate stays
up until the last quarter, so that ``--steps`` or ``--minutes`` may be raised before it and nothing
is lost. After the last step, ``DIR/reader`` is the reader as it ships.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import torch
from training.corpus import load
from training.network import ReaderNetwork
from training.trainer import Plan, Training
from training.warm_start import restore

from index.embedding.sources import bundled_folder
from index.settings import DEFAULT_EMBEDDING
from rag.reader.graph import GRAPH_FILE
from rag.reader.pairs import PairTokenizer


def main() -> None:
    """Train until ``--steps`` or ``--minutes``."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    folder = bundled_folder(DEFAULT_EMBEDDING)
    assert folder is not None
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    corpus = load(arguments.train, arguments.data)
    tokenizer = PairTokenizer(folder / "tokenizer.json")
    plan = Plan(
        steps=arguments.steps,
        minutes=arguments.minutes,
        tokens=arguments.tokens,
        rate=arguments.rate,
        seed=arguments.seed,
        cool_down=arguments.cool_down,
    )
    network = ReaderNetwork.from_folder(folder)
    if arguments.begin is not None:
        new = restore(network, arguments.begin / GRAPH_FILE)
        logging.info("begun from %s; new are %s", arguments.begin, ", ".join(new))
    training = Training(network, plan, arguments.out, partner=arguments.partner)
    training.run(corpus, tokenizer, every=arguments.every)
    training.average_with(arguments.average)
    training.export(corpus, folder / "tokenizer.json", arguments.out / "reader")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True, help="the folder of training sets")
    parser.add_argument("--data", type=Path, required=True, help="the folder with squad/")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints are kept")
    parser.add_argument("--begin", type=Path, help="an exported reader to begin from")
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
