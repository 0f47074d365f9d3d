"""The follow-up model that ships: small, whole, and right about plain follow-up questions."""

from __future__ import annotations

import json

import pytest
from doubles import past_turn

from rag.conversation import standalone
from rag.conversation.carried_words import FOLLOW_UP, SHIPPED, FollowUpModel
from rag.errors import ReaderError

KFOR = (
    "How many soldiers does KFOR have in Kosovo? Over 4,600 soldiers are stationed in Kosovo.",
    "When did the mission begin? In 1999.",
)


@pytest.fixture(scope="module")
def model():
    return FollowUpModel()


def carried(model, question, said):
    return {word.text for word in model.weigh(question, said) if word.probability > 0.4}


def test_it_is_small_and_says_what_it_came_from():
    assert (SHIPPED / FOLLOW_UP.graph_file).stat().st_size < 100_000
    assert (SHIPPED / FOLLOW_UP.weights_file).stat().st_size < 20_000_000
    origin = json.loads((SHIPPED / "training.json").read_text(encoding="utf-8"))
    assert origin["curve"][-1]["step"] == origin["step"]
    assert all(name.startswith("rewrite-") for name in origin["fingerprints"])


def test_a_question_without_its_subject_takes_it_up(model):
    assert {"soldiers", "KFOR", "Kosovo"} <= carried(model, "And in 2023?", KFOR)


def test_a_pronoun_takes_up_a_name(model):
    said = ["Who is the prime minister of Serbia? Milan Radić, who leads it since January."]
    assert {"Milan", "Radić"} <= carried(model, "Why did he resign?", said)


def test_a_word_stands_where_it_says(model):
    words = model.weigh("And in 2023?", KFOR)
    assert all(KFOR[word.turn][word.start : word.end] == word.text for word in words)
    assert [word.text for word in words if word.turn == 1] == ["mission", "begin", "1999"]


def test_what_does_not_fit_in_is_left_out(model):
    long = ("soldier " * 400, "Kosovo")
    words = model.weigh("And in 2023?", long)
    assert 200 < len(words) < 300
    assert {word.turn for word in words} == {0}


@pytest.mark.parametrize("changed", [FOLLOW_UP.graph_file, FOLLOW_UP.weights_file])
def test_a_model_that_was_changed_is_not_run(tmp_path, changed):
    for path in SHIPPED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    file = tmp_path / changed
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ReaderError, match=rf"follow-up model.*checksum of {changed}") as caught:
        FollowUpModel(tmp_path)
    assert caught.value.hint == "install Dateline again"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("What did Lindqvist say about fishing quotas?", "Lindqvist said quotas must fall. [1]"),
        ("When did the band release its first album?", "The band released Grey Harbour. [1]"),
        ("Why did the Farmers List leave the coalition?", "It left over the milk price. [1]"),
    ],
)
@pytest.mark.parametrize("question", ["What is the largest lake?", "Who invented the telephone?"])
def test_another_subject_is_not_mixed_with_the_one_before(model, question, before, said):
    turns = [past_turn(question=before, standalone_question=before, answer=said)]
    assert standalone(question, turns) != question
    assert standalone(question, turns, model=model) == question


def test_what_a_question_takes_for_granted_is_still_added(model):
    before = "When did the band release its first album?"
    turns = [past_turn(question=before, standalone_question=before, answer="In 1994. [1]")]
    read = standalone("Who is the singer?", turns, model=model)
    assert read == "Who is the singer of the band?"


@pytest.mark.parametrize(
    ("before", "said", "question", "whole"),
    [
        (
            "When did the harbour open?",
            "It opened in May. [1]",
            "the ferry",
            "When did the ferry open?",
        ),
        ("Who built the bridge?", "A company built it. [1]", "the tunnel", "Who built the tunnel?"),
        ("What caused the fire?", "A cable caused it. [1]", "the police", "What about the police?"),
    ],
)
def test_what_is_done_is_asked_of_another_thing_where_it_is_likely(
    model, before, said, question, whole
):
    turns = [past_turn(question=before, standalone_question=before, answer=said)]
    assert standalone(f"What about {question}?", turns, model=model) == whole
