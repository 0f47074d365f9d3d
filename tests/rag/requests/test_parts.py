"""Whose words, about what, which sides, which quotation, which topic."""

from __future__ import annotations

import pytest

from rag.requests.parts import Parts, parts_of
from rag.requests.request import Intent


@pytest.mark.parametrize(
    ("question", "speaker", "about"),
    [
        ("What did Rutte say about defence spending?", "Rutte", "defence spending"),
        ("What did the prime minister announce?", "the prime minister", None),
        ("what has Lula promised for the Amazon", "Lula", "the Amazon"),
        ("What did she say in her speech?", "she", "in her speech"),
        ("Summarise what Stoltenberg said about Bosnia", "Stoltenberg", "Bosnia"),
        ("What is Macron's position on migration?", "Macron", "migration"),
        ("Reactions of the unions to the budget", "the unions", "the budget"),
        ("Show me quotes by Obama on the midterms", "Obama", "the midterms"),
        ("How did Erdogan respond to the bid?", "Erdogan", "the bid"),
        ("Did Biden say anything about the strike?", "Biden", "the strike"),
        ("Putin on nuclear weapons", "Putin", "nuclear weapons"),
        ("Quote Rutte on war", "Rutte", "war"),
    ],
)
def test_whose_words_about_what(question, speaker, about):
    found = parts_of(question, Intent.SAYS)
    assert (found.speaker, found.about) == (speaker, about)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Compare France and Germany", ("France", "Germany")),
        (
            "Compare the careers of Serena Williams and Roger Federer",
            ("the careers of Serena Williams", "the careers of Roger Federer"),
        ),
        (
            "Compare what Rutte said about Serbia and about Kosovo",
            ("what Rutte said about Serbia", "what Rutte said about Kosovo"),
        ),
        ("What is the difference between a truce and a ceasefire?", ("a truce", "a ceasefire")),
        ("How does omicron differ from delta?", ("omicron", "delta")),
        ("How do Serbia and Kosovo differ on plates?", ("Serbia plates", "Kosovo plates")),
        (
            "Compare what Holm and Ness said about the strait",
            ("what Holm said about the strait", "what Ness said about the strait"),
        ),
        (
            "Compare the result of the PDK with that of the LDK",
            ("the result of the PDK", "the result of the LDK"),
        ),
        ("Compare Iran's and Iraq's exports", ("Iran's exports", "Iraq's exports")),
        ("Trump vs Biden on abortion", ("Trump on abortion", "Biden on abortion")),
    ],
)
def test_the_sides_of_a_comparison(question, sides):
    assert parts_of(question, Intent.COMPARISON).sides == sides


@pytest.mark.parametrize(
    ("question", "topic", "sides"),
    [
        (
            "How did gas prices change between June and September?",
            "gas prices",
            ("gas prices June", "gas prices September"),
        ),
        (
            "What changed between the first and the second report?",
            "the first the second report",
            ("the first", "the second report"),
        ),
        ("What has changed in Iran since the protests?", "Iran", ()),
        ("How has Germany's position on tanks changed?", "Germany's position on tanks", ()),
    ],
)
def test_the_sides_of_a_change(question, topic, sides):
    found = parts_of(question, Intent.CHANGE)
    assert (found.topic, found.sides) == (topic, sides)


@pytest.mark.parametrize(
    ("question", "speaker", "quoted"),
    [
        ("Find the quote where Rutte says Europe is safe", "Rutte", "Europe is safe"),
        ('Who said "the bird is freed"?', None, "the bird is freed"),
        ("Find the line about a wolf", None, "a wolf"),
        ("Find where Rutte says that Europe is safe", "Rutte", "Europe is safe"),
    ],
)
def test_the_quotation_that_is_looked_for(question, speaker, quoted):
    found = parts_of(question, Intent.QUOTE)
    assert (found.speaker, found.quoted) == (speaker, quoted)


@pytest.mark.parametrize(
    ("question", "intent", "topic", "over_articles"),
    [
        ("Which articles mention NATO?", Intent.LIST, "NATO", True),
        (
            "Which articles are about the Supreme Court and abortion?",
            Intent.LIST,
            "the Supreme Court and abortion",
            True,
        ),
        ("Show me all stories on the royal family", Intent.LIST, "the royal family", True),
        ("Which parties won seats?", Intent.LIST, "parties won seats", False),
        ("How many articles mention NATO?", Intent.COUNT, "NATO", True),
        ("How many articles are there?", Intent.COUNT, "", True),
        ("Tell me about the tunnel", Intent.SURVEY, "the tunnel", False),
        ("What happened in Banjska?", Intent.SURVEY, "Banjska", False),
        ("What do the articles say about inflation?", Intent.SURVEY, "inflation", False),
        ("Give me a timeline of the war in Ukraine", Intent.SURVEY, "the war in Ukraine", False),
        ("What is the latest on the bridge?", Intent.SURVEY, "the bridge", False),
        ("What was in the news?", Intent.SURVEY, "", False),
        ("Summarise all of the articles", Intent.SURVEY, "", False),
        ("Sum up everything", Intent.SURVEY, "", False),
        ("Give me an overview of my library", Intent.SURVEY, "", False),
        ("Summarise the articles about the canal", Intent.SURVEY, "the canal", False),
        ("Give me an overview of what my press says about votes", Intent.SURVEY, "votes", False),
        ("Sum up all reports on the bridge", Intent.SURVEY, "the bridge", False),
        ("Give me a summary of these stories about rain", Intent.SURVEY, "rain", False),
        ("Who built the bridge?", Intent.FACT, "built the bridge", False),
    ],
)
def test_the_topic(question, intent, topic, over_articles):
    assert parts_of(question, intent) == Parts(topic=topic, over_articles=over_articles)


def test_small_talk_is_about_nothing():
    assert parts_of("What can you do?", Intent.TALK) == Parts()


@pytest.mark.parametrize("question", ["What is this about?", "What are these about?"])
def test_what_it_is_all_about_has_no_topic(question):
    assert parts_of(question, Intent.SURVEY) == Parts()
