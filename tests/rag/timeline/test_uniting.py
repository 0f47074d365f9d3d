"""Uniting: one event in other words, and two events of one person and day."""

from __future__ import annotations

import pytest

from rag.timeline.events import group, weigher
from rag.timeline.uniting import united

pytestmark = pytest.mark.model


@pytest.fixture
def united_events(article, tellings_of, model):
    """Return how many articles tell each of the events that texts of one day come to."""

    def read(*texts, published="2022-08-04"):
        every = [article(f"paper {at}", text, published) for at, text in enumerate(texts)]
        tellings = tellings_of(*every)
        groups = united(group(tellings, weigher(tellings)), model)
        return sorted(len({one.article.id for one in own.tellings}) for own in groups)

    return read


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Ann Brown was arrested at the airport on 17 February 2022 over a gram of oil.",
            "Brown, a former harbour pilot, was detained in February 2022.",
        ),
        (
            "Ann Brown was convicted on Thursday in a case that drew protests.",
            "On August 4, Brown was sentenced to nine years in a penal colony.",
        ),
        (
            "Queen Margaret Alexandra died Thursday at Castle Rock, her home.",
            "Queen Margaret, whose rule spanned seven decades, died on Thursday at the age of 96.",
        ),
    ],
)
def test_one_event_in_other_words(united_events, texts):
    assert united_events(*texts) == [2]


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Brown was sentenced to nine years in prison on Thursday.",
            "Brown’s team played the Harbour Lions on Thursday night.",
        ),
        (
            "Brown was arrested in Malta on Thursday.",
            "Carl Stone was arrested in Malta on Thursday.",
        ),
        (
            "Three people were killed by a shell in Kherson on Thursday.",
            "Five people were killed by a shell in Odesa on Thursday.",
        ),
        (
            "Brown fired the finance director on Thursday.",
            "Brown met the prime minister on Thursday.",
        ),
    ],
)
def test_two_events_of_one_day(united_events, texts):
    assert united_events(*texts) == [1, 1]


def test_nothing_is_united_of_nothing(model):
    assert united([], model) == []
