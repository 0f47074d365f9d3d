r"""Fit the weights of ``rag/requests/intents.py`` to the examples in ``intents.jsonl``.

    python tests/bench/fit_intents.py            # measures on a third that is held out
    python tests/bench/fit_intents.py --write    # fits to all examples and ships the weights

An example is a question as people type it, with its intent. Which third is held out depends on the
question's letters, so that it stays the same while examples are added. What is not certain by rule
is fitted: the core of the question, as ``rag.requests`` would embed it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

import rag.requests.intents
from index.embedding import load_embedder
from index.settings import DEFAULT_EMBEDDING
from rag.requests.core import clean, core
from rag.requests.intents import Weights, certain_intent, cues, guess, word_features
from rag.requests.request import Intent

HERE = Path(__file__).parent
EXAMPLES = HERE / "intents.jsonl"
WEIGHTS = Path(rag.requests.intents.__file__).with_name(rag.requests.intents.WEIGHTS_FILE)

FEWEST = 3
"""Examples with a word, or a pair, that has a weight."""
STRENGTH = 8.0
"""The inverse of the shrinking, as scikit-learn counts it."""

Example = tuple[str, Intent]
Embed = Callable[[Sequence[str]], np.ndarray]


def examples() -> list[Example]:
    """Return the questions' cores with their intents, those left to the weights."""
    rows = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    every = [(core(clean(row["question"]))[0], Intent(row["intent"])) for row in rows]
    return [(question, intent) for question, intent in every if not certain_intent(question)]


def is_held_out(question: str) -> bool:
    """Tell whether a question belongs to the third that is not fitted to."""
    return int(hashlib.sha256(question.lower().encode()).hexdigest(), 16) % 3 == 0


def default_embed() -> Embed:
    """Return what gives questions their vectors ``(n, 384)``."""
    embedder = load_embedder(DEFAULT_EMBEDDING)
    return lambda texts: np.array([embedder.embed_query(text) for text in texts])


def fitted(rows: Sequence[Example], vectors: np.ndarray) -> Weights:
    """Return the weights fitted to examples and their questions' vectors ``(n, 384)``."""
    counted = Counter(cue for question, _ in rows for cue in set(cues(question)))
    known = sorted(cue for cue, count in counted.items() if count >= FEWEST)
    columns = {cue: number for number, cue in enumerate(known)}
    words = np.array([word_features(question, columns) for question, _ in rows])
    intents = [str(intent) for _, intent in rows]
    order, full = _regression(np.hstack([vectors, words]), intents)
    _, wordy = _regression(words, intents)
    return Weights(intents=order, words=columns, full=full, wordy=wordy)


def _regression(table: np.ndarray, intents: list[str]) -> tuple[tuple[Intent, ...], np.ndarray]:
    model = LogisticRegression(C=STRENGTH, max_iter=2_000, tol=1e-6).fit(table, intents)
    weights = np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float16)
    return tuple(map(Intent, model.classes_)), weights.astype(np.float32)


def write(weights: Weights) -> None:
    """Ship the weights."""
    np.savez_compressed(
        WEIGHTS,
        intents=np.array([str(intent) for intent in weights.intents]),
        words=np.array(list(weights.words)),
        full=weights.full.astype(np.float16),
        wordy=weights.wordy.astype(np.float16),
    )


def report(rows: Sequence[Example], vectors: np.ndarray, weights: Weights) -> None:
    """Print how often the intents are right, with the vector and by the words alone."""
    print(f"{'intent':14} {'n':>4} {'right':>6} {'words':>6}  taken for")
    total = [0, 0]
    for intent in Intent:
        own = [number for number, row in enumerate(rows) if row[1] is intent]
        full = [guess(rows[n][0], vectors[n], weights).intent for n in own]
        wordy = [guess(rows[n][0], None, weights).intent for n in own]
        right = [each.count(intent) for each in (full, wordy)]
        total = [total[0] + right[0], total[1] + right[1]]
        wrong = Counter(str(one) for one in full if one is not intent)
        shares = [f"{count / max(1, len(own)):6.3f}" for count in right]
        print(f"{intent:14} {len(own):4} {' '.join(shares)}  {dict(wrong) or ''}")
    print(f"{'all':14} {len(rows):4} " + " ".join(f"{one / len(rows):6.3f}" for one in total))


def main() -> None:
    """Fit, and measure or write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="fit to all and ship the weights")
    parser.add_argument("--folds", action="store_true", help="measure inside of what is fitted to")
    given = parser.parse_args()
    rows = examples()
    vectors = default_embed()([question for question, _ in rows])
    held = np.array([is_held_out(question) for question, _ in rows])
    if given.write:
        write(fitted(rows, vectors))
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size:,} bytes from {len(rows)} examples")
        return
    own = [row for row, out in zip(rows, held, strict=True) if not out]
    if given.folds:
        folds(own, vectors[~held])
        return
    weights = fitted(own, vectors[~held])
    report([row for row, out in zip(rows, held, strict=True) if out], vectors[held], weights)


def folds(rows: Sequence[Example], vectors: np.ndarray, number: int = 5) -> None:
    """Print the same for each fifth of the examples by weights fitted to the others."""
    chosen = np.random.default_rng(1).permutation(len(rows)) % number
    for fold in range(number):
        inside = [row for row, one in zip(rows, chosen, strict=True) if one != fold]
        outside = [row for row, one in zip(rows, chosen, strict=True) if one == fold]
        weights = fitted(inside, vectors[chosen != fold])
        report(outside, vectors[chosen == fold], weights)
        for (question, intent), vector in zip(outside, vectors[chosen == fold], strict=True):
            said = guess(question, vector, weights)
            if said.intent is not intent:
                print(f"  {intent} as {said.intent} {said.confidence:.2f}: {question}")


if __name__ == "__main__":
    main()
