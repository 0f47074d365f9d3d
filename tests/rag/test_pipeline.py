"""From question to answer."""

from __future__ import annotations

import pytest

from index.filters import Filters
from index.library import Library
from index.sync.update import update
from rag.answering import NullAnswerer
from rag.errors import QuestionError
from rag.pipeline import LONGEST_QUESTION, Pipeline


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


def test_of_many_articles_those_are_listed_that_the_title_says_to_be_about_it(
    corpus, location, settings, embedder
):
    for year in range(2000, 2012):
        (corpus / f"{year}.md").write_text(
            f"---\ntitle: Notes of {year}\npublished: {year}-05-01\n---\n\nThe tunnel was wet.\n"
        )
    (corpus / "late.md").write_text(
        "---\ntitle: A tunnel opens\npublished: 2020-05-01\n---\n\nThe tunnel opened.\n"
    )
    list(update([corpus], location, settings, embedder=embedder))
    with Library(location, settings, embedder=embedder) as library:
        answer = Pipeline(library, NullAnswerer(), top_k=5).answer(
            "Which articles are about the tunnel?"
        )
    titles = [one.article.title for one in answer.citations]
    assert len(titles) == 10
    assert titles[-1] == "A tunnel opens"
    assert titles == sorted(titles[:-1]) + titles[-1:]
    assert answer.warnings == ("3 more articles mention the tunnel",)


def test_articles_are_counted_by_what_they_mention_or_by_what_they_are(
    corpus, location, settings, embedder
):
    list(update([corpus], location, settings, embedder=embedder))
    with Library(location, settings, embedder=embedder) as library:
        pipeline = Pipeline(library, NullAnswerer(), top_k=5)
        asked = ("How many articles mention snow?", "How many articles are there from May 2024?")
        texts = [pipeline.answer(one).text for one in asked]
    assert texts == ["1 of 4 articles mentions snow. [1]", "Articles of May 2024: 1 of 4. [1]"]
