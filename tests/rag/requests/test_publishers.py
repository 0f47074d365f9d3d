"""Publishers that a question wants to hear, and those that it is about."""

from __future__ import annotations

import pytest

from rag.requests.publishers import Attributed, attributed, squashed

SOURCES = (
    "cnn.com",
    "usatoday.com",
    "The New York Times",
    "www.theguardian.co.uk",
    "Sport Coast",
    "Fjord Daily",
    "Time",
    "Koha",
)


@pytest.mark.parametrize(
    ("question", "rest", "sources"),
    [
        (
            "What did CNN report about the fee?",
            "What did the articles report about the fee?",
            "cnn.com",
        ),
        ("what did cnn say about it", "what did the articles say about it", "cnn.com"),
        ("What does USA Today say?", "What do the articles say?", "usatoday.com"),
        ("What did usatoday.com write?", "What did the articles write?", "usatoday.com"),
        ("According to Fjord Daily, who won?", "who won?", "Fjord Daily"),
        ("According to fjord daily who won?", "who won?", "Fjord Daily"),
        ("Who won, according to the Guardian?", "Who won?", "www.theguardian.co.uk"),
        (
            "What does Sport Coast say about the fee?",
            "What do the articles say about the fee?",
            "Sport Coast",
        ),
        (
            "What has the NYT written on it?",
            "What have the articles written on it?",
            "The New York Times",
        ),
        (
            "Which articles by the New York Times mention NATO?",
            "Which articles mention NATO?",
            "The New York Times",
        ),
        (
            "How many nytimes stories mention NATO?",
            "How many stories mention NATO?",
            "The New York Times",
        ),
        ("Which CNN articles mention NATO?", "Which articles mention NATO?", "cnn.com"),
        ("Summarise CNN's coverage of the fee", "Summarise coverage of the fee", "cnn.com"),
        ("What was published in Koha?", "What was published?", "Koha"),
        ("What did Time report?", "What did the articles report?", "Time"),
        ("Tell me what Koha wrote about it", "Tell me what the articles wrote about it", "Koha"),
    ],
)
def test_a_publisher_that_speaks_is_taken_out(question, rest, sources):
    assert attributed(question, SOURCES) == Attributed(question=rest, sources=(sources,))


def test_several_publishers_in_a_row_are_all_meant():
    found = attributed("What did CNN and USA Today say about it?", SOURCES)
    assert found == Attributed(
        question="What did the articles say about it?", sources=("cnn.com", "usatoday.com")
    )


@pytest.mark.parametrize(
    "question",
    [
        "Who owns CNN?",
        "How much did CNN pay for the rights?",
        "How many people work at USA Today?",
        "What happened to the New York Times?",
        "Why was Koha fined?",
        "What was said in time for the vote?",
        "What did the guardians say?",
        "What did Rutte say?",
        "According to Rutte, who won?",
        "Did CNN fire him?",
    ],
)
def test_a_publisher_that_is_spoken_of_stays(question):
    assert attributed(question, SOURCES) is None


def test_names_and_addresses_have_one_form():
    forms = {
        "usatoday": ["USA Today", "usatoday.com", "www.usatoday.com", "https://usatoday.com/x"]
    }
    for form, names in forms.items():
        assert {squashed(name) for name in names} == {form}
    assert squashed("bbc.co.uk") == "bbc"
    assert squashed("The Guardian") == "guardian"
