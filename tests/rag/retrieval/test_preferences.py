"""Publishers, times and "the latest" in a question: preferred, and nothing left out."""

from __future__ import annotations

from datetime import date

import pytest

from index.articles import Article
from rag.retrieval import retrieve
from rag.retrieval.preferences import Preference, preference_of

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


def test_a_preference_moves_up_and_leaves_nothing_out():
    ranked = [(0.9, article("Post")), (0.8, article("Koha"))]
    first, second = Preference(sources=("Koha",)).scores(ranked)
    assert 0 < first < second <= 1


def test_the_newest_gains_most_and_the_undated_nothing():
    ranked = [
        (0.5, article(published=date(2024, 1, 1))),
        (0.5, article(published=date(2025, 1, 1))),
        (0.5, article()),
    ]
    oldest, newest, undated = Preference(newest=True).scores(ranked)
    assert newest > oldest == undated


def test_a_far_better_passage_stays_ahead_of_the_preferred():
    ranked = [(1.0, article("Post")), (0.3, article("Koha"))]
    first, second = Preference(sources=("Koha",)).scores(ranked)
    assert first > second


def test_the_publisher_in_the_question_comes_first(newsroom):
    asked = "What did Balkan Wire report about roads and harbours in May 2024?"
    assert retrieve(newsroom, asked, top_k=1).hits[0].article.title == "Harbour"
