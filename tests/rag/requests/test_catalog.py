"""Requests for names and for what an article says of itself."""

from __future__ import annotations

import pytest

from rag.requests.catalog import AboutArticle, Imprint, Names, article_asked_about, names_wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who are the people mentioned?", Names.PEOPLE),
        ("which countries are named in the articles", Names.COUNTRIES),
        ("List all the organizations mentioned", Names.ORGANISATIONS),
        ("Which places appear in these texts?", Names.PLACES),
        ("Which countries offered help?", None),
        ("Which people mentioned the flood?", None),
        ("Which countries are mentioned in the speech of Karl Ness?", None),
        ("Who is named in the charge?", None),
    ],
)
def test_names_are_wanted_of_all_articles(question, wanted):
    assert names_wanted(question) is wanted


@pytest.mark.parametrize(
    ("question", "imprint", "topic"),
    [
        ("When was the article on the flood published?", Imprint.DATE, "the flood"),
        ("What is the date of the story about the flood?", Imprint.DATE, "the flood"),
        ("Who wrote the report on the flood?", Imprint.AUTHORS, "the flood"),
        ("Who is the author of the article about Tarn?", Imprint.AUTHORS, "Tarn"),
        ("Which outlet published the piece on the flood?", Imprint.PUBLISHER, "the flood"),
        ("Where did the article on the flood appear?", Imprint.PUBLISHER, "the flood"),
    ],
)
def test_an_article_is_asked_about_itself(question, imprint, topic):
    assert article_asked_about(question) == AboutArticle(imprint=imprint, topic=topic)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote to the mayor about the flood?",
        "When did the mayor report on the flood?",
        "What does the article on the flood say?",
        "Who reacted to the report on the flood?",
    ],
)
def test_other_questions_are_about_no_article(question):
    assert article_asked_about(question) is None
