"""Reads the sets of questions: each file's form becomes ``Example``.

Every set is described, with its licence, in the model card (``rag/reader/CARD.md``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.examples import Example, sentences_around
from training.files import opened, read_json, read_lines

_LONGEST = 1_400
"""Characters of a passage; longer ones are cut to the sentences around the answer."""

_TAG = re.compile(r"<[^>]+>")
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}
_SPACED = re.compile(r"\s+([.,;:!?)\]%’]|'s\b|n't\b)|([(\[$£€“])\s+")


def squad(path: Path, *, source: str) -> Iterator[Example]:
    """Yield the questions of a SQuAD file (1.1 or 2.0), each with its first answer."""
    for group in read_json(path)["data"]:
        title = str(group.get("title", "")).replace("_", " ")
        for paragraph in group["paragraphs"]:
            for qa in paragraph["qas"]:
                yield from _squad_example(qa, paragraph["context"], title, source)


def without_offsets(path: Path, *, source: str) -> Iterator[Example]:
    """Yield ``{context, question, answer}`` records in which the answer stands once or more."""
    for record in read_json(path):
        passage = untokenised(_TAG.sub(" ", record["context"]))
        answer = untokenised(record["answer"])
        start = passage.find(answer)
        if answer and start >= 0:
            found = (start, start + len(answer))
            yield from _fitted(record["question"], "", passage, found, article="", source=source)


def qed(path: Path) -> Iterator[Example]:
    """Yield the questions of QED, whose paragraphs are tokenised."""
    for record in read_lines(path):
        passage = untokenised(record["paragraph_text"])
        answers = [one[0]["string"] for one in record["original_nq_answers"] if one]
        answer = untokenised(answers[0]) if answers else ""
        start = passage.find(answer)
        if answer and start >= 0:
            title = record["title_text"]
            found = (start, start + len(answer))
            question = record["question_text"]
            yield from _fitted(question, title, passage, found, article=title, source="qed")


def time_questions(path: Path) -> Iterator[Example]:
    """Yield TimeQA's answerable questions: the same fact at different times."""
    for record in read_lines(path):
        title = record["idx"].split("#")[0].rpartition("/")[2].replace("_", " ")
        for answer, (start, end) in zip(
            record["targets"][:1], zip(record["from"], record["end"], strict=True), strict=False
        ):
            if answer and record["context"][start:end] == answer:
                yield from _fitted(
                    record["question"],
                    title,
                    record["context"],
                    (start, end),
                    article=title,
                    source="timeqa",
                )


def question_meaning(folder: Path) -> Iterator[Example]:
    """Yield QAMR's questions on single sentences whose annotators agree."""
    sentences = dict(
        line.split("\t", 1)
        for line in (folder / "wiki-sentences.tsv").read_text(encoding="utf-8").splitlines()
    )
    for name in ("dev", "test"):
        for line in (folder / "filtered" / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            key, _, _, _, _, question, own, *others = line.split("\t")
            spans = [own, *(other.partition(":")[2] for other in others)]
            if len(set(spans)) > 1 or key not in sentences:
                continue
            numbers = [int(number) for number in own.split()]
            if numbers != list(range(numbers[0], numbers[-1] + 1)):
                continue
            words = sentences[key].split()
            answer = untokenised(" ".join(words[numbers[0] : numbers[-1] + 1]))
            passage = untokenised(sentences[key])
            start = passage.find(answer)
            if start >= 0:
                yield Example(
                    question=question,
                    title="",
                    passage=passage,
                    answer=(start, start + len(answer)),
                    article=key.rpartition(":")[0],
                    source="qamr",
                )


def passages_with_all_questions(path: Path) -> Iterator[Example]:
    """Yield a sample of SQuAD 2.0's training set that says answers without their offsets.

    An answer that stands more than once is left out: which one is meant is not said.
    """
    for record in read_json(path):
        title, passage = record["title"].replace("_", " "), record["full_context"]
        for asked in record["questions_details"]:
            answers = asked["answers_text"]
            if answers and passage.count(answers[0]) != 1:
                continue
            start = passage.find(answers[0]) if answers else -1
            yield Example(
                question=" ".join(asked["question"].split()),
                title=title,
                passage=passage,
                answer=(start, start + len(answers[0])) if answers else None,
                article=title,
                source="squad2" if not answers else "squad1",
            )


def situations(path: Path) -> Iterator[Example]:
    """Yield ROPES: which of two things in a situation has more of what a background tells of."""
    for paragraph in (one for group in read_json(path)["data"] for one in group["paragraphs"]):
        background, situation = paragraph["background"], paragraph["situation"]
        shown = background[: max(0, 1_100 - len(situation))]
        for qa in paragraph["qas"]:
            answer, passage = qa["answers"][0]["text"], f"{shown} {situation}"
            start = passage.find(answer, len(shown))
            if start >= 0:
                yield Example(
                    question=qa["question"],
                    title="",
                    passage=passage,
                    answer=(start, start + len(answer)),
                    article=f"ropes {background[:40]}",
                    source="ropes",
                )


def discourse(path: Path) -> Iterator[Example]:
    """Yield QADiscourse's questions (why, when, in what case) whose answer stands as it is."""
    with opened(path) as lines:
        for record in csv.DictReader(lines, delimiter="\t"):
            passage, answer = record["untokenized sentence"], record["answer"]
            if passage.count(answer) == 1 and len(answer) > 3:
                start = passage.find(answer)
                yield Example(
                    question=f"{record['full_question']}?",
                    title="",
                    passage=passage,
                    answer=(start, start + len(answer)),
                    article=record["qasrl_id"].rsplit(":", 2)[0],
                    source="qamr",
                )


def untokenised(text: str) -> str:
    """Return tokenised text as it is written: brackets, quotation marks and spaces restored."""
    for token, written in _BRACKETS.items():
        text = text.replace(token, written)
    text = _SPACED.sub(lambda found: found[1] or found[2], " ".join(text.split()))
    return " ".join(text.split())


def _squad_example(qa: dict[str, Any], passage: str, title: str, source: str) -> Iterator[Example]:
    question = " ".join(qa["question"].split())
    if not qa["answers"]:
        yield Example(
            question=question,
            title=title,
            passage=passage,
            answer=None,
            article=title,
            source=source,
        )
        return
    answer = qa["answers"][0]
    start, text = answer["answer_start"], answer["text"]
    if passage[start : start + len(text)] != text:
        start = passage.find(text)
    if start >= 0 and text.strip():
        found = (start, start + len(text))
        yield from _fitted(question, title, passage, found, article=title, source=source)


def _fitted(
    question: str, title: str, passage: str, answer: tuple[int, int], *, article: str, source: str
) -> Iterator[Example]:
    """Yield the example with as many sentences around its answer as a passage has."""
    example = Example(
        question=question,
        title=title,
        passage=passage,
        answer=answer,
        article=article,
        source=source,
    )
    if len(passage) <= _LONGEST:
        yield example
        return
    spans, first, last = sentences_around(passage, *answer)
    while spans[last][1] - spans[first][0] < _LONGEST * 0.7:
        if first == 0 and last == len(spans) - 1:
            break
        first, last = max(0, first - 1), min(len(spans) - 1, last + 1)
    if spans[last][1] - spans[first][0] <= 2 * _LONGEST:
        yield example.cropped(spans[first][0], spans[last][1])
