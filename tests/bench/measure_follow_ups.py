"""Measures how follow-up questions are put for themselves, on CANARD's development part.

``PYTHONPATH=tests/bench python tests/bench/measure_follow_ups.py DEV_JSON [--show N]`` prints the
precision, recall and F1 of the words that are taken over from what was said before, the F1 of all
words beside the rewrite by people, and how many readings are that rewrite. ``--model`` adds the
same of the rules with the follow-up model, and the words that the model alone finds, from each of
several probabilities on, and what it takes.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from training.files import read_json
from training.follow_up_sets import scores

from rag.answers import Answer, Turn
from rag.conversation import standalone
from rag.conversation.carried_words import SHIPPED, CarriedWord, FollowUpModel
from rag.language.words.stopwords import content_stems


class Case(NamedTuple):
    """A question, the turns before it, and how people put it for itself."""

    question: str
    turns: tuple[Turn, ...]
    rewrite: str

    @property
    def said(self) -> str:
        """All that was said before, as one text."""
        return "\n".join(f"{turn.standalone_question} {turn.said}" for turn in self.turns)


def cases(path: Path) -> Iterator[Case]:
    """Yield the questions of the file, whose dialogues begin with the name of their subject."""
    dialogues: defaultdict[str, list[Turn]] = defaultdict(list)
    for record in read_json(path):
        turns, history = dialogues[record["QuAC_dialog_id"]], record["History"]
        if turns:  # The answer to the question before is the last thing that was said.
            turns[-1] = _turn(turns[-1].question, turns[-1].standalone_question, history[-1])
        else:
            turns.append(_turn(history[0], history[0], ""))
        yield Case(record["Question"], tuple(turns), record["Rewrite"])
        turns.append(_turn(record["Question"], record["Rewrite"], ""))


def _turn(question: str, standalone_question: str, answer: str) -> Turn:
    return Turn.of(
        Answer(
            question=question,
            standalone_question=standalone_question,
            answered=bool(answer),
            text=answer,
            confidence=1.0,
            model="people",
        )
    )


def taken(text: str, case: Case) -> frozenset[str]:
    """Return the stems of a reading that stand in what was said and not in the question."""
    new = set(content_stems(text)) - set(content_stems(case.question))
    return frozenset(new & set(content_stems(case.said)))


def word_f1(text: str, wanted: str) -> float:
    """Return the F1 of the words of two texts, each counted as often as it stands there."""
    one, other = (Counter(re.findall(r"\w+", each.lower())) for each in (text, wanted))
    shared = (one & other).total()
    return 2 * shared / max(1, one.total() + other.total())


def _measure_readings(every: Sequence[Case], model: FollowUpModel | None) -> list[tuple[Case, str]]:
    """Print how well questions are read, and return them with their readings."""
    pairs = [(case, standalone(case.question, case.turns, model=model)) for case in every]
    p, r, f1 = scores((taken(text, case), taken(case.rewrite, case)) for case, text in pairs)
    print(f"{len(every):,} questions; words taken over: P {p:.3f} R {r:.3f} F1 {f1:.3f}")
    alike = [word_f1(text, case.rewrite) for case, text in pairs]
    print(f"all words: F1 {sum(alike) / len(alike):.3f}; the rewrite itself: {alike.count(1.0):,}")
    return pairs


def _measure_model(every: Sequence[Case], model: FollowUpModel) -> None:
    weighed, seconds = [], []
    for case in every:
        said = [f"{turn.standalone_question} {turn.said}" for turn in reversed(case.turns)]
        began = time.perf_counter()
        weighed.append(model.weigh(case.question, said))
        seconds.append(time.perf_counter() - began)
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        found = (
            (taken(_text_of(words, least), case), taken(case.rewrite, case))
            for words, case in zip(weighed, every, strict=True)
        )
        p, r, f1 = scores(found)
        print(f"the model, from {least} on: P {p:.3f} R {r:.3f} F1 {f1:.3f}")
    print(f"median {sorted(seconds)[len(seconds) // 2] * 1000:.0f} ms a question")


def _text_of(words: Sequence[CarriedWord], least: float) -> str:
    return " ".join(word.text for word in words if word.probability >= least)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="readings to print")
    parser.add_argument("--most", type=int, default=10_000, help="questions, evenly chosen")
    parser.add_argument("--model", type=Path, nargs="?", const=SHIPPED, help="its folder")
    given = parser.parse_args()
    every = list(cases(given.dev))
    every = every[:: -(-len(every) // given.most)]
    pairs = _measure_readings(every, None)
    if given.model:
        model = FollowUpModel(given.model)
        pairs = _measure_readings(every, model)
        _measure_model(every, model)
    for case, text in random.Random(1).sample(pairs, min(given.show, len(pairs))):
        before = case.turns[-1]
        print(f"\n  {before.standalone_question} | {before.said[:150]}")
        print(f"  asked  {case.question}\n  people {case.rewrite}\n  read   {text}")


if __name__ == "__main__":
    main()
