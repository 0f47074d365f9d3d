"""The plain script: nearest passages, the first printed whole, or written from by a model."""

from __future__ import annotations

import pytest
from langchain_core.language_models import FakeListChatModel

from rag.answers import Grade
from rag.evaluation.runs.plain import PlainScript

QUESTION = "NATO's force in Kosovo has 4,600 troops."


@pytest.fixture
def library(desk, shelve):
    return shelve(desk.kfor, desk.rates)


def test_the_nearest_passage_is_printed_whole_whatever_is_asked(library, desk):
    script = PlainScript(library, top_k=1, depth=2)
    answer = script.answer(QUESTION, history=())
    assert (answer.grade, answer.text) == (Grade.ANSWERED, desk.kfor.text)
    (citation,) = answer.citations
    assert citation.quote == desk.kfor.text
    assert [hit.article.path for hit in answer.passages] == [desk.kfor.path, desk.rates.path]
    scores = [hit.score for hit in answer.passages]
    assert scores == sorted(scores, reverse=True)
    assert script.answer("Who won?").answered
    assert script.replay(["Who won?"]) == ()


@pytest.mark.parametrize(
    ("reply", "answered"),
    [("It has 4,600 troops.", True), ("I don’t know.", False)],
)
def test_a_language_model_writes_from_the_passages(library, reply, answered):
    script = PlainScript(
        library, top_k=1, depth=2, model=lambda: FakeListChatModel(responses=[reply])
    )
    answer = script.answer(QUESTION)
    assert (answer.text, answer.answered, answer.citations) == (reply, answered, ())
