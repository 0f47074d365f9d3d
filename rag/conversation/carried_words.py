"""Carried words: which words of a conversation's history a follow-up question takes up.

A small model reads the question together with what was said before and gives each word of that a
probability, as QuReTeC does (Voskarides et al., 2020). ``CARD.md`` says what it learnt from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.cross_encoder.graph import ModelKind, PairGraph
from rag.language.words.stopwords import content_stems

SHIPPED = Path(__file__).parent / "model"
"""The folder of the model that comes with the package."""

FOLLOW_UP = ModelKind(stem="follow_up", title="follow-up model", hint="install Dateline again")

_WORD = re.compile(r"\w+(?:[.,]\d+)*")


@dataclass(frozen=True, kw_only=True)
class CarriedWord:
    """A word of what was said before, and whether the question takes it up."""

    text: str
    turn: int
    """Which of the texts that were said: 0 is the latest."""
    start: int
    """The word is ``said[turn][start:end]``."""
    end: int
    probability: float


class FollowUpModel:
    """Weighs the words of a history with the graph in ``folder``. Raises ReaderError."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        self._graph = PairGraph(folder, FOLLOW_UP)

    def weigh(self, question: str, said: Sequence[str]) -> list[CarriedWord]:
        """Return the words of ``said`` that carry meaning, in their order, with probabilities.

        ``said`` is what was said before, the latest first, as the model learnt it: each question
        as it stands alone, followed by its answer. Words beyond some 280 tokens are left out.
        """
        if not said:
            return []
        text = joined(said)
        pairs = self._graph.tokenizer.encode([(question, text)], skip=[0])
        [logits] = self._graph.run(pairs)[0]
        begins = np.cumsum([0, *(len(one) + 1 for one in said)])
        found = []
        for word, start, tokens in words_in(text, pairs.offsets[0], pairs.passage[0]):
            if not content_stems(word):
                continue
            turn = int(np.searchsorted(begins, start, side="right")) - 1
            start -= int(begins[turn])
            odds = float(logits[tokens].mean())
            found.append(
                CarriedWord(
                    text=word,
                    turn=turn,
                    start=start,
                    end=start + len(word),
                    probability=1 / (1 + float(np.exp(-odds))),
                )
            )
        return found

    def carried(self, question: str, said: Sequence[str]) -> dict[str, float]:
        """Return the stems of the words of ``said`` with their probabilities; see ``weigh``."""
        found: dict[str, float] = {}
        for word in self.weigh(question, said):
            for stem in content_stems(word.text):
                found[stem] = max(found.get(stem, 0.0), word.probability)
        return found


@cache
def follow_up_model() -> FollowUpModel:
    """Return the model that ships, loaded once. Raises ReaderError."""
    return FollowUpModel()


def joined(said: Sequence[str]) -> str:
    """Return what was said as the one text that the model reads beside the question."""
    return "\n".join(said)


def words_in(
    text: str, offsets: npt.NDArray[np.int64], read: npt.NDArray[np.bool_]
) -> Iterator[tuple[str, int, slice]]:
    """Yield the words of ``text`` that were read whole: each, where it begins, its tokens.

    ``offsets``, ``(tokens, 2)``, are the characters of a token; ``read`` says which are the text's.
    """
    own = np.flatnonzero(read)
    if not len(own):
        return
    starts, ends, first = offsets[own, 0], offsets[own, 1], int(own[0])
    for match in _WORD.finditer(text, 0, int(ends[-1])):
        begin = int(np.searchsorted(starts, match.start()))
        end = int(np.searchsorted(ends, match.end(), side="right"))
        if end > begin:
            yield match[0], match.start(), slice(first + begin, first + end)
