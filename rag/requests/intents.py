"""The intent of a question, by weights that ``tests/bench/fit_intents.py`` fits to examples.

A logistic regression over the question's vector, which retrieval needs anyway, and the words and
pairs of words that ask. Where the library's model is another one than that the weights were
fitted for, a second set decides by the words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rag.requests.request import Intent

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS_FILE = "intents.npz"
VECTOR_LENGTH = 384
"""Of the default embedding model; the weights are fitted to its vectors."""

WORD_SCALE = 0.35
"""What a word that is there counts; a vector of length 1 has smaller parts."""

_WORD = re.compile(r"<quoted>|[^\W_]+(?:['’][^\W_]+)?|[?]")
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{2,}[\"”“»]")
_FEW, _MANY = 3, 12
"""Words of a short question, and of a long one."""

_EMPTY = re.compile(
    r"^(?:(?:and|but|so|ok|well|then|just|huh|hm+|eh)\W+)*"
    r"(?:who|whom|what|when|where|why|which|how|how many|how much|how long|how often|how come|huh"
    r"|is it|are you|really|so|then|and|it|this|that|\W*)\W*$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|hey there|hi there|hello there|good (?:morning|afternoon|evening|night)"
    r"|good day|thanks?|thank you"
    r"|thanks a lot|many thanks|thx|cheers|bye|goodbye|ok|okay|great|cool|nice"
    r"|perfect|test|testing|help|yo|greetings|welcome)"
    r"(?: (?:again|all|so much|very much|everyone))?"
    r"\W*$",
    re.IGNORECASE,
)


class Guess(NamedTuple):
    """An intent and how likely it is."""

    intent: Intent
    confidence: float


@dataclass(frozen=True, eq=False)
class Weights:
    """What was fitted: ``n`` intents, ``f`` words that ask, vectors of length ``d``."""

    intents: tuple[Intent, ...]
    words: dict[str, int]
    """A word, or pair of words, to its column."""
    full: NDArray[np.float32]
    """``(n, d + f + 1)``: for the vector, the words, and a constant."""
    wordy: NDArray[np.float32]
    """``(n, f + 1)``: for the words alone."""


def certain_intent(question: str) -> Guess | None:
    """Return the intent of what needs no weighing: greetings, and question words alone."""
    if _EMPTY.match(question) or _GREETING.match(question):
        return Guess(Intent.TALK, 1.0)
    return None


def guess(
    question: str, vector: NDArray[np.float32] | None, weights: Weights | None = None
) -> Guess:
    """Return the likeliest intent; ``vector`` ``(384,)`` is of the model that was fitted for."""
    weights = weights or shipped_weights()
    row = word_features(question, weights.words)
    if vector is None:
        scores = weights.wordy @ np.append(row, 1)
    else:
        scores = weights.full @ np.concatenate([vector, row, [1]])
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    best = int(likely.argmax())
    return Guess(weights.intents[best], float(likely[best]))


def word_features(question: str, columns: dict[str, int]) -> NDArray[np.float32]:
    """Return ``(len(columns),)``: what is there of the words and pairs."""
    row = np.zeros(len(columns), dtype=np.float32)
    for cue in cues(question):
        if cue in columns:
            row[columns[cue]] = WORD_SCALE
    return row


def cues(question: str) -> list[str]:
    """Return the words of a question, its pairs and beginning, and its length, as names."""
    tokens: Sequence[str] = _WORD.findall(_QUOTED.sub(" <quoted> ", question).lower())
    tokens = [token.replace("’", "'") for token in tokens if token != "?"]
    begun = [f"^{' '.join(tokens[:length])}" for length in (1, 2, 3)]
    length = "short" if len(tokens) <= _FEW else "long" if len(tokens) >= _MANY else "medium"
    pairs = [" ".join(pair) for pair in pairwise(tokens)]
    return [*tokens, *pairs, *begun, f"#{length}"]


@cache
def shipped_weights() -> Weights:
    """Return the weights that came with the program."""
    with files(__package__).joinpath(WEIGHTS_FILE).open("rb") as file, np.load(file) as kept:
        return Weights(
            intents=tuple(map(Intent, kept["intents"].tolist())),
            words={word: column for column, word in enumerate(kept["words"].tolist())},
            full=kept["full"].astype(np.float32),
            wordy=kept["wordy"].astype(np.float32),
        )
