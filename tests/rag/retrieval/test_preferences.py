"""Publishers, times and "the latest" in a question: preferred, and nothing left out."""

from __future__ import annotations

from datetime import date

import pytest

from index.articles import Article
from index.passages import Passage
from rag.answers import Hit
from rag.requests import understand
from rag.retrieval import preference_of, retrieve
from rag.retrieval.preferences import EVENT_TIME, NAMED_SOURCE, NAMED_TIME, NEWEST, Preference

SOURCES = ("Koha", "Balkan Wire", "Post", "Balkan Insight")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Koha report?", Preference(sources=("Koha",))),
        ("What did koha report?", Preference(sources=("Koha",))),
        ("Who owns Koha?", Preference(sources=("Koha",))),
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
        (
            "What happened in Banjska on 24 September 2023?",
            Preference(since=date(2023, 9, 24), until=date(2023, 9, 24), of_event=True),
        ),
        ("Who led the bank before May 2023?", Preference(until=date(2023, 4, 30), of_event=True)),
        ("What is the latest on the talks?", Preference(newest=True)),
        ("Who leads the mission?", Preference()),
    ],
)
def test_what_a_question_prefers(question, expected):
    request = understand(question, embed=None, sources=SOURCES, newest=date(2025, 2, 1))
    assert preference_of(request.without_filters()) == expected


def test_what_is_filtered_is_not_preferred_as_well():
    request = understand("What did Koha report in January 2025?", embed=None, sources=SOURCES)
    assert request.filters
    assert not preference_of(request)


def hit(source=None, published=None, *, score=1.0):
    article = Article(
        title="T", text="x", origin="/a.txt", path="a.txt", source=source, published=published
    )
    passage = Passage(id="p", article_id=article.id, position=0, start=0, end=1, text="x")
    return Hit(rank=1, score=score, passage=passage, article=article)


def test_what_is_preferred_gains_and_the_rest_loses_nothing():
    wanted = Preference(sources=("Koha",), since=date(2025, 1, 1), until=date(2025, 1, 31))
    hits = [
        hit("Post"),
        hit("Koha"),
        hit("Koha", date(2025, 1, 31)),
        hit("Post", date(2025, 2, 1)),
    ]
    assert wanted.gains(hits) == [
        0.0,
        NAMED_SOURCE,
        pytest.approx(NAMED_SOURCE + NAMED_TIME),
        0.0,
    ]
    assert wanted.most == max(wanted.gains(hits))
    assert wanted.named() == ("Koha", "what was published from 2025-01-01 to 2025-01-31")


def test_the_newest_on_the_subject_gains_most_and_the_undated_nothing():
    wanted = Preference(newest=True)
    hits = [
        hit(published=date(2023, 1, 1)),
        hit(published=date(2024, 1, 1), score=0.6),
        hit(published=date(2025, 1, 1), score=0.6),
        hit(published=date(2026, 1, 1), score=0.4),
        hit(),
    ]
    assert wanted.gains(hits) == [0.0, NEWEST / 2, NEWEST, 0.0, 0.0]
    assert wanted.most == NEWEST
    assert wanted.named() == ("the newest",)


def test_an_event_is_told_of_in_the_week_after_it():
    wanted = Preference(since=date(2024, 3, 1), until=date(2024, 3, 1), of_event=True)
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 8), date(2024, 3, 9)]
    assert wanted.gains([hit(published=day) for day in days]) == [0.0, EVENT_TIME, EVENT_TIME, 0.0]
    before = Preference(until=date(2024, 3, 1), of_event=True)
    assert before.gains([hit(published=day) for day in days]) == [EVENT_TIME, EVENT_TIME, 0.0, 0.0]
    assert before.named() == ("what was published to 2024-03-01",)


def test_the_publisher_in_the_question_comes_first(newsroom):
    asked = "What did Balkan Wire report about roads and harbours in May 2024?"
    assert retrieve(newsroom, asked, top_k=1).hits[0].article.title == "Harbour"
