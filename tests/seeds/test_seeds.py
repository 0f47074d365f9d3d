"""The samples are well formed, their test set is true of them, and they are our own words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import seeds

SHARED = Path(__file__).parents[2].parent / "shared"
SOURCES = SHARED / "articles"
needs_sources = pytest.mark.skipif(not SOURCES.exists(), reason="the source articles are not here")

SAMPLE_OF_SOURCE = {
    "000": "nato-contacts-before-the-vote.md",
    "001": "kosovo-ballot-under-watch.md",
    "002": "rutte-on-defense-budgets.md",
    "003": "kfor-after-the-vote.md",
    "004": "stoltenberg-year-end-warning.md",
}
FRONT_MATTER_KEYS = {"title", "source", "url", "authors", "published"}
QUESTION_KEYS = {"id", "question", "answers", "answerable", "evidence", "history", "tags"}
PROMISED = {
    "fact": 10,
    "figure": 10,
    "name": 10,
    "date": 6,
    "two-part": 6,
    "several-articles": 8,
    "follow-up": 6,
    "unanswerable": 14,
}
TAGS = {*PROMISED, "place", "yes-no"}
LONGEST_SHARED_RUN = 8
"""Words in a row that a sample may share with a source: names and titles run to seven."""


def parse(path: Path) -> tuple[dict[str, Any], str]:
    """Return the front matter and the body of an article."""
    _, front_matter, body = re.split(
        r"^---\n", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.M
    )
    return yaml.safe_load(front_matter), body


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def source(number: str) -> str:
    (path,) = SOURCES.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


ARTICLES = {path.name: parse(path) for path in sorted(seeds.articles().glob("*.md"))}
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in seeds.questions().read_text(encoding="utf-8").splitlines()
]
each_article = pytest.mark.parametrize("name", ARTICLES)
each_question = pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["id"])


def test_public_names():
    assert seeds.__all__ == sorted(seeds.__all__)
    for name in seeds.__all__:
        assert callable(getattr(seeds, name))


def test_five_articles():
    assert sorted(ARTICLES) == sorted(SAMPLE_OF_SOURCE.values())
    assert {path.suffix for path in seeds.articles().iterdir()} == {".md"}


@each_article
def test_article_has_front_matter_and_body(name: str):
    front_matter, body = ARTICLES[name]
    assert front_matter["title"].strip()
    assert front_matter["source"] == "Dateline samples"
    assert front_matter.keys() <= FRONT_MATTER_KEYS
    assert isinstance(front_matter.get("published", date.min), date)
    assert len(body.split()) >= 120
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+\.md", name)


def test_only_the_dated_source_gives_a_date():
    """Of the five sources one says on which day it was published."""
    dated = {name: head["published"] for name, (head, _) in ARTICLES.items() if "published" in head}
    assert dated == {"kosovo-ballot-under-watch.md": date(2025, 1, 13)}


@each_question
def test_question_is_well_formed(case: dict[str, Any]):
    assert case.keys() == QUESTION_KEYS
    assert case["question"].endswith("?")
    assert case["tags"]
    assert set(case["tags"]) <= TAGS
    for key in ("answers", "history", "tags"):
        assert all(isinstance(text, str) and text.strip() for text in case[key])
        assert len(set(case[key])) == len(case[key])


def test_ids_and_questions_are_unique():
    assert len({case["id"] for case in QUESTIONS}) == len(QUESTIONS)
    asked = {(case["question"].casefold(), *case["history"]) for case in QUESTIONS}
    assert len(asked) == len(QUESTIONS)


def test_counts_by_kind():
    counts = Counter(tag for case in QUESTIONS for tag in case["tags"])
    assert len(QUESTIONS) >= 48
    assert {tag: counts[tag] for tag in PROMISED if counts[tag] < PROMISED[tag]} == {}


@each_question
def test_tags_say_what_the_question_is(case: dict[str, Any]):
    tags = set(case["tags"])
    assert ("unanswerable" in tags) is not case["answerable"]
    assert ("follow-up" in tags) is bool(case["history"])
    assert ("several-articles" in tags) is (len({item["article"] for item in case["evidence"]}) > 1)


@each_question
def test_evidence_stands_in_its_article(case: dict[str, Any]):
    assert bool(case["evidence"]) is bool(case["answers"]) is case["answerable"]
    for item in case["evidence"]:
        assert item.keys() == {"article", "quote"}
        _, body = ARTICLES[item["article"]]
        assert body.count(item["quote"]) == 1, "a quote stands in its article exactly once"


@pytest.mark.parametrize(
    "case", [case for case in QUESTIONS if case["answerable"]], ids=lambda case: case["id"]
)
def test_first_answer_occurs_in_the_evidence(case: dict[str, Any]):
    quotes = [item["quote"].casefold() for item in case["evidence"]]
    assert any(case["answers"][0].casefold() in quote for quote in quotes)


def test_every_article_is_asked_about():
    assert {item["article"] for case in QUESTIONS for item in case["evidence"]} == set(ARTICLES)


def fingerprint_in(folder: Path) -> str:
    """Return what a copy of the package, imported from ``folder``, says its fingerprint is."""
    command = [sys.executable, "-c", "import seeds; print(seeds.fingerprint())"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_fingerprint_follows_names_and_bytes(tmp_path: Path):
    shutil.copytree(seeds.articles().parent, tmp_path / "seeds")
    article = tmp_path / "seeds" / "articles" / SAMPLE_OF_SOURCE["000"]
    original = seeds.fingerprint()
    assert re.fullmatch(r"[0-9a-f]{12}", original)
    assert fingerprint_in(tmp_path) == original

    article.write_bytes(article.read_bytes() + b"\n")
    after_edit = fingerprint_in(tmp_path)
    article.rename(article.with_name("renamed.md"))
    after_rename = fingerprint_in(tmp_path)
    assert len({original, after_edit, after_rename}) == 3


def test_fingerprint_leaves_the_questions_out(tmp_path: Path):
    shutil.copytree(seeds.articles().parent, tmp_path / "seeds")
    (tmp_path / "seeds" / "questions.jsonl").write_text("", encoding="utf-8")
    assert fingerprint_in(tmp_path) == seeds.fingerprint()


@needs_sources
@pytest.mark.parametrize("number", SAMPLE_OF_SOURCE)
def test_no_run_of_words_is_taken_from_a_source(number: str):
    taken = runs(source(number), LONGEST_SHARED_RUN + 1)
    ours = [f"{head['title']}\n{body}" for head, body in ARTICLES.values()]
    ours += [" / ".join([*case["history"], case["question"]]) for case in QUESTIONS]
    shared = {" ".join(run) for text in ours for run in runs(text, LONGEST_SHARED_RUN + 1) & taken}
    assert shared == set()


@needs_sources
@pytest.mark.parametrize("number", SAMPLE_OF_SOURCE)
def test_no_sentence_is_taken_from_a_source(number: str):
    sentences = [words(part) for part in re.split(r"[.!?]\s|\n", source(number))]
    ours = [f" {' '.join(words(body))} " for _, body in ARTICLES.values()]
    ours += [f" {' '.join(words(case['question']))} " for case in QUESTIONS]
    taken = [
        sentence
        for sentence in (" ".join(part) for part in sentences if len(part) > 6)
        if any(f" {sentence} " in text for text in ours)
    ]
    assert taken == []


@needs_sources
@pytest.mark.parametrize(("number", "name"), SAMPLE_OF_SOURCE.items())
def test_every_number_of_the_source_is_kept(number: str, name: str):
    figures = set(re.findall(r"\d+(?:[.,]\d+)+|\d\d+", source(number)))
    _, body = ARTICLES[name]
    assert figures - set(re.findall(r"\d+(?:[.,]\d+)+|\d\d+", body)) == set()
