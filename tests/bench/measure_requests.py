"""What becomes of questions as a user asks them: answered, possible or refused, right or wrong.

    python tests/bench/measure_requests.py QUESTIONS.jsonl --articles FOLDER [--library DIR]

The command itself is asked (``rag ask --batch``), so that nothing is measured that a user does not
get. A sentence is right if an accepted answer stands in it to the letter, among the first three
cited. ``possible`` counts as half an answer: right if one of its candidates is. Cost is that of
``rag.evaluation.outcomes``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fit_extractive import stands_in

from rag.evaluation.outcomes import POSSIBLE_COST, REFUSAL_COST, WRONG_COST

Json = dict[str, Any]

_RAG = [sys.executable, "-m", "rag"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A question, the answer's JSON, and what became of it."""

    case: Json
    answer: Json

    @property
    def grade(self) -> str:
        return self.answer.get("grade") or ("answered" if self.answer["answered"] else "none")

    @property
    def answers(self) -> list[str]:
        return self.case.get("answers") or []

    @property
    def answerable(self) -> bool:
        return self.case.get("answerable", bool(self.answers))

    @property
    def right(self) -> bool:
        quotes = [one["quote"] for one in self.answer["citations"][:3]]
        for candidate in self.answer.get("candidates") or ():
            quotes += [one["quote"] for one in candidate["citations"]]
        return stands_in(" ".join(quotes), self.answers)

    @property
    def passage_rank(self) -> int | None:
        """The rank of the first passage that holds an accepted answer."""
        for passage in self.answer["passages"]:
            if stands_in(passage["text"], self.answers):
                return passage["rank"]
        return None

    @property
    def kind(self) -> str:
        if self.grade == "none":
            return "refused"
        return f"{self.grade}, {'right' if self.right and self.answerable else 'wrong'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--articles", type=Path, nargs="+", help="indexed where they are not yet")
    parser.add_argument("--library", type=Path, help="kept, for the next time")
    parser.add_argument("--tag", help="only questions with this tag")
    parser.add_argument("--answerable", action="store_true", help="only those with an answer")
    parser.add_argument("--failures", action="store_true", help="list what went wrong")
    asked = parser.parse_args()
    cases = [json.loads(line) for line in asked.questions.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if asked.tag in (None, *case.get("tags", ()))]
    if asked.answerable:
        cases = [case for case in cases if case.get("answerable", True)]
    with tempfile.TemporaryDirectory() as scratch:
        library = asked.library or Path(scratch, "library")
        if asked.articles:
            _run("index", *asked.articles, "--library", library)
        answers = _ask(cases, library, Path(scratch, "questions.jsonl"))
    outcomes = [Outcome(case=case, answer=answers[case["id"]]) for case in cases]
    report(outcomes)
    if asked.failures:
        show_failures(outcomes)


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the figures."""
    for name, group in (
        ("answerable", [one for one in outcomes if one.answerable]),
        ("without an answer", [one for one in outcomes if not one.answerable]),
    ):
        if not group:
            continue
        kinds = Counter(one.kind for one in group)
        print(
            f"{len(group)} {name}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
        )
        if name == "answerable":
            _report_answerable(group, kinds)
    cost = sum(
        WRONG_COST * (one.kind == "answered, wrong")
        + POSSIBLE_COST * (one.grade == "possible")
        + REFUSAL_COST * (one.kind == "refused" and one.answerable)
        for one in outcomes
    )
    print(f"cost {cost / len(outcomes):.3f} a question")


def _report_answerable(group: Sequence[Outcome], kinds: Counter[str]) -> None:
    said = kinds["answered, right"] + kinds["answered, wrong"]
    shown = kinds["answered, right"] + kinds["possible, right"]
    for rank in (1, 5):
        there = sum((one.passage_rank or 99) <= rank for one in group)
        print(f"  the answer stands in the first {rank} passages: {there / len(group):.1%}")
    print(
        f"  answered and right {kinds['answered, right'] / len(group):.1%},"
        f" right among answered {kinds['answered, right'] / max(1, said):.1%},"
        f" right in answered or possible {shown / len(group):.1%}"
    )


def show_failures(outcomes: Sequence[Outcome]) -> None:
    """Print the questions that were answered or refused wrongly, and what was said."""
    for one in outcomes:
        if one.kind == "answered, right" or (one.kind == "refused" and not one.answerable):
            continue
        print(f"\n{one.case['question']} -> {one.answers if one.answerable else 'nothing'}")
        print(f"  {one.kind} at {one.answer['confidence']:.2f}, passage {one.passage_rank}:")
        print(f"  {one.answer['short_answer']!r} {one.answer['answer'][:300]}")
        for candidate in one.answer.get("candidates") or ():
            print(f"  - {candidate['confidence']:.2f} {candidate['text'][:200]}")


def _ask(cases: Sequence[Json], library: Path, file: Path) -> dict[str, Json]:
    wanted = [
        {key: case[key] for key in ("id", "question", "history") if key in case} for case in cases
    ]
    file.write_text("".join(json.dumps(one) + "\n" for one in wanted), encoding="utf-8")
    done = _run("ask", "--batch", file, "--library", library)
    return {one["id"]: one for one in map(json.loads, done.splitlines())}


def _run(*arguments: object) -> str:
    command = [*_RAG, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in {0, 3, 6}:
        raise SystemExit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    main()
