"""Fit the weights with a reader in ``rag/answering/extractive/ranking.py``, and say how they do.

    python tests/bench/fit_confidence.py READER --set LIBRARY QUESTIONS WEIGHT [--set ...]

``LIBRARY`` is indexed already, ``QUESTIONS`` a test set of ours, ``WEIGHT`` what a question of it
counts. The sentence model is a softmax over a question's sentences; the confidence is fitted to
whether the best sentence holds an accepted answer, which is stricter than whether there is one.
Figures are of five folds, each by weights of the other four. The cost is that of the grades: a
wrong "answered" costs three, "possible" one, and a refusal of what the articles answer two.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_extractive import SENTENCE, stands_in
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

from index.library import Library
from index.settings import IndexSettings, Location
from rag.answering.extractive.candidates import FEATURES
from rag.answering.extractive.question import parse_question
from rag.answering.extractive.ranking import READ_FEATURES
from rag.answering.extractive.scorer import PASSAGES, Scorer
from rag.evaluation import load_cases
from rag.reader import Reader
from rag.reader.sources import load_reader
from rag.retrieval import retrieve
from rag.retrieval.idf import Idf

NAMES = (*FEATURES, *READ_FEATURES)
CHOOSING = (*SENTENCE, "span", "answerable", "unread")
CONFIDENCE = (
    "answerable",
    "margin",
    "agree",
    "coverage",
    "window_coverage",
    "missing",
    "window_missing",
    "names_missing",
    "window_cosine",
    "type_absent",
    "proximity",
    "cosine",
)
GRADES = ((0.35, 0.15), (0.40, 0.15), (0.43, 0.15), (0.50, 0.15), (0.50, 0.20))
"""Confidences from which a sentence is the answer, and from which it may be."""

SHRINKING = 0.01


@dataclass(frozen=True)
class Asked:
    """A question's sentences: features ``(n, f)``, and whether each holds the answer ``(n,)``."""

    table: np.ndarray
    right: np.ndarray
    answerable: bool
    group: str
    weight: float


@dataclass(frozen=True)
class Model:
    """The fitted weights, over ``NAMES`` and over ``CONFIDENCE``."""

    sentence: np.ndarray
    confidence: np.ndarray
    bias: float

    def order(self, one: Asked) -> np.ndarray:
        return np.argsort(-(one.table @ self.sentence), kind="stable")

    def confidence_of(self, one: Asked) -> float:
        odds = best_row(one, self.sentence) @ self.confidence + self.bias
        return float(1 / (1 + np.exp(-odds)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader")
    parser.add_argument("--set", nargs=3, action="append", required=True, dest="sets")
    parser.add_argument("--tag", default="tune", help="of the questions of a set that has any")
    given = parser.parse_args()
    reader = load_reader(given.reader)
    asked = [
        one
        for library, questions, weight in given.sets
        for one in gather(Path(library), Path(questions), float(weight), reader, given.tag)
    ]
    report(asked)
    model = fit(asked)
    print("sentence", {n: round(float(model.sentence[NAMES.index(n)]), 2) for n in CHOOSING})
    print("answered", dict(zip(CONFIDENCE, np.round(model.confidence, 2).tolist(), strict=True)))
    print("bias", round(model.bias, 2))


def gather(folder: Path, questions: Path, weight: float, reader: Reader, tag: str) -> list[Asked]:
    """Return what a library holds for each question of a set."""
    every = [case for case in load_cases(questions) if not case.history]
    cases = [case for case in every if tag in case.tags] or every
    with Library(Location(directory=folder), IndexSettings()) as library:
        scorer = Scorer(lambda: library.embedder, term_weight=Idf(library), reader=lambda: reader)
        found: list[Asked] = []
        for case in cases:
            question = parse_question(case.question)
            hits = retrieve(library, case.question, top_k=PASSAGES).hits
            if not (candidates := scorer.candidates([question], hits)):
                continue
            table = scorer.score(question, candidates).table
            right = [stands_in(one.understood, case.answers) for one in candidates]
            found.append(
                Asked(table, np.array(right), case.answerable, questions.parent.name, weight)
            )
    return found


def fit(asked: Sequence[Asked]) -> Model:
    """Return the weights that fit these questions."""
    sentence = np.zeros(len(NAMES))
    columns = [NAMES.index(name) for name in CHOOSING]
    sentence[columns] = fit_sentences(asked, columns)
    best = np.array([best_row(one, sentence) for one in asked])
    right = np.array([one.right[int(np.argmax(one.table @ sentence))] for one in asked])
    mean, spread = best.mean(axis=0), best.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=0.3, max_iter=3_000).fit(
        (best - mean) / spread, right, sample_weight=[one.weight for one in asked]
    )
    weights = fitted.coef_[0] / spread
    return Model(sentence, weights, float(fitted.intercept_[0] - weights @ mean))


def fit_sentences(asked: Sequence[Asked], columns: list[int]) -> np.ndarray:
    """Return weights that make the right sentences likely among all of a question."""
    listed = [(one.table[:, columns], one.right, one.weight) for one in asked if one.right.any()]
    spread = np.vstack([table for table, _, _ in listed]).std(axis=0) + 1e-6
    total = sum(weight for _, _, weight in listed)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = SHRINKING * float(weights @ weights), 2 * SHRINKING * weights
        for table, right, weight in listed:
            scaled = table / spread
            scores = scaled @ weights
            value += weight / total * float(logsumexp(scores) - logsumexp(scores[right]))
            likely, wanted = softmax(scores), softmax(scores[right])
            slope = slope + weight / total * (likely @ scaled - wanted @ scaled[right])
        return value, slope

    return minimize(loss, np.zeros(len(columns)), jac=True).x / spread


def best_row(one: Asked, sentence: np.ndarray) -> np.ndarray:
    """Return the confidence's features of the best sentence."""
    row = one.table[int(np.argmax(one.table @ sentence))]
    return row[[NAMES.index(name) for name in CONFIDENCE]]


def report(asked: Sequence[Asked]) -> None:
    """Print, for each set, how questions fare that were not fitted on."""
    confidence = np.zeros(len(asked))
    first, three = np.zeros(len(asked), bool), np.zeros(len(asked), bool)
    for fitted, kept in KFold(5, shuffle=True, random_state=1).split(asked):
        model = fit([asked[at] for at in fitted])
        for at in kept:
            ranked = asked[at].right[model.order(asked[at])]
            confidence[at] = model.confidence_of(asked[at])
            first[at], three[at] = ranked[:1].any(), ranked[:3].any()
    answerable = np.array([one.answerable for one in asked])
    for name in dict.fromkeys(one.group for one in asked):
        own = np.array([one.group == name for one in asked])
        area = roc_auc_score(first[own], confidence[own])
        has = own & answerable
        print(
            f"{name}: {own.sum()} questions; best sentence right {first[has].mean():.3f}, one of"
            f" three {three[has].mean():.3f}; area of right {area:.3f}"
        )
        for answered_at, possible_at in GRADES:
            said = confidence >= answered_at
            perhaps = (confidence >= possible_at) & ~said
            refused = ~said & ~perhaps
            cost = 3 * (said & ~first) + perhaps + 2 * (refused & answerable)
            shares = (
                first[has & said].sum() / has.sum(),
                first[own & said].mean(),
                ((said & first) | (perhaps & three))[has].mean(),
            )
            print(
                f"  {answered_at}/{possible_at}: answered and right {shares[0]:.3f}, right among"
                f" answered {shares[1]:.3f}, shown {shares[2]:.3f}, cost {cost[own].mean():.3f}"
            )


if __name__ == "__main__":
    main()
