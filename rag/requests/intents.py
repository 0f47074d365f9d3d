"""The intent of a question, by weights that ``tests/bench/fit_intents.py`` fits to examples.

A logistic regression over the question's vector, which retrieval needs anyway, and the cues of its
shape. Where the library's model is another one than that the weights were fitted for, a second set
decides by the shape alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.text.words import listed
from rag.requests.request import Intent
from rag.requests.shapes import cues

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS_FILE = "intents.npz"
VECTOR_SCALE, RUN_SCALE = 2.5, 0.35
"""What a vector, and a run of a shape, count beside a trait, which counts 1."""

_EMPTY = listed(
    """
    who whom what when where why which how many much long often come huh is it so then and but ok
    well this that really just
    """
)
_GREETING = listed(
    """
    hi hello hey there good morning afternoon evening night day thanks thank you a lot many thx
    cheers bye goodbye ok okay great cool nice perfect test testing help yo greetings welcome again
    all so much very everyone
    """
)


class Guess(NamedTuple):
    """An intent and how likely it is."""

    intent: Intent
    confidence: float


@dataclass(frozen=True, eq=False)
class Weights:
    """What was fitted: ``n`` intents, ``f`` cues, vectors of length ``d``."""

    intents: tuple[Intent, ...]
    cues: dict[str, int]
    """What a question's shape may have, to its column."""
    full: NDArray[np.float32]
    """``(n, d + f + 1)``: for the vector, the cues, and a constant."""
    cues_alone: NDArray[np.float32]
    """``(n, f + 1)``: without the vector."""


def certain_intent(question: str) -> Guess | None:
    """Return the intent of what needs no weighing: greetings, and question words alone."""
    said = frozenset(re.findall(r"\w+", question.lower()))
    if said <= _EMPTY or said <= _GREETING:
        return Guess(Intent.TALK, 1.0)
    return None


def guess(
    question: str, vector: NDArray[np.float32] | None, weights: Weights | None = None
) -> Guess:
    """Return the likeliest intent; ``vector`` ``(384,)`` is of the model that was fitted for."""
    weights = weights or shipped_weights()
    row = cue_features(question, weights.cues)
    if vector is None:
        scores = weights.cues_alone @ np.append(row, 1)
    else:
        scores = weights.full @ np.concatenate([VECTOR_SCALE * vector, row, [1]])
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    best = int(likely.argmax())
    return Guess(weights.intents[best], float(likely[best]))


def cue_features(question: str, columns: dict[str, int]) -> NDArray[np.float32]:
    """Return ``(len(columns),)``: which of the known cues a question has."""
    row = np.zeros(len(columns), dtype=np.float32)
    for cue in cues(question):
        if cue in columns:
            row[columns[cue]] = 1 if cue.startswith("!") else RUN_SCALE
    return row


@cache
def shipped_weights() -> Weights:
    """Return the weights that came with the program."""
    with files(__package__).joinpath(WEIGHTS_FILE).open("rb") as file, np.load(file) as kept:
        return Weights(
            intents=tuple(map(Intent, kept["intents"].tolist())),
            cues={cue: column for column, cue in enumerate(kept["cues"].tolist())},
            full=kept["full"].astype(np.float32),
            cues_alone=kept["cues_alone"].astype(np.float32),
        )
