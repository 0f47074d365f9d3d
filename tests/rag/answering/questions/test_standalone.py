"""Which questions can be put to somebody who has not read the article."""

from __future__ import annotations

import pytest

from rag.answering.questions import stands_alone


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("When was the University of Warsaw established?", True),
        ("How many kinds of X.25 networks were there?", True),
        ("When was it established?", False),
        ("When did the mission begin?", False),
        ("Who said that his army will leave Kosovo?", False),
        ("When did NATO talk to the?", False),
        ("When did 1999 NATO?", False),  # gives its answer away
        ("When was the other the Banjska incident?", False),
        ("Which country was blamed by Kosovo once more?", False),
        ("Where was the treaty between Serbia and Kosovo signed in?", False),
        ("Who?", False),
        ("Who said on Monday " + "that Kosovo " * 12 + "?", False),
    ],
)
def test_a_question_stands_alone(question, alone):
    assert stands_alone(question, ("1999",)) is alone
