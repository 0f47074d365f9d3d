"""What of a draft is checked."""

from __future__ import annotations

import pytest

from rag.drafts import Format, draft_of
from rag.drafts.checkable import is_general, reason_not_to_check


def reason(text, *, attributed=False):
    (sentence,) = draft_of(text.encode(), Format.MARKDOWN).sentences
    return reason_not_to_check(sentence, said=["what somebody says"] if attributed else [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Will the ships come back?", "it is a question"),
        ("What a storm!", "it is an exclamation"),
        ("We visited the harbour last week.", "it is the writer's own"),
        ("I think the plan will fail.", "it is the writer's own"),
        ("Let's look at the figures.", "it is the writer's own"),
        ("Then I went to the harbour.", "it is the writer's own"),
        ("This article explains the plan.", "it is about the draft itself"),
        ("In this report, three questions are asked.", "it is about the draft itself"),
        ("Photo: the northern basin.", "it is about the draft itself"),
        ("Read more about it on page two.", "it is about the draft itself"),
        ("By Ann Brown", "it names the writer"),
        ("The ministry should have paid long ago.", "it is an opinion"),
        ("It is a disgrace that nobody paid.", "it is an opinion"),
        ("The plan is absurd.", "it is an opinion"),
        ("Time will tell.", "it is an opinion"),
        ("Ships will surely come back.", "it tells what is to come"),
        ("The minister secretly hates boats.", "no article could know it"),
        ("## Background", "it is no whole sentence"),
    ],
)
def test_what_is_not(text, why):
    assert reason(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "Dredging begins in April.",
        "The ministry should pay 12 million euros.",
        "Sources in the ministry denied it.",
        "World War I ended in 1918.",
        "The US sent two ships.",
        "“We will dredge first,” Brown said.",
        "Brown asked: “Where is the money?”",
        "Follow-up talks begin on Monday.",
        "- 12 million euros for the Northern Basin",
        "## Ministry promises 12 million euros",
    ],
)
def test_what_is(text):
    assert reason(text) is None


def test_an_opinion_of_somebody_who_is_named():
    assert reason("The ministry should pay, Brown said.", attributed=True) is None


@pytest.mark.parametrize(
    ("text", "general"),
    [
        ("Peace is better than war.", True),
        ("Small boats need small harbours.", True),
        ("The boats need a harbour.", False),
        ("Boats needed harbours.", False),
        ("Norway’s harbours need boats.", False),
    ],
)
def test_general_truths(text, general):
    assert is_general(text) is general
