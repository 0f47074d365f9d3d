"""Who won a vote, told by shares."""

from __future__ import annotations

import pytest

from rag.answering.extractive.shares import gives_results, share_of, winner_in
from rag.language.votes import asks_for_winner, results_of

RESULTS = (
    "According to the count, Mayor Rita Holm’s Fjord movement received 40.80 percent of the vote,"
    " followed by the Green Party (GP) with 22.03 percent and the List of the North with 4.61"
    " percent of the vote."
)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who won the elections in Torpa?", True),
        ("Which party won?", True),
        ("Which party got the most votes?", True),
        ("Who won the cup?", False),
        ("Who voted for the bridge?", False),
    ],
)
def test_who_won_is_asked_of_a_vote(question, asks):
    assert asks_for_winner(question) is asks
    assert bool(results_of(question)) is asks


@pytest.mark.parametrize(
    ("question", "party"),
    [
        ("Who won the elections?", "Mayor Rita Holm’s Fjord movement"),
        ("Which party came second?", "Green Party"),
        ("Which party came last?", "List of the North"),
        ("Which party got the fewest votes?", "List of the North"),
    ],
)
def test_the_order_of_shares_is_that_of_places(question, party):
    assert gives_results(RESULTS)
    assert winner_in(question, RESULTS) == party


def test_nobody_is_third_of_two():
    text = "The Greens received 60 percent of the vote, the Reds received 40 percent."
    assert winner_in("Which party came third?", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "A poll shows that Holm would win 50 percent of votes and Dag 36 percent.",
        "Turnout was 40 percent of those who may vote.",
        "Prices rose by 4 percent in May and 5 percent in June.",
    ],
)
def test_no_results_are_in_surveys_and_other_figures(text):
    assert not gives_results(text)


@pytest.mark.parametrize(
    ("name", "share"),
    [("green", "22.03 percent"), ("gp", "22.03 percent"), ("holm", "40.80 percent"), ("red", None)],
)
def test_a_share_follows_the_name(name, share):
    found = share_of([name], RESULTS)
    assert (found and RESULTS[slice(*found)]) == share
