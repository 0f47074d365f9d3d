r"""Fit the weights in ``rag/answering/scoring.py`` and measure them on articles held out.

    python tests/bench/fit_extractive.py ../shared/data/squad/squad2-dev-half.json [READER] \
        --news seeds/articles seeds/questions.jsonl \
        --news ../shared/articles tests/bench/articles_questions.jsonl --tag tune

All paragraphs of the SQuAD 2.0 file become one library. Questions about its first ten articles are
fitted on, those about its last six are only measured on, with
``--test``. With a reader (a name or a folder, as
the setting takes them), only those two of the ten are fitted on that ours did not learn from. A
question cannot be answered where SQuAD says so (its paragraph misses the fact by a word), and where
every passage of its own Wikipedia article is taken away (the collection is about something else):
users ask both kinds. What news is asked is of another kind: a question of ``--news`` (those with
``--tag``, where a set has any with it) counts as much as ``NEWS`` of the others.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.library import Library
from index.library.writer import open_for_writing
from index.settings import IndexSettings, Location
from index.sync.embed import in_batches
from index.sync.update import update
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.answering.extractive.candidates import (
    FEATURES,
    Candidate,
    SentenceVectors,
    candidates_in,
    features,
)
from rag.answering.extractive.question import parse_question, split_questions
from rag.answering.extractive.ranking import PLAIN, READ_FEATURES, read_passages
from rag.answers import Hit
from rag.evaluation import Case, articles_of, load_cases
from rag.evaluation.metrics import contains_answer
from rag.pipeline import Pipeline
from rag.reader import Reader
from rag.reader.sources import load_reader
from rag.retrieval import retrieve
from rag.retrieval.idf import Idf

HELD_OUT = 6
NOT_LEARNT = 2
"""The last of the others are kept out of the reader's training, for its development."""

QUESTIONS = {"fit": 600, "held out": 500}
PASSAGES = 8
SENTENCE = (
    "cosine",
    "window_cosine",
    "coverage",
    "window_coverage",
    "missing",
    "adjacent",
    "proximity",
    "type_absent",
    "uncounted",
)
# Not the passage's score: it is relative to the collection, and changes nothing on articles held
# out, whatever its weight.
CONFIDENCE = (
    "cosine",
    "coverage",
    "window_coverage",
    "missing",
    "proximity",
    "type_absent",
    "uncounted",
)
# A reader has seen what the others stand for: with them, what is fitted on two of the sets does
# worse on the third.
READ_CONFIDENCE = ("answerable", "type_absent", "missing")

NEWS = 8
"""What a question about news weighs beside one about Wikipedia."""

SHRINKING = 0.01
"""Of the weights, in units of their features' spread."""


@dataclass(frozen=True)
class Names:
    """The columns of the tables, and which of them are fitted."""

    table: tuple[str, ...]
    sentence: tuple[str, ...]
    confidence: tuple[str, ...]

    def sentences(self, table: np.ndarray) -> np.ndarray:
        return table[..., [self.table.index(name) for name in self.sentence]]

    def confidences(self, table: np.ndarray) -> np.ndarray:
        return table[..., [self.table.index(name) for name in self.confidence]]


@dataclass(frozen=True)
class Asked:
    """A question's sentences: features ``(n, f)`` and whether each holds the answer ``(n,)``."""

    answerable: bool
    table: np.ndarray
    right: np.ndarray
    weight: float = 1.0


class Collection:
    """The library and what it takes to ask it quickly."""

    def __init__(self, library: Library, reader: Reader | None) -> None:
        self._library = library
        self._reader = reader
        self._term_weight = Idf(library)
        self._vectors = SentenceVectors()

    def ask(self, case: Case, *, without: str | None = None) -> Asked | None:
        """Return the sentences found for a case; ``without`` takes a Wikipedia article away."""
        hits = retrieve(self._library, case.question, top_k=60 if without else PASSAGES).hits
        if without:
            hits = tuple(hit for hit in hits if _group(hit.article.origin) != without)
            hits = tuple(replace(hit, score=hit.score / hits[0].score) for hit in hits[:PASSAGES])
        own = {evidence.article.rpartition("#")[2] for evidence in case.evidence}
        return self._asked(
            case.question,
            hits,
            answerable=case.answerable and not without,
            is_right=lambda one: (
                one.hit.article.origin.rpartition("#")[2] in own
                and bool(contains_answer(one.text, case.answers))
            ),
        )

    def ask_news(self, case: Case) -> Asked | None:
        """Return the sentences found for a case in which any article may answer."""
        answerer = ExtractiveAnswerer(lambda: self._library.embedder, term_weight=self._term_weight)
        pipeline = Pipeline(self._library, answerer, top_k=PASSAGES)
        asked = pipeline.answer(case.question, history=pipeline.replay(case.history))
        found = self._asked(
            split_questions(asked.standalone_question)[0],
            asked.passages,
            answerable=case.answerable,
            is_right=lambda one: stands_in(one.understood, case.answers),
        )
        return replace(found, weight=NEWS) if found else None

    def _asked(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        answerable: bool,
        is_right: Callable[[Candidate], bool],
    ) -> Asked | None:
        candidates = candidates_in(hits)
        if not candidates:
            return None
        embedder = self._library.embedder
        table = features(
            parse_question(question),
            candidates,
            question_vector=embedder.embed_query(question),
            vectors=self._vectors.embed([one.understood for one in candidates], embedder),
            term_weight=self._term_weight,
        )
        if self._reader is not None:
            found = read_passages(self._reader, question, candidates, PLAIN.scores(table))
            table = np.hstack([table, found.features])
        return Asked(answerable, table, np.array([is_right(one) for one in candidates]))


def stands_in(text: str, answers: Sequence[str]) -> bool:
    """Whether an accepted answer stands in a text to the letter, capitals apart."""
    flat = " ".join(text.split()).casefold()
    return any(answer.casefold() in flat for answer in answers)


def main(
    squad: Path,
    reader: Reader | None,
    *,
    news: Sequence[tuple[Path, Path]],
    tag: str,
    test: bool,
) -> None:
    names = Names(
        table=(*FEATURES, *(READ_FEATURES if reader else ())),
        sentence=(*SENTENCE, *(READ_FEATURES if reader else ())),
        confidence=READ_CONFIDENCE if reader else CONFIDENCE,
    )
    asked = of_squad(squad, reader, test=test)
    for articles, questions in news:
        asked[questions.name] = of_news(articles, questions, reader, tag)
    fitted = [one for name, found in asked.items() if name != "held out" for one in found]
    sentence = fit_sentences(fitted, names)
    weights, bias = fit_confidence(fitted, sentence, names)
    print("sentence  ", dict(zip(names.sentence, np.round(sentence, 2).tolist(), strict=True)))
    print("confidence", dict(zip(names.confidence, np.round(weights, 2).tolist(), strict=True)))
    print("bias      ", round(bias, 2))
    for name, found in asked.items():
        report(name, found, sentence, weights, bias, names)


def of_squad(squad: Path, reader: Reader | None, *, test: bool) -> dict[str, list[Asked]]:
    """Return the questions about SQuAD's paragraphs to fit on, and those held out."""
    with tempfile.TemporaryDirectory() as folder:
        location, settings = Location(directory=Path(folder)), IndexSettings()
        with open_for_writing(location, settings) as writer:
            writer.adopt_model()
            articles = ((article, str(squad)) for article in articles_of(squad) or ())
            for batch in in_batches(articles, writer.embedder, size=settings.passage_size):
                writer.put(batch)
        with Library(location, settings) as library:
            collection = Collection(library, reader)
            groups = json.loads(squad.read_text(encoding="utf-8"))["data"]
            fitted = groups[:-HELD_OUT]
            chosen = {
                "fit": fitted[-NOT_LEARNT:] if reader else fitted,
                "held out": groups[-HELD_OUT:],
            }
            return {
                name: gather(collection, squad, chosen[name], most)
                for name, most in QUESTIONS.items()
                if test or name == "fit"
            }


def of_news(articles: Path, questions: Path, reader: Reader | None, tag: str) -> list[Asked]:
    """Return the questions of a test set about a folder of articles."""
    cases = load_cases(questions)
    cases = [case for case in cases if tag in case.tags] or cases
    with tempfile.TemporaryDirectory() as folder:
        location, settings = Location(directory=Path(folder)), IndexSettings()
        list(update([articles], location, settings))
        with Library(location, settings) as library:
            collection = Collection(library, reader)
            found = [collection.ask_news(case) for case in cases]
    return [one for one in found if one is not None]


def gather(
    collection: Collection, squad: Path, groups: list[dict[str, Any]], most: int
) -> list[Asked]:
    """Return so many questions about these articles, and half as many with nothing to find."""
    titles = {
        qa["id"]: group["title"]
        for group in groups
        for paragraph in group["paragraphs"]
        for qa in paragraph["qas"]
    }
    cases = [case for case in load_cases(squad) if case.id in titles]
    random.Random(1).shuffle(cases)
    cases = cases[:most]
    away = [case for case in cases if case.answerable][: most // 2]
    found = [
        *(collection.ask(case) for case in cases),
        *(collection.ask(case, without=titles[case.id]) for case in away),
    ]
    return [one for one in found if one is not None]


def _group(origin: str) -> str:
    """Return the title of the Wikipedia article that a paragraph's origin names."""
    return origin.rpartition("#")[2].rpartition("/")[0]


def fit_sentences(asked: list[Asked], names: Names) -> np.ndarray:
    """Return weights that make the right sentences likely among all of a question (a softmax)."""
    listed = [(names.sentences(one.table), one.right, one.weight) for one in asked]
    listed = [one for one in listed if one[1].any()]
    spread = np.vstack([table for table, _, _ in listed]).std(axis=0) + 1e-6
    total = sum(weight for _, _, weight in listed)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = SHRINKING * float(weights @ weights), 2 * SHRINKING * weights
        for table, right, weight in listed:
            scaled = table / spread
            scores = scaled @ weights
            likely, wanted = softmax(scores), softmax(scores[right])
            value += weight / total * float(logsumexp(scores) - logsumexp(scores[right]))
            slope = slope + weight / total * (likely @ scaled - wanted @ scaled[right])
        return value, slope

    return minimize(loss, np.zeros(len(spread)), jac=True).x / spread


def best_of(one: Asked, sentence: np.ndarray, names: Names) -> np.ndarray:
    """Return the confidence's features of the best sentence."""
    return names.confidences(one.table[int(np.argmax(names.sentences(one.table) @ sentence))])


def fit_confidence(
    asked: list[Asked], sentence: np.ndarray, names: Names
) -> tuple[np.ndarray, float]:
    """Return weights and bias of the log odds of an answer, if half of the questions had one."""
    best = np.array([best_of(one, sentence, names) for one in asked])
    spread = best.std(axis=0) + 1e-6
    model = LogisticRegression(C=0.3, max_iter=2_000)
    answerable = np.array([one.answerable for one in asked])
    weights = np.array([one.weight for one in asked])
    for side in (answerable, ~answerable):
        weights[side] *= len(asked) / 2 / weights[side].sum()
    model.fit(best / spread, answerable, sample_weight=weights)
    return model.coef_[0] / spread, float(model.intercept_[0])


def report(
    name: str,
    asked: list[Asked],
    sentence: np.ndarray,
    weights: np.ndarray,
    bias: float,
    names: Names,
) -> None:
    answerable = [one for one in asked if one.answerable]
    ranked = [one.right[np.argsort(-(names.sentences(one.table) @ sentence))] for one in answerable]
    first = np.mean([right[:1].any() for right in ranked])
    three = np.mean([right[:3].any() for right in ranked])
    odds = [best_of(one, sentence, names) @ weights + bias for one in asked]
    truth = [one.answerable for one in asked]
    print(
        f"{name}: {len(asked)} questions, {len(answerable)} answerable; answer in the best sentence"
        f" {first:.3f}, in the best three {three:.3f}; ROC area of answerable"
        f" {roc_auc_score(truth, odds):.3f}"
    )
    for least in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        given = np.array(odds) > np.log(least / (1 - least))
        kept = np.mean(given[np.array(truth)])
        refused = np.mean(~given[~np.array(truth)])
        print(f"  least confidence {least}: answers {kept:.3f}, refuses {refused:.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("squad", type=Path)
    parser.add_argument("reader", nargs="?")
    parser.add_argument(
        "--news", nargs=2, type=Path, action="append", default=[], metavar=("ARTICLES", "QUESTIONS")
    )
    parser.add_argument("--tag", default="", help="only questions with it, in sets that have any")
    parser.add_argument("--test", action="store_true", help="measure on what is held out, too")
    given = parser.parse_args()
    main(
        given.squad,
        load_reader(given.reader) if given.reader else None,
        news=given.news,
        tag=given.tag,
        test=given.test,
    )
