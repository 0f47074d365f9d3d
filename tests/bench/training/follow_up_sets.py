"""Reads the sets of follow-up questions: what was said before, and what of it a question takes up.

As in QuReTeC (Voskarides et al., 2020) a rewrite by people is not learnt word by word: learnt is
which words of the history stand in it and not in the question.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.files import opened, read_json

from rag.language.words.stopwords import content_stems

_WORD = re.compile(r"[^\W_][\w'’-]*")


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A question in a conversation, and how people put it for itself."""

    question: str
    history: tuple[str, ...]
    """What was said before, the latest first: each question put for itself, before its answer."""
    rewrite: str
    source: str

    @property
    def wanted(self) -> frozenset[str]:
        """The stems of the history's words that the question takes up."""
        taken = set(content_stems(self.rewrite)) - set(content_stems(self.question))
        return frozenset(taken & set(content_stems("\n".join(self.history))))


@dataclass(frozen=True, kw_only=True)
class _Turn:
    question: str
    rewrite: str
    answer: str = ""


def all_follow_ups(train: Path) -> Iterator[FollowUp]:
    """Yield the training part of every set in the folder ``train``."""
    yield from canard_train(train / "rewrite-canard")
    yield from tables(train / "rewrite-followup" / "train.tsv")
    for path in sorted((train / "rewrite-ikat").glob("*.json")):
        yield from assistant_talk(path)
    for path in sorted((train / "rewrite-cqr-kvret").glob("*.json")):
        yield from car_talk(path)
    yield from restaurants(train / "rewrite-gecor" / "CamRest676_annotated.json")


def canard_train(folder: Path) -> Iterator[FollowUp]:
    """Yield CANARD's training part, whose answers are kept as their nouns only."""
    questions, rewrites, nouns = (
        _keyed(folder / f"train.{name}.tsv.gz") for name in ("question", "rewrite", "answer.tokens")
    )
    dialogues: defaultdict[str, list[_Turn]] = defaultdict(list)
    for key, question in questions.items():
        answer = nouns.get(key, "").replace(" | ", " ")
        turn = _Turn(question=question, rewrite=rewrites[key], answer=answer)
        dialogues[key.partition("#")[0]].append(turn)
    for turns in dialogues.values():
        yield from _of_dialogue(turns, title=_likely_title(turns[0]), source="canard")


def canard_dev(path: Path) -> Iterator[FollowUp]:
    """Yield CANARD's development part; its history has the article's title and the answers."""
    dialogues: defaultdict[str, list[_Turn]] = defaultdict(list)
    titles: dict[str, str] = {}
    for record in read_json(path):
        key, history = record["QuAC_dialog_id"], record["History"]
        titles[key] = history[0]
        turns = dialogues[key]
        if turns:  # The answer to the question before is the last thing that was said.
            turns[-1] = _Turn(
                question=turns[-1].question, rewrite=turns[-1].rewrite, answer=history[-1]
            )
        turns.append(_Turn(question=record["Question"], rewrite=record["Rewrite"]))
    for key, turns in dialogues.items():
        yield from _of_dialogue(turns, title=titles[key], source="canard")


def tables(path: Path) -> Iterator[FollowUp]:
    """Yield FollowUp's questions on tables: one before, one that follows, its restatement."""
    with opened(path) as lines:
        for before, question, rewrite, *_ in csv.reader(lines, delimiter="\t", quoting=3):
            yield FollowUp(question=question, history=(before,), rewrite=rewrite, source="tables")


def assistant_talk(path: Path) -> Iterator[FollowUp]:
    """Yield TREC iKAT's turns."""
    for dialogue in read_json(path):
        turns = [
            _Turn(
                question=turn.get("utterance") or turn["user_utterance"],
                rewrite=turn["resolved_utterance"],
                answer=turn["response"][:300],
            )
            for turn in dialogue.get("turns") or dialogue["responses"]
            if turn.get("resolved_utterance")
        ]
        yield from _of_dialogue(turns, title=dialogue["title"], source="ikat")


def car_talk(path: Path) -> Iterator[FollowUp]:
    """Yield CQR's requests in a car, put together from what the driver said over several turns."""
    for record in read_json(path):
        said: list[str] = []
        for turn in record["dialogue"]:
            rewrite = turn.get("reformulation", {}).get("reformulated_utt")
            if rewrite and len(said) > 1:
                history = tuple(reversed(said[:-1]))
                yield FollowUp(question=said[-1], history=history, rewrite=rewrite, source="cqr")
            said.append(turn["data"]["utterance"])


def restaurants(path: Path) -> Iterator[FollowUp]:
    """Yield GECOR's requests for restaurants, with what was left out of them restored."""
    for record in read_json(path):
        said: list[str] = []
        for turn in record["dial"]:
            asked, whole = turn["usr"], turn["usr"]["transcript_complete"]
            for short in ("transcript_with_ellipsis", "transcript_with_coreference"):
                if said and asked[short]:
                    history = tuple(reversed(said))
                    yield FollowUp(
                        question=asked[short], history=history, rewrite=whole, source="gecor"
                    )
            said.append(f"{whole} {turn['sys']['sent']}")


def _of_dialogue(turns: list[_Turn], *, title: str, source: str) -> Iterator[FollowUp]:
    said: list[str] = [title] if title else []
    for turn in turns:
        if said:
            yield FollowUp(
                question=turn.question,
                history=tuple(reversed(said)),
                rewrite=turn.rewrite,
                source=source,
            )
        said.append(f"{turn.rewrite} {turn.answer}".strip())


def _likely_title(first: _Turn) -> str:
    """Return the names that a first question's rewrite has and it has not."""
    known = set(content_stems(first.question))
    new = [word for word in _WORD.findall(first.rewrite) if word[0].isupper()]
    return " ".join(word for word in new if not known.issuperset(content_stems(word)))


def _keyed(path: Path) -> dict[str, str]:
    with opened(path) as lines:
        rows = (line.rstrip("\r\n").partition("\t") for line in lines)
        return {key: text for key, _, text in rows}


def scores(
    found: Iterable[tuple[frozenset[str], frozenset[str]]],
) -> tuple[float, float, float]:
    """Return precision, recall and F1 of stems, of pairs of what was found and what was wanted."""
    pairs = list(found)
    right = sum(len(one & other) for one, other in pairs)
    precision = right / max(1, sum(len(one) for one, _ in pairs))
    recall = right / max(1, sum(len(other) for _, other in pairs))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
