r"""Fit the weights of ``rag/requests/intents.py`` to the examples in ``intents.jsonl``.

    python tests/bench/fit_intents.py            # measures on a third that is held out
    python tests/bench/fit_intents.py --write    # fits to all examples and ships the weights

An example is a question as people type it, with its intent; patterns (``intent_patterns.txt``) that
are filled in at random add what is common to many of them, and are only fitted to. Which third of
the examples is held out depends on their letters, so that it stays the same while others are added.
What is not certain by rule is fitted: the core of the question, as ``rag.requests`` embeds it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

import rag.requests.intents
from index.embedding import load_embedder
from index.settings import DEFAULT_EMBEDDING
from rag.requests.core import clean, core
from rag.requests.intents import VECTOR_SCALE, Weights, certain_intent, cue_features, guess
from rag.requests.request import Intent
from rag.requests.shapes import cues

HERE = Path(__file__).parent
EXAMPLES = HERE / "intents.jsonl"
PATTERNS = HERE / "intent_patterns.txt"
WEIGHTS = Path(rag.requests.intents.__file__).with_name(rag.requests.intents.WEIGHTS_FILE)

FEWEST = 5
"""Examples with a cue that has a weight."""
OF_PATTERN = 8
"""Questions made of a pattern, at most."""
STRENGTH = 16.0
"""The inverse of the shrinking, as scikit-learn counts it."""
FOLDS = 5

Example = tuple[str, Intent]
Embed = Callable[[Sequence[str]], np.ndarray]


def examples() -> list[Example]:
    """Return the questions' cores with their intents, those left to the weights."""
    rows = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    return _cores((row["question"], row["intent"]) for row in rows)


def patterned(seed: int = 1) -> list[Example]:
    """Return the same of what the patterns make, always the same for a seed."""
    return _cores(_filled(random.Random(seed)))


def _cores(rows: Iterable[tuple[str, str]]) -> list[Example]:
    every = [(core(clean(question))[0], Intent(intent)) for question, intent in rows]
    return [(question, intent) for question, intent in every if not certain_intent(question)]


def _filled(chance: random.Random) -> Iterator[tuple[str, str]]:
    lists: dict[str, list[str]] = {}
    intent = ""
    for line in PATTERNS.read_text(encoding="utf-8").splitlines():
        name, is_list, words = line.partition(" = ")
        if is_list and name.isupper():
            lists[name] = words.split(" / ")
        elif line.startswith("## "):
            intent = line.removeprefix("## ")
        elif line and not line.startswith("# "):
            made = [_question(line, lists, chance) for _ in range(2 * OF_PATTERN)]
            for question in list(dict.fromkeys(made))[:OF_PATTERN]:
                yield question, intent


def _question(pattern: str, lists: dict[str, list[str]], chance: random.Random) -> str:
    while choice := re.search(r"\{([^{}]*)\}", pattern):
        chosen = chance.choice(choice[1].split("|"))
        pattern = pattern[: choice.start()] + chosen + pattern[choice.end() :]
    names = re.compile("|".join(sorted(lists, key=len, reverse=True)))
    while names.search(pattern):  # a list may name another one
        pattern = names.sub(lambda name: chance.choice(lists[name[0]]), pattern)
    question = " ".join(pattern.split()) + chance.choice(["?", "", ""])
    return chance.choice([question, question, question.lower()])


def is_held_out(question: str) -> bool:
    """Tell whether a question belongs to the third that is not fitted to."""
    return int(hashlib.sha256(question.lower().encode()).hexdigest(), 16) % 3 == 0


def default_embed() -> Embed:
    """Return what gives questions their vectors ``(n, 384)``."""
    embedder = load_embedder(DEFAULT_EMBEDDING)
    return lambda texts: np.array([embedder.embed_query(text) for text in texts])


def fitted(rows: Sequence[Example], vectors: np.ndarray) -> Weights:
    """Return the weights fitted to examples and their questions' vectors ``(n, 384)``."""
    columns, table = cue_table(rows)
    order, full = _regression(np.hstack([VECTOR_SCALE * vectors, table]), rows)
    _, alone = _regression(table, rows)
    return Weights(intents=order, cues=columns, full=full, cues_alone=alone)


def fitted_to_cues(rows: Sequence[Example]) -> np.ndarray:
    """Return the weights of the cues alone, which need no vectors."""
    # Hardly a twentieth of the values is not 0.
    return _regression(csr_array(cue_table(rows)[1]), rows)[1]


def cue_table(rows: Sequence[Example]) -> tuple[dict[str, int], np.ndarray]:
    """Return the columns of the cues that are frequent enough, and the examples' values."""
    counted = Counter(cue for question, _ in rows for cue in cues(question))
    known = sorted(cue for cue, count in counted.items() if count >= FEWEST)
    columns = {cue: number for number, cue in enumerate(known)}
    return columns, np.array([cue_features(question, columns) for question, _ in rows])


def _regression(
    table: np.ndarray | csr_array, rows: Sequence[Example]
) -> tuple[tuple[Intent, ...], np.ndarray]:
    intents = [str(intent) for _, intent in rows]
    model = LogisticRegression(C=STRENGTH, max_iter=2_000, tol=1e-5).fit(table, intents)
    weights = np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float16)
    return tuple(map(Intent, model.classes_)), weights.astype(np.float32)


def write(weights: Weights) -> None:
    """Ship the weights."""
    np.savez_compressed(
        WEIGHTS,
        intents=np.array([str(intent) for intent in weights.intents]),
        cues=np.array(list(weights.cues)),
        full=weights.full.astype(np.float16),
        cues_alone=weights.cues_alone.astype(np.float16),
    )


def report(
    rows: Sequence[Example], vectors: np.ndarray, weights: Weights, *, with_wrong: bool = False
) -> None:
    """Print how often the intents are right, with the vector and by the shape alone."""
    full = [guess(row[0], vector, weights) for row, vector in zip(rows, vectors, strict=True)]
    alone = [guess(question, None, weights) for question, _ in rows]
    print(f"{'intent':14} {'n':>4} {'right':>6} {'shape':>6}  taken for")
    for intent in (*Intent, None):
        own = [n for n, row in enumerate(rows) if intent in (row[1], None)]
        right = [sum(each[n].intent is rows[n][1] for n in own) for each in (full, alone)]
        wrong = Counter(str(full[n].intent) for n in own if full[n].intent is not rows[n][1])
        shares = " ".join(f"{count / max(1, len(own)):6.3f}" for count in right)
        print(f"{intent or 'all':14} {len(own):4} {shares}  {dict(wrong) if intent else ''}")
    for (question, intent), taken in zip(rows, full, strict=True):
        if with_wrong and taken.intent is not intent:
            print(f"  {intent} as {taken.intent} {taken.confidence:.2f}: {question}")


def folds(rows: Sequence[Example], vectors: np.ndarray, made: Sequence[Example], own: np.ndarray):
    """Print each fifth of the examples as taken by weights fitted to the others and ``made``."""
    fold = np.random.default_rng(1).permutation(len(rows)) % FOLDS
    for number in range(FOLDS):
        inside = [*(row for row, one in zip(rows, fold, strict=True) if one != number), *made]
        weights = fitted(inside, np.vstack([vectors[fold != number], own]))
        outside = [row for row, one in zip(rows, fold, strict=True) if one == number]
        report(outside, vectors[fold == number], weights, with_wrong=True)


def main() -> None:
    """Fit, and measure or write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="fit to all and ship the weights")
    parser.add_argument("--folds", action="store_true", help="measure inside of what is fitted to")
    given = parser.parse_args()
    embed = default_embed()
    rows, made = examples(), patterned()
    vectors, of_made = (embed([question for question, _ in each]) for each in (rows, made))
    if given.write:
        write(fitted([*rows, *made], np.vstack([vectors, of_made])))
        count = f"{len(rows)} examples and {len(made)} of patterns"
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size:,} bytes from {count}")
        return
    held = np.array([is_held_out(question) for question, _ in rows])
    own = [row for row, out in zip(rows, held, strict=True) if not out]
    if given.folds:
        folds(own, vectors[~held], made, of_made)
        return
    weights = fitted([*own, *made], np.vstack([vectors[~held], of_made]))
    report([row for row, out in zip(rows, held, strict=True) if out], vectors[held], weights)


if __name__ == "__main__":
    main()
