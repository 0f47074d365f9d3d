"""Fit the weights with a reader in ``rag/answering/extractive/ranking.py``, and say how they do.

    python tests/bench/fit_confidence.py [READER] --set LIBRARY QUESTIONS WEIGHT [--set ...] \
        [--keep FILE] [--write]

``LIBRARY`` is indexed already, ``QUESTIONS`` a test set of ours, ``WEIGHT`` what a question of it
counts; ``kinds.jsonl``, made-up articles with near misses, is always there. Each question takes the
way of the command as far as the hits. With ``--keep`` what was read is kept, and read again only if
the file is not there; ``--write`` puts the weights into the module.

The sentence model is a softmax over a question's sentences; the confidence is fitted to whether
what would be written holds an accepted answer, by its words and numbers, which is stricter than
whether there is one. Figures are of five folds, each by weights of the other four. The cost is that
of ``rag.evaluation.outcomes``, which evaluations show too.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_extractive import stands_in
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

import rag.answering.extractive.ranking as ranking
from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from index.text.words import stems
from rag.answering import refused
from rag.answering.extractive.candidates import FEATURES
from rag.answering.extractive.question import parse_question
from rag.answering.extractive.scorer import PASSAGES, Scorer
from rag.answers import Asked as AskedRequest
from rag.answers import Composed, Hit
from rag.evaluation import Case
from rag.evaluation.outcomes import POSSIBLE_COST, REFUSAL_COST, WRONG_COST
from rag.language.numbers import numbers
from rag.language.words.stopwords import content_stems
from rag.pipeline import Pipeline
from rag.reader import Reader
from rag.reader.sources import load_reader
from rag.retrieval.idf import Idf

KINDS = Path(__file__).with_name("kinds.jsonl")
NAMES = (*FEATURES, *ranking.READ_FEATURES)
CHOOSING = (
    "cosine",
    "window_cosine",
    "coverage",
    "window_coverage",
    "missing",
    "adjacent",
    "proximity",
    "uncounted",
    "untold",
    "typed",
    "span",
    "answerable",
    "unread",
    "agree",
    "office_held",
    "elsewhere",
    "cell",
    "recent",
    "span_words",
)
# With more of them, what is fitted on four parts of the news does worse on the fifth.
CONFIDENCE = (
    "answerable",
    "margin",
    "agree",
    "vote",
    "typed",
    "window_coverage",
    "missing",
    "cosine",
    "titled",
    "untold",
    "span",
    "office_held",
    "elsewhere",
    "cell",
)
GRADES = ((0.35, 0.08), (0.40, 0.08), (0.45, 0.08), (0.50, 0.08), (0.60, 0.08))
"""Confidences from which a sentence is the answer, and from which it may be."""

SHRINKING = 0.02
CERTAIN = {"office_held": (3.0, 1.5), "elsewhere": (-2.0, -4.0)}
"""What they weigh at least, in the choice and in the confidence: that a sentence names who holds
the office asked for, or has an office or a measure of something else. That is too rare in the sets
to be fitted, and as good as certain."""
_AMOUNTS = frozenset(
    stems("one two three four five six seven eight nine ten hundred thousand million billion bn m")
)
_CLOSE = 1.0
"""How much less than the best a sentence may score and be written, or cited, too."""

_WRITTEN = 3


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

    def confidence_of(self, one: Asked) -> float:
        """Return the probability that the best sentence answers."""
        odds = best_row(one, self.sentence) @ self.confidence + self.bias
        return float(1 / (1 + np.exp(-odds)))


class Listener:
    """An answerer that keeps what it is asked."""

    name = "extractive"
    asked: AskedRequest | None = None
    hits: Sequence[Hit] = ()

    def stream(self, asked: AskedRequest, hits: Sequence[Hit]) -> Iterator[Composed]:
        """Keep the request and the hits, and refuse."""
        self.asked, self.hits = asked, hits
        yield refused(0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", nargs="?", default="dateline")
    parser.add_argument("--set", nargs=3, action="append", default=[], dest="sets")
    parser.add_argument("--tag", default="tune", help="of the questions of a set that has any")
    parser.add_argument("--keep", type=Path, help="what was read, for the next time")
    parser.add_argument("--write", action="store_true", help="put the weights into the module")
    given = parser.parse_args()
    if given.keep and given.keep.exists():
        asked = pickle.loads(given.keep.read_bytes())
    else:
        asked = read_sets(load_reader(given.reader), given.sets, given.tag)
        if given.keep:
            given.keep.write_bytes(pickle.dumps(asked))
    report(asked)
    model = fit(asked)
    print(written(model))
    if given.write:
        module = Path(ranking.__file__)
        text, times = re.subn(
            r"(?<=    features=\(\*FEATURES, \*READ_FEATURES\),\n).*?(?=    answered_at)",
            written(model),
            module.read_text(),
            flags=re.DOTALL,
        )
        if times != 1:
            raise SystemExit(f"{module} has no weights with a reader")
        module.write_text(text)


def read_sets(reader: Reader, sets: Sequence[Sequence[str]], tag: str) -> list[Asked]:
    """Return what the libraries hold for the questions of all sets, that of ``KINDS`` first."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, articles = Path(scratch, "library"), Path(scratch, "articles")
        cases = kinds(articles)
        list(update([articles], Location(directory=folder), IndexSettings()))
        found = gather(folder, cases, "kinds", 1.0, reader)
    for library, questions, weight in sets:
        group = Path(library).resolve().name
        found += gather(Path(library), cases_in(questions, tag), group, float(weight), reader)
    return found


def cases_in(questions: str, tag: str) -> list[Case]:
    """Return the cases of a file, those with the tag if any has it.

    Where the article that a quiz was made from is missing, another may still have its answer.
    """
    lines = map(json.loads, Path(questions).read_text(encoding="utf-8").splitlines())
    asked = [one for one in lines if not one.get("history")]
    tagged = [one for one in asked if tag in one.get("tags", ())]
    return [
        Case(
            id=str(number),
            question=one["question"],
            answers=tuple(one.get("answers", ())),
            answerable=one.get("answerable", True),
        )
        for number, one in enumerate(tagged or asked)
    ]


def kinds(folder: Path) -> list[Case]:
    """Write the articles of ``KINDS`` into ``folder``, and return the questions about them."""
    cases = []
    for line in KINDS.read_text(encoding="utf-8").splitlines():
        kind = json.loads(line)
        for name, text in kind["articles"].items():
            path = folder / kind["name"] / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        cases += [
            Case(
                id=f"{kind['name']}-{number}",
                question=one["question"],
                answers=tuple(one["answers"]),
                answerable=bool(one["answers"]),
            )
            for number, one in enumerate(kind["questions"])
        ]
    return cases


def gather(
    folder: Path, cases: Sequence[Case], group: str, weight: float, reader: Reader
) -> list[Asked]:
    """Return what a library holds for each question of a set."""
    with Library(Location(directory=folder), IndexSettings()) as library:
        scorer = Scorer(lambda: library.embedder, term_weight=Idf(library), reader=lambda: reader)
        listener = Listener()
        pipeline = Pipeline(library, listener, top_k=PASSAGES)
        found: list[Asked] = []
        for case in cases:
            listener.asked = None
            pipeline.answer(case.question)
            if listener.asked is None:  # the library itself has answered
                continue
            question = parse_question(listener.asked.request.full)
            candidates = scorer.candidates([question], listener.hits[:PASSAGES])
            if not candidates:
                continue
            table = scorer.score(question, candidates).table
            right = [holds(one.understood, case.answers) for one in candidates]
            found.append(Asked(table, np.array(right), case.answerable, group, weight))
    return found


def holds(sentence: str, answers: Sequence[str]) -> bool:
    """Return whether an accepted answer stands in a sentence, in other words or figures too."""
    if stands_in(sentence, answers):
        return True
    held, values = frozenset(stems(sentence)), {one.value for one in numbers(sentence)}
    for answer in answers:
        amounts = {one.value for one in numbers(answer)}
        rest = [one for one in content_stems(answer) if not (amounts and one in _AMOUNTS)]
        named = [one for one in rest if not one[0].isdigit()]
        if (amounts or named) and amounts <= values and held.issuperset(named):
            return True
    return False


def fit(asked: Sequence[Asked]) -> Model:
    """Return the weights that fit these questions."""
    sentence = np.zeros(len(NAMES))
    columns = [NAMES.index(name) for name in CHOOSING]
    sentence[columns] = fit_sentences(asked, columns)
    for name, (least, _) in CERTAIN.items():
        sentence[NAMES.index(name)] = at_least(least, sentence[NAMES.index(name)])
    best = np.array([best_row(one, sentence) for one in asked])
    right = np.array([is_written(one, sentence) for one in asked])
    mean, spread = best.mean(axis=0), best.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=0.3, max_iter=3_000).fit(
        (best - mean) / spread, right, sample_weight=[one.weight for one in asked]
    )
    weights = fitted.coef_[0] / spread
    for name, (_, least) in CERTAIN.items():
        weights[CONFIDENCE.index(name)] = at_least(least, weights[CONFIDENCE.index(name)])
    return Model(sentence, weights, float(fitted.intercept_[0] - weights @ mean))


def at_least(least: float, weight: float) -> float:
    """Return a weight, or ``least`` where that says more and the same way."""
    return float(max(least, weight) if least > 0 else min(least, weight))


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


def is_written(one: Asked, sentence: np.ndarray) -> bool:
    """Return whether the best sentence, or one that is close to it, holds the answer."""
    scores = one.table @ sentence
    order = np.argsort(-scores, kind="stable")[:_WRITTEN]
    return bool(one.right[order[scores[order] >= scores[order[0]] - _CLOSE]].any())


def report(asked: Sequence[Asked]) -> None:
    """Print, for each set, how questions fare that were not fitted on."""
    confidence = np.zeros(len(asked))
    first, said_right, three = (np.zeros(len(asked), bool) for _ in range(3))
    for fitted, kept in KFold(5, shuffle=True, random_state=1).split(asked):
        model = fit([asked[at] for at in fitted])
        for at in kept:
            ranked = asked[at].right[np.argsort(-(asked[at].table @ model.sentence), kind="stable")]
            confidence[at] = model.confidence_of(asked[at])
            first[at], three[at] = ranked[0], ranked[:_WRITTEN].any()
            said_right[at] = is_written(asked[at], model.sentence)
    answerable = np.array([one.answerable for one in asked])
    for name in dict.fromkeys(one.group for one in asked):
        own = np.array([one.group == name for one in asked])
        has = own & answerable
        print(
            f"{name}: {own.sum()} questions; best sentence right {first[has].mean():.3f}, one of"
            f" those written {said_right[has].mean():.3f}, one of three {three[has].mean():.3f};"
            f" area {roc_auc_score(said_right[own], confidence[own]):.3f},"
            f" ECE {calibration_error(confidence[own], said_right[own]):.3f}"
        )
        risks = coverage_risks(confidence[own], said_right[own])
        print("  risk at coverage " + ", ".join(f"{at:.0%}: {risk:.3f}" for at, risk in risks))
        for answered_at, possible_at in GRADES:
            said = confidence >= answered_at
            perhaps = (confidence >= possible_at) & ~said
            refused_too = ~said & ~perhaps & answerable
            cost = (
                WRONG_COST * (said & ~said_right)
                + POSSIBLE_COST * perhaps
                + REFUSAL_COST * refused_too
            )
            shares = (
                said_right[has & said].sum() / has.sum(),
                said_right[own & said].mean(),
                ((said & said_right) | (perhaps & three))[has].mean(),
            )
            print(
                f"  {answered_at}/{possible_at}: answered and right {shares[0]:.3f}, right among"
                f" answered {shares[1]:.3f}, shown {shares[2]:.3f}, cost {cost[own].mean():.3f}"
            )


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width (Naeini et al., 2015)."""
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            (at == number).mean()
            * abs(confidence[at == number].mean() - right[at == number].mean())
            for number in set(at.tolist())
        )
    )


def coverage_risks(confidence: np.ndarray, right: np.ndarray) -> list[tuple[float, float]]:
    """Return the share that is wrong of the surest 10, 25, 50, 75 and 100 %."""
    ranked = right[np.argsort(-confidence, kind="stable")]
    shares = (0.1, 0.25, 0.5, 0.75, 1.0)
    return [(one, float(1 - ranked[: max(1, round(one * len(ranked)))].mean())) for one in shares]


def written(model: Model) -> str:
    """Return the weights as the module has them."""
    weighed = {name: model.sentence[NAMES.index(name)] for name in CHOOSING}
    parts = {"sentence": weighed, "answered": dict(zip(CONFIDENCE, model.confidence, strict=True))}
    lines = []
    for part, weights in parts.items():
        shown = [f'        "{name}": {one:.2f},' for name, one in weights.items()]
        lines += [f"    {part}={{", *shown, "    },"]
    return "\n".join([*lines, f"    bias={model.bias:.2f},", ""])


if __name__ == "__main__":
    main()
