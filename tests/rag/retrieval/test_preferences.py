"""Publishers, times and "the latest" in a question: preferred, and nothing left out."""

from __future__ import annotations

from datetime import date

import pytest

from index.articles import Article
from rag.retrieval import retrieve
from rag.retrieval.preferences import NAMED_SOURCE, NAMED_TIME, Preference, preference_of

SOURCES = ("Koha", "Balkan Wire", "Post", "Balkan Insight")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Koha report?", Preference(sources=("Koha",))),
        ("What did koha report?", Preference()),
        ("What did Kohana say?", Preference()),
        ("What do Balkan Wire and Balkan Insight say?", Preference(sources=SOURCES[1:4:2])),
        ("Who runs the Post office?", Preference()),
        (
            "What did Koha report in January 2025?",
            Preference(sources=("Koha",), since=date(2025, 1, 1), until=date(2025, 1, 31)),
        ),
        (
            "What was published on 13 January 2025?",
            Preference(since=date(2025, 1, 13), until=date(2025, 1, 13)),
        ),
        (
            "What was reported on Jan. 13, 2025?",
            Preference(since=date(2025, 1, 13), until=date(2025, 1, 13)),
        ),
        (
            "Which stories came in December 2024?",
            Preference(since=date(2024, 12, 1), until=date(2024, 12, 31)),
        ),
        (
            "What was written in 2023?",
            Preference(since=date(2023, 1, 1), until=date(2023, 12, 31)),
        ),
        ("What was reported on 31 February 2025?", Preference()),
        ("What happened in Banjska on 24 September 2023?", Preference()),
        ("What is the latest on the talks?", Preference(newest=True)),
        ("Who leads the mission?", Preference()),
    ],
)
def test_what_a_question_prefers(question, expected):
    assert preference_of(question, SOURCES) == expected


def article(source=None, published=None):
    return Article(
        title="T", text="x", origin="/a.txt", path="a.txt", source=source, published=published
    )


def test_what_is_preferred_gains_and_the_rest_loses_nothing():
    wanted = Preference(sources=("Koha",), since=date(2025, 1, 1), until=date(2025, 1, 31))
    articles = [
        article("Post"),
        article("Koha"),
        article("Koha", date(2025, 1, 31)),
        article("Post", date(2025, 2, 1)),
    ]
    assert wanted.gains(articles) == [
        0.0,
        NAMED_SOURCE,
        pytest.approx(NAMED_SOURCE + NAMED_TIME),
        0.0,
    ]
    assert wanted.most == max(wanted.gains(articles))
    assert wanted.named() == ("Koha", "what was published from 2025-01-01 to 2025-01-31")


def test_the_newest_gains_most_and_the_undated_nothing():
    wanted = Preference(newest=True)
    articles = [
        article(published=date(2024, 1, 1)),
        article(published=date(2025, 1, 1)),
        article(),
    ]
    assert wanted.gains(articles) == [0.0, wanted.most, 0.0]
    assert wanted.named() == ("the newest",)


def test_the_publisher_in_the_question_comes_first(newsroom):
    asked = "What did Balkan Wire report about roads and harbours in May 2024?"
    assert retrieve(newsroom, asked, top_k=1).hits[0].article.title == "Harbour"
