"""Reads the sets whose questions want yes or no, and makes such questions of claims."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from training.examples import Claim, Example
from training.files import read_json, read_lines
from training.sets import untokenised

_LONGEST = 1_200
"""Characters of a passage."""

_SUBJECT_AND_VERB = re.compile(r"^([A-Z][^,;]{1,40}?) (is|was|are|were|has|had|can|will) (.+?)\.?$")


def boolq(path: Path) -> Iterator[Example]:
    """Yield BoolQ's questions; ``no-answer`` is what the three-way version calls the third kind."""
    for record in read_lines(path) if path.suffix == ".jsonl" else read_json(path):
        answer = record["answer"]
        yield Example(
            question=record["question"],
            title=record["title"],
            passage=untokenised(record["passage"])[:_LONGEST],
            answer=None,
            yes=answer if isinstance(answer, bool) else _yes(answer),
            article=record["title"],
            source="boolq",
        )


def condaqa(paths: list[Path]) -> Iterator[Example]:
    """Yield CondaQA's questions that are answered yes, no, or by "don't know"."""
    for path in paths:
        for record in read_lines(path):
            if record["label"] not in {"YES", "NO", "DON'T KNOW"}:
                continue
            yield Example(
                question=record["sentence2"],
                title="",
                passage=record["sentence1"],
                answer=None,
                yes=_yes(record["label"]),
                # Its passages are edited in groups that must stay together.
                article=f"condaqa {record['PassageID']}",
                source="condaqa",
            )


def strategyqa(path: Path) -> Iterator[Example]:
    """Yield StrategyQA's questions with the facts that were written down for them."""
    for record in read_json(path):
        yield Example(
            question=record["question"],
            title=record["term"],
            passage=" ".join(record["facts"]),
            answer=None,
            yes=record["answer"],
            article=f"strategyqa {record['term']}",
            source="strategyqa",
        )


def pubmedqa(path: Path) -> Iterator[Example]:
    """Yield PubMedQA's questions that are answered yes or no by the abstract's last parts."""
    for key, record in read_json(path).items():
        if record["final_decision"] != "maybe":
            yield Example(
                question=record["QUESTION"],
                title="",
                passage=" ".join([*record["CONTEXTS"][-1:], record["LONG_ANSWER"]])[:_LONGEST],
                answer=None,
                yes=record["final_decision"] == "yes",
                article=f"pubmed {key}",
                source="pubmedqa",
            )


def several_paragraphs(path: Path) -> Iterator[Example]:
    """Yield HotpotQA's questions: one over its two gold paragraphs, one over the others alone."""
    for record in read_lines(path):
        gold = {title for title, _ in record["supporting_facts"]}
        told = ["".join(text) for title, text in record["context"] if title in gold]
        others = ["".join(text) for title, text in record["context"] if title not in gold]
        common = {"question": record["question"], "title": "", "source": "hotpotqa"}
        article = f"hotpotqa {record['_id']}"
        passage, answer = " ".join(told)[: 2 * _LONGEST], record["answer"]
        start = passage.find(answer)
        if answer in {"yes", "no"}:
            yield Example(
                **common, passage=passage, article=article, answer=None, yes=answer == "yes"
            )
        elif 0 <= start < _LONGEST:
            found = (start, start + len(answer))
            yield Example(**common, passage=passage[:_LONGEST], article=article, answer=found)
        yield Example(
            **common, passage=" ".join(others[:2])[:_LONGEST], article=article, answer=None
        )


def asked(claim: Claim, chance: random.Random) -> Example | None:
    """Return a claim as a question that wants yes or no; ``None`` where there is no plain way."""
    told = claim.text.rstrip(".")
    if found := _SUBJECT_AND_VERB.match(claim.text):
        question = f"{found[2]} {found[1]} {found[3]}?"
        question = question[0].upper() + question[1:]
    elif chance.random() < 0.5:
        question = f"Is it true that {told}?"
    else:
        return None
    return Example(
        question=question,
        title="",
        passage=claim.evidence,
        answer=None,
        yes=claim.supported,
        article="",
        source="claims",
    )


def _yes(label: str) -> bool | None:
    return {"YES": True, "NO": False}.get(label)
