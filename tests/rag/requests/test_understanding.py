"""A question as a request: filters, notes and what it asks, put together."""

from __future__ import annotations

from datetime import date

import pytest

from index.filters import Filters
from rag.requests import Intent, request_of, understand
from rag.requests.request import Period

SOURCES = ("cnn.com", "Sport Coast", "Fjord Daily")
NEWEST = date(2023, 2, 18)


def asked(question, **given):
    return understand(question, embed=None, sources=SOURCES, newest=NEWEST, **given)


@pytest.mark.parametrize(
    ("question", "core", "filters", "note"),
    [
        (
            "According to Fjord Daily, who built the bridge?",
            "Who built the bridge?",
            Filters(sources=("Fjord Daily",)),
            "only articles by Fjord Daily",
        ),
        (
            "What did CNN report about inflation in March 2022?",
            "What did the articles report about inflation?",
            Filters(sources=("cnn.com",), since=date(2022, 3, 1), until=date(2022, 3, 31)),
            "only articles of March 2022 by cnn.com",
        ),
        (
            "what was in the news on 11 november 2022",
            "What was in the news",
            Filters(since=date(2022, 11, 11), until=date(2022, 11, 11)),
            "only articles of 11 November 2022",
        ),
        (
            "what did they report in November?",
            "What did they report?",
            Filters(since=date(2022, 11, 1), until=date(2022, 11, 30)),
            "only articles of November 2022",
        ),
        (
            "How many articles before June 2022 mention the Fed?",
            "How many articles mention the Fed?",
            Filters(until=date(2022, 5, 31)),
            "only articles before June 2022",
        ),
    ],
)
def test_what_narrows_the_articles_down_is_a_filter_with_a_note(question, core, filters, note):
    request = asked(question)
    assert (request.question, request.filters, request.notes) == (core, filters, (note,))


@pytest.mark.parametrize(
    ("question", "core", "since", "until"),
    [
        ("In 2022, who built the bridge?", "Who built the bridge?", "2022-01-01", "2022-12-31"),
        ("Who was minister in 2022?", "Who was minister in 2022?", "2022-01-01", "2022-12-31"),
        ("Who ruled before June 2022?", "Who ruled before June 2022?", None, "2022-05-31"),
        (
            "How many cases were reported in March 2022?",
            "How many cases were reported in March 2022?",
            "2022-03-01",
            "2022-03-31",
        ),
    ],
)
def test_the_time_of_an_event_is_no_filter(question, core, since, until):
    request = asked(question)
    expected = [date.fromisoformat(day) if day else None for day in (since, until)]
    assert request.question == core
    assert request.as_of is not None
    assert [request.as_of.since, request.as_of.until] == expected
    assert not request.filters
    assert not request.notes


@pytest.mark.parametrize(
    "question",
    [
        "Which social media site was down this week?",
        "Staff of which newspaper went on strike in March 2022?",
        "Which minister hit the headlines in March 2022?",
        "Who spoke at the news conference in March 2022?",
        "How many people had happened to see it in March 2022?",
    ],
)
def test_what_is_not_about_the_articles_is_no_filter(question):
    assert not asked(question).filters


def test_all_that_happened_on_a_day_is_what_its_articles_report():
    request = asked("What happened on 20 October 2022?")
    assert request.filters == Filters(since=date(2022, 10, 20), until=date(2022, 10, 22))
    assert request.notes == ("only articles of 20 October 2022 and the two days after",)
    assert request.as_of == Period(
        since=date(2022, 10, 20), until=date(2022, 10, 20), wording="of 20 October 2022"
    )
    assert request.topic == ""
    month = asked("What happened in October 2022?")
    assert month.filters == Filters(since=date(2022, 10, 1), until=date(2022, 10, 31))
    assert not asked("What happened in Osen on 20 October 2022?").filters


def test_a_time_after_the_last_article_prefers_none():
    request = asked("Which song won the prize this year?", today=date(2031, 3, 1))
    assert request.as_of is None
    assert asked("Which song won the prize this year?", today=date(2022, 11, 1)).as_of


def test_a_publisher_that_is_asked_about_is_mentioned():
    assert asked("Who owns CNN?").mentioned == ("cnn.com",)
    assert asked("What did CNN report about inflation?").mentioned == ("cnn.com",)
    assert asked("Who built the bridge?").mentioned == ()


def test_without_filters_all_articles_are_asked_and_the_note_says_so():
    request = asked("What did CNN report about inflation in March 2022?").without_filters()
    assert not request.filters
    assert request.as_of == Period(
        since=date(2022, 3, 1), until=date(2022, 3, 31), wording="of March 2022"
    )
    assert request.notes == (
        "nothing fits in articles of March 2022 by cnn.com, so all articles were searched",
    )
    plain = asked("Who built the bridge?")
    assert plain.without_filters() is plain


@pytest.mark.parametrize(
    ("question", "newest"),
    [
        ("What is the latest on the bridge?", True),
        ("Who is now the coach?", True),
        ("Is the bridge still closed?", True),
        ("Who is the current mayor?", True),
        ("Who is the mayor today?", True),
        ("Who built the bridge?", False),
        ("Who knows the mayor?", False),
        ("Which ferry was recently sold?", False),
        ("How much did the bank still raise its rate by?", False),
    ],
)
def test_the_newest_is_asked_for(question, newest):
    assert asked(question).newest is newest


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Who built the bridge?", Intent.FACT),
        ("Is it true that the bridge is closed?", Intent.YES_NO),
        ("I want to know whether the bridge is closed.", Intent.YES_NO),
        ("What party does Kurti lead?", Intent.FACT),
        ("What parties does Kurti name?", Intent.LIST),
        ("What can I ask about?", Intent.TALK),
        ("What can I learn about the bridge?", Intent.SURVEY),
        ("What did Rutte say about the bridge?", Intent.SAYS),
        ("What did CNN say about the bridge?", Intent.SURVEY),
        ("Which parties are in the council?", Intent.LIST),
        ("How many articles mention the bridge?", Intent.COUNT),
        ("How many soldiers does the mission have?", Intent.FACT),
        ("Tell me about the bridge.", Intent.SURVEY),
        ("Compare the bridge and the tunnel", Intent.COMPARISON),
        ("What has changed since June?", Intent.CHANGE),
        ('Who said "the bird is freed"?', Intent.QUOTE),
        ("Which article is that from?", Intent.ABOUT_ANSWER),
        ("what can you do?", Intent.TALK),
        ("What?", Intent.TALK),
        ("How many?", Intent.TALK),
        ("thanks", Intent.TALK),
        ("hello", Intent.TALK),
        ("كم كتابا تضم المكتبة؟", Intent.FACT),
    ],
)
def test_the_intent_is_known_even_without_a_vector(question, intent):
    assert asked(question).intent is intent


def test_who_something_is_according_to_speaks():
    request = asked("According to Rutte, how many soldiers are there?")
    assert (request.question, request.speaker) == ("How many soldiers are there?", "Rutte")


def test_a_lead_in_gives_its_names_to_a_question_that_leans_on_it():
    request = asked("I'm writing about the Balkans. What does NATO want there?")
    assert request.question == "What does NATO want there?"
    assert "Balkans" in request.topic


def test_an_open_library_is_asked_for_its_words_publishers_and_dates(newsroom):
    request = request_of("WHO LEADS THE MISION?", newsroom, today=date(2025, 3, 1))
    assert request.text == "WHO LEADS THE MISION?"
    assert request.intent is Intent.FACT


def test_the_vector_is_asked_for_once_with_the_core():
    import numpy as np

    embedded = []

    def embed(text):
        embedded.append(text)
        return np.zeros(384, dtype=np.float32)

    understand("Please tell me who won?", embed=embed)
    understand("thanks", embed=embed)
    assert embedded == ["Who won?"]


@pytest.mark.parametrize(
    ("question", "ahead"),
    [
        ("Who won the 2030 World Cup?", True),
        ("Did Norway win the 2030 World Cup?", True),
        ("How many people died in May 2029?", True),
        ("Who won the vote in March 2025?", True),
        ("Who won the cup this week?", False),
        ("Which team was crowned the champion this past week?", False),
        ("Where will the 2030 World Cup be held?", False),
        ("Who won the 2022 World Cup?", False),
        ("What did Rutte say about 2030?", False),
    ],
)
def test_the_outcome_of_what_comes_after_the_newest_article_is_not_told(question, ahead):
    request = understand(question, embed=None, newest=date(2025, 2, 14))
    assert request.ahead is ahead
    assert any("14 February 2025" in note for note in request.notes) is ahead


def test_a_question_that_names_its_matter_needs_no_lead_in():
    request = asked("I'm writing about the Balkans. How many soldiers does KFOR have?")
    assert (request.full, request.lead_in) == ("How many soldiers does KFOR have?", "")


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("I'm covering KFOR. How many are deployed?", "KFOR. How many are deployed?"),
        ("I write about the canal. What is it used for?", "The canal. What is it used for?"),
        ("I need this for Prizren. When was it built?", "Prizren. When was it built?"),
    ],
)  # fmt: skip
def test_of_a_lead_in_only_its_matter_is_kept(typed, full):
    assert asked(typed).full == full
