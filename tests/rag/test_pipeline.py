"""From question to answer."""

from __future__ import annotations

import pytest

from index.filters import Filters
from rag.errors import QuestionError
from rag.pipeline import LONGEST_QUESTION


@pytest.mark.parametrize("question", ["", "   ", "?!", "\n"])
def test_a_question_without_words_is_an_error(pipeline, question):
    with pytest.raises(QuestionError, match="has no words"):
        pipeline.answer(question)


def test_a_question_longer_than_any_is_an_error(pipeline):
    with pytest.raises(QuestionError, match="4,001 characters"):
        pipeline.answer("x" * (LONGEST_QUESTION + 1))


def test_a_follow_up_is_searched_for_as_it_stands_alone(pipeline):
    turns = pipeline.replay(["How many soldiers does Italy send to the mission?"])
    answer = pipeline.answer("And the United States?", history=turns)
    assert answer.question == "And the United States?"
    assert answer.standalone_question.startswith("How many soldiers does the United States")
    assert answer.passages[0].article.title == "Who keeps the peace"


def test_the_timings_are_of_the_three_stages(pipeline):
    timings = pipeline.answer("When did the harbour open?").timings
    assert list(timings) == ["load", "retrieve", "answer"]
    assert all(seconds >= 0 for seconds in timings.values())


def test_filters_reach_the_search_and_their_warnings_the_answer(pipeline):
    answer = pipeline.answer("When did the harbour open?", filters=Filters(sources=("nobody",)))
    assert not answer.answered
    assert answer.warnings == ("no article has the source 'nobody'",)


def test_search_has_no_answer_but_the_hits(pipeline):
    hits = pipeline.search("snow on the northern road", top_k=2).hits
    assert hits[0].article.title == "Snow"
    assert len(hits) == 2


def test_an_open_pipeline_sees_what_is_indexed_meanwhile(pipeline, corpus, location, settings):
    from doubles import HashingEmbedder

    from index.sync.update import update

    question = "Who repaired the lighthouse?"
    assert not pipeline.answer(question).answered
    (corpus / "light.txt").write_text(
        "Coast\n\nThe lighthouse was repaired by the harbour office.\n"
    )
    list(update([corpus], location, settings, embedder=HashingEmbedder()))
    assert "harbour office" in pipeline.answer(question).text
