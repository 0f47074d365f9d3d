"""Which sentences an answer cites, and what it refuses, on questions about a folder of articles.

    python tests/bench/measure_answers.py ../shared/articles tests/bench/articles_questions.jsonl
    python tests/bench/measure_answers.py ... --tag look-once     one half of the questions only

A question is answered by a sentence if one of its accepted answers stands in it to the letter.
What the first citation quotes is the best sentence, refusals counting as misses; beside it stands
what it would be if nothing were refused. Refusal is scored on the questions without an answer.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fit_extractive import stands_in

from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.answering.extractive.answerer import ExtractiveAnswerer
from rag.answering.extractive.ranking import PLAIN, READ, Weights
from rag.answers import Answer
from rag.evaluation import Case, load_cases
from rag.pipeline import Pipeline
from rag.reader.sources import load_reader
from rag.retrieval.idf import Idf


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("reader", nargs="?")
    parser.add_argument("--tag", help="only questions with this tag")
    parser.add_argument("--failures", action="store_true", help="list what went wrong")
    asked = parser.parse_args()
    reader = load_reader(asked.reader) if asked.reader else None
    cases = [case for case in load_cases(asked.questions) if asked.tag in (None, *case.tags)]
    with tempfile.TemporaryDirectory() as folder:
        location, settings = Location(directory=Path(folder)), IndexSettings()
        list(update([asked.articles], location, settings))
        with Library(location, settings) as library:
            answerer = ExtractiveAnswerer(
                lambda: library.embedder, term_weight=Idf(library), reader=lambda: reader
            )
            willing = ExtractiveAnswerer(
                lambda: library.embedder,
                term_weight=Idf(library),
                reader=lambda: reader,
                weights=(_willing(PLAIN), _willing(READ)),
            )
            given, forced = (
                [_answer(Pipeline(library, one, top_k=8), case) for case in cases]
                for one in (answerer, willing)
            )
    report(cases, given, forced)
    if asked.failures:
        show_failures(cases, given, forced)


def _answer(pipeline: Pipeline, case: Case) -> Answer:
    return pipeline.answer(case.question, history=pipeline.replay(case.history))


def holds(answer: Answer, case: Case, *, most: int) -> bool:
    """Whether an accepted answer stands in the first ``most`` sentences cited."""
    quotes = " ".join(cited.quote for cited in answer.citations[:most])
    return stands_in(quotes, case.answers)


def report(cases: Sequence[Case], given: Sequence[Answer], forced: Sequence[Answer]) -> None:
    """Print the figures."""
    every = list(zip(cases, given, forced, strict=True))
    has = [one for one in every if one[0].answerable]
    lacks = [one for one in every if not one[0].answerable]
    for name, answers in (("given", 1), ("if nothing were refused", 2)):
        first, three = (
            sum(holds(one[answers], one[0], most=most) for one in has) / len(has) for most in (1, 3)
        )
        print(f"{name}: best sentence {first:.1%}, one of three {three:.1%} of {len(has)}")
    refused = [one for one in every if not one[1].answered]
    right = sum(not case.answerable for case, _, _ in refused)
    precision, recall = right / max(1, len(refused)), right / max(1, len(lacks))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    print(f"refusal: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} of {len(lacks)}")
    short = [one for one in has if one[1].short_answer]
    hits = sum(
        any(
            accepted.casefold() in (answer.short_answer or "").casefold()
            or (answer.short_answer or "").casefold() in accepted.casefold()
            for accepted in case.answers
        )
        for case, answer, _ in short
    )
    print(f"short answers: {len(short)} given, {hits} of them right")


def show_failures(cases: Sequence[Case], given: Sequence[Answer], forced: Sequence[Answer]) -> None:
    """Print the questions that were answered or refused wrongly, with what was or would be said."""
    for case, answer, anyway in zip(cases, given, forced, strict=True):
        if (not holds(answer, case, most=1)) if case.answerable else answer.answered:
            verdict = "answered" if answer.answered else "refused"
            print(f"\n{answer.standalone_question} -> {case.answers or 'nothing'}")
            print(f"  {verdict} at {answer.confidence:.2f} ({answer.short_answer}): {anyway.text}")


def _willing(weights: Weights) -> Weights:
    """Return weights that never refuse."""
    return replace(weights, answered_at=0.0)


if __name__ == "__main__":
    main()
