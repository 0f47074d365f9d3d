"""The value in a sentence that a question asks for."""

from __future__ import annotations

import pytest

from rag.answering.extractive.question import parse_question
from rag.answering.extractive.short_answers import short_answer

RESULTS = (
    "The Self-Determination movement has 40.80 percent of the vote, the Democratic Party of Kosovo "
    "(PDK) 22.03 percent and the Democratic League of Kosovo (LDK) 17.63 percent."
)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("What percentage did the PDK get?", RESULTS, "22.03 percent"),
        ("What percentage did the LDK get?", RESULTS, "17.63 percent"),
        (
            "How many seats has the assembly?",
            "This would require 61 votes in the 120-seat assembly.",
            "120",
        ),
        (
            "How many votes does a government need?",
            "This would require 61 votes in the 120-seat assembly.",
            "61",
        ),
        (
            "Which country sends the most soldiers?",
            "Most of the soldiers come from Italy, followed by Hungary.",
            "Italy",
        ),
        ("When is the vote in Kosovo?", "Kosovo holds its vote on February 9.", "February 9"),
        (
            "Who does Kosovo hold responsible?",
            "Kosovo holds Milan Radoičić responsible.",
            "Milan Radoičić",
        ),
        ("Why did he leave?", "He left because of Italy.", None),
        ("When is the vote?", "The vote is near.", None),
        ("Who votes in Kosovo?", "Kosovo votes.", None),
    ],
)
def test_the_value_asked_for(question, sentence, expected):
    assert short_answer(parse_question(question), sentence, term_weight=lambda _: 1.0) == expected
