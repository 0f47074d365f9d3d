"""Reads the training sets: each file's form becomes ``Example`` or ``Claim``.

Every set is described, with its licence, in the model card (``rag/reader/CARD.md``).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.examples import Claim, Example, sentences_around

_LONGEST = 1_400
"""Characters of a passage; longer ones are cut to the sentences around the answer."""

_TAG = re.compile(r"<[^>]+>")
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}
_LINK = re.compile(r"\[\[[^|\]]*\|([^\]]*)\]\]|\[\[([^\]]*)\]\]")
_SPACED = re.compile(r"\s+([.,;:!?)\]%’]|'s\b|n't\b)|([(\[$£€“])\s+")


def squad(path: Path, *, source: str) -> Iterator[Example]:
    """Yield the questions of a SQuAD file (1.1 or 2.0), each with its first answer."""
    for group in _json(path)["data"]:
        title = str(group.get("title", "")).replace("_", " ")
        for paragraph in group["paragraphs"]:
            for qa in paragraph["qas"]:
                yield from _squad_example(qa, paragraph["context"], title, source)


def without_offsets(path: Path, *, source: str) -> Iterator[Example]:
    """Yield ``{context, question, answer}`` records in which the answer stands once or more."""
    for record in _json(path):
        passage = untokenised(_TAG.sub(" ", record["context"]))
        answer = untokenised(record["answer"])
        start = passage.find(answer)
        if answer and start >= 0:
            found = (start, start + len(answer))
            yield from _fitted(record["question"], "", passage, found, article="", source=source)


def qed(path: Path) -> Iterator[Example]:
    """Yield the questions of QED, whose paragraphs are tokenised."""
    for record in _lines(path):
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
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
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


def claims(folder: Path) -> Iterator[Claim]:
    """Yield the claims of FEVER, FEVEROUS and Fool Me Twice with their evidence."""
    for name in ("fever-test", "fever-validation"):
        for record in _lines(folder / f"{name}.jsonl"):
            evidence = untokenised(" ".join(record["evidence"]))
            yield _claim(record["claim"], evidence, record["label"], name)
    for record in _json(folder / "feverous-dev.json"):
        evidence = _LINK.sub(lambda link: link[1] or link[2], record["evidence"])
        lines = (line.partition("\t")[2] or line for line in evidence.split("\n"))
        yield _claim(record["claim"], " ".join(lines), record["label"], "feverous")
    for record in _lines(folder / "foolmetwice-dev.jsonl"):
        evidence = " ".join(one["text"] for one in record["gold_evidence"])
        yield _claim(record["text"], evidence, record["label"], "foolmetwice")


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


def _claim(text: str, evidence: str, label: str, source: str) -> Claim:
    return Claim(
        text=untokenised(text),
        evidence=evidence[:_LONGEST],
        supported=label.casefold() in {"supports", "supported"},
        source=source,
    )


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
