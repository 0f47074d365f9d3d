"""Collections of any size for measuring: real sentences, put together anew.

A topic is the sentences of one text (a SQuAD article, a sample article). An article of the
collection takes its sentences from one topic, in another order each time and with other numbers, so
that articles are alike as articles about one thing are, and no two passages are the same.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import seeds
from index.text.sentences import sentence_spans

PASSAGE_CHARACTERS = 900
"""Of a paragraph; with the default passage size each becomes one passage."""
PARAGRAPHS = 5
"""Of an article."""

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class Topics:
    """What collections are made of: sentences by topic, and questions about them."""

    sentences: tuple[tuple[str, ...], ...]
    questions: tuple[str, ...]


def load_topics(squad: Path | None) -> Topics:
    """Read a SQuAD file, or, without one, the samples that come with the program."""
    return _of_squad(squad) if squad else _of_samples()


def write_articles(folder: Path, topics: Topics, *, passages: int) -> int:
    """Write text files that make about ``passages`` passages; return how many files."""
    files = 0
    for title, text in _articles(topics, passages):
        place = folder / f"{files // 1_000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{files:06}.txt").write_text(f"{title}\n\n{text}\n", encoding="utf-8")
        files += 1
    return files


def write_records(file: Path, topics: Topics, *, passages: int) -> None:
    """Write one file of records that make about ``passages`` passages."""
    with file.open("w", encoding="utf-8") as lines:
        for number, (title, text) in enumerate(_articles(topics, passages)):
            record = {"id": number, "title": title, "text": text, "source": f"Wire {number % 20}"}
            record["published"] = f"{2000 + number % 25}-{number % 12 + 1:02}-01"
            lines.write(json.dumps(record) + "\n")


def _articles(topics: Topics, passages: int) -> Iterator[tuple[str, str]]:
    rng = random.Random(1)
    for number, left in enumerate(range(passages, 0, -PARAGRAPHS)):
        sentences = topics.sentences[number % len(topics.sentences)]
        paragraphs = [_paragraph(sentences, rng) for _ in range(min(PARAGRAPHS, left))]
        yield f"Report {number} on {_about(sentences)}", "\n\n".join(paragraphs)


def _paragraph(sentences: Sequence[str], rng: random.Random) -> str:
    chosen: list[str] = []
    while sum(map(len, chosen)) < PASSAGE_CHARACTERS - 150:
        sentence = _NUMBER.sub(lambda found: _renumbered(found[0], rng), rng.choice(sentences))
        chosen.append(sentence[: PASSAGE_CHARACTERS // 2])
    return " ".join(chosen)[:PASSAGE_CHARACTERS]


def _renumbered(number: str, rng: random.Random) -> str:
    return str(rng.randrange(10 ** (len(number) - 1), 10 ** len(number)))


def _about(sentences: Sequence[str]) -> str:
    return " ".join(sentences[0].split()[:5])


def _of_squad(file: Path) -> Topics:
    articles = json.loads(file.read_text(encoding="utf-8"))["data"]
    questions = [
        question["question"]
        for paragraph in zip(*(article["paragraphs"][:10] for article in articles), strict=False)
        for one in paragraph
        for question in islice(one["qas"], 2)
    ]
    return Topics(
        sentences=tuple(
            _sentences("\n".join(one["context"] for one in article["paragraphs"]))
            for article in articles
        ),
        questions=tuple(questions),
    )


def _of_samples() -> Topics:
    cases = seeds.questions().read_text(encoding="utf-8").splitlines()
    return Topics(
        sentences=tuple(
            _sentences(file.read_text(encoding="utf-8")) for file in seeds.articles().iterdir()
        ),
        questions=tuple(json.loads(case)["question"] for case in cases),
    )


def _sentences(text: str) -> tuple[str, ...]:
    flat = (" ".join(text[start:end].split()) for start, end in sentence_spans(text))
    return tuple(sentence for sentence in flat if len(sentence) > 40)
