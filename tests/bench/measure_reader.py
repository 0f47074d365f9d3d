"""SQuAD's official EM and F1 of a reader that is given each question's own paragraph.

    python tests/bench/measure_reader.py ../shared/data/squad [READER] [--part development]

``test`` is what no part of the training saw: the last six articles of the SQuAD 2.0 half, and the
XQuAD articles that are in neither half. ``development`` is the two articles before the six; the
threshold and the weights that turn a reading into "answerable" are fitted there, once.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from rag.evaluation.metrics import exact_match, token_f1
from rag.reader import Reader
from rag.reader.sources import load_reader
from rag.settings.declared import OUR_READER

DEVELOPMENT, TEST = slice(-8, -6), slice(-6, None)


@dataclass(frozen=True)
class Question:
    text: str
    title: str
    passage: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    question: Question
    prediction: str
    answerable: float
    span: float


def questions(path: Path, groups: slice, without: set[str]) -> Iterator[Question]:
    for group in json.loads(path.read_text(encoding="utf-8"))["data"][groups]:
        title = group["title"].replace("_", " ")
        if title in without:
            continue
        for paragraph in group["paragraphs"]:
            for qa in paragraph["qas"]:
                answers = tuple(answer["text"] for answer in qa["answers"])
                yield Question(qa["question"], title, paragraph["context"], answers)


def answer(reader: Reader, asked: Sequence[Question]) -> list[Answered]:
    found = []
    for one in asked:
        (reading,) = reader.read(one.text, [(one.title, one.passage)])
        span = reading.best()
        prediction = one.passage[span.start : span.end] if span else ""
        found.append(Answered(one, prediction, reading.answerable, span.score if span else -20.0))
    return found


def report(name: str, found: list[Answered], odds: np.ndarray, threshold: float) -> None:
    has = np.array([bool(one.question.answers) for one in found])
    given = [
        one.prediction if odd > threshold else "" for one, odd in zip(found, odds, strict=True)
    ]
    em = np.array([exact_match(g, o.question.answers) for g, o in zip(given, found, strict=True)])
    f1 = np.array([token_f1(g, o.question.answers) for g, o in zip(given, found, strict=True)])
    forced = np.mean(
        [token_f1(one.prediction, one.question.answers) for one in found if one.question.answers]
    )
    line = f"{name:28} n {len(found):5}  EM {em.mean():.3f}  F1 {f1.mean():.3f}"
    line += f"  HasAns F1 {f1[has].mean():.3f} (forced to answer {forced:.3f})"
    if not has.all():
        line += f"  NoAns {f1[~has].mean():.3f}  ROC area {roc_auc_score(has, odds):.3f}"
    print(line)


def features(found: list[Answered]) -> np.ndarray:
    return np.array([(one.answerable, max(-12.0, min(12.0, one.span))) for one in found])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("squad", type=Path)
    parser.add_argument("reader", nargs="?", default=OUR_READER)
    parser.add_argument("--part", choices=("development", "test"), default="test")
    parser.add_argument("--most", type=int, default=100_000, help="questions of a set")
    arguments = parser.parse_args()
    reader = load_reader(arguments.reader)
    half = arguments.squad / "squad2-dev-half.json"
    groups = [one["title"].replace("_", " ") for one in json.loads(half.read_text())["data"]]
    development = answer(reader, list(questions(half, DEVELOPMENT, set()))[: arguments.most])
    has = [bool(one.question.answers) for one in development]
    model = LogisticRegression(C=1.0).fit(features(development), has)
    odds = model.decision_function(features(development))
    threshold = best_threshold(development, odds)
    print(f"answerable, span: {np.round(model.coef_[0], 3)} {np.round(model.intercept_, 3)}")
    report("SQuAD 2.0 development", development, odds, threshold)
    if arguments.part == "development":
        return
    sets = {
        "SQuAD 2.0 last six articles": list(questions(half, TEST, set())),
        "XQuAD not in either half": list(
            questions(arguments.squad / "xquad.en.json", slice(None), set(groups))
        ),
    }
    for name, asked in sets.items():
        began = time.perf_counter()
        found = answer(reader, asked[: arguments.most])
        each = (time.perf_counter() - began) / len(found)
        report(name, found, model.decision_function(features(found)), threshold)
        print(f"{'':28} {1000 * each:.0f} ms a question of one paragraph")


def best_threshold(found: list[Answered], odds: np.ndarray) -> float:
    """Return the log odds above which to answer, for the best F1."""
    right = [token_f1(one.prediction, one.question.answers) for one in found]
    wrong = [token_f1("", one.question.answers) for one in found]
    thresholds = np.quantile(odds, np.linspace(0.05, 0.95, 37))
    f1 = [np.mean(np.where(odds > least, right, wrong)) for least in thresholds]
    return float(thresholds[int(np.argmax(f1))])


if __name__ == "__main__":
    main()
