"""The reader that ships: it is small, says what it came from, and reads."""

from __future__ import annotations

import json

import pytest

from index.text.sentences import sentence_spans
from rag.reader.graph import READER
from rag.reader.sources import SHIPPED, load_reader
from rag.settings import Settings

MISSION = (
    "Over 4,600 soldiers from 28 countries are stationed in Kosovo as part of KFOR. Most of them "
    "come from Italy, followed by the United States. The mission began in 1999, and General Enrico "
    "Barduani has led it since October."
)
BANK = "The central bank kept its rate at 3 percent on Monday, although inflation fell in May."


@pytest.fixture(scope="module")
def reader():
    return load_reader(Settings().reader)


def test_it_is_small_and_says_what_it_came_from():
    assert (SHIPPED / READER.graph_file).stat().st_size < 100_000
    assert (SHIPPED / READER.weights_file).stat().st_size < 50_000_000
    origin = json.loads((SHIPPED / "training.json").read_text(encoding="utf-8"))
    assert origin["curve"][-1]["step"] == origin["step"]
    assert all(len(digest) == 16 for digest in origin["fingerprints"].values())


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many soldiers does KFOR have?", "4,600"),
        ("Where do most of the soldiers come from?", "Italy"),
        ("When did the mission begin?", "1999"),
        ("Who leads the mission?", "Enrico Barduani"),
    ],
)
def test_it_finds_the_answer(reader, question, answer):
    (reading,) = reader.read(question, [("KFOR", MISSION)])
    span = reading.best()
    assert answer in MISSION[span.start : span.end]


@pytest.mark.parametrize(
    ("question", "about"),
    [("How many soldiers does KFOR have?", MISSION), ("What is the bank's rate?", BANK)],
)
def test_the_passage_that_answers_beats_the_one_that_does_not(reader, question, about):
    passages = [("KFOR", MISSION), ("Interest rates", BANK)]
    readings = reader.read(question, passages)
    answerable = {text: one.answerable for (_, text), one in zip(passages, readings, strict=True)}
    assert max(answerable, key=answerable.__getitem__) == about


def test_it_judges_claims_and_names_the_sentence_that_tells(reader):
    claims = ("The mission began in 1999.", "The mission began in 1989.")
    true, false = (reader.read(claim, [("", MISSION)])[0].supported for claim in claims)
    assert true > false
    (reading,) = reader.read("Who leads the mission?", [("KFOR", MISSION)])
    spans = sentence_spans(MISSION)
    evident = [reading.evident(start, end) for start, end in spans]
    assert evident.index(max(evident)) == len(spans) - 1
