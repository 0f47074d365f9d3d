"""Questions in the forms that people type."""

from __future__ import annotations

import random

import pytest
from training.phrasing import typed

QUESTION = "Who leads the mission in Kosovo?"


@pytest.fixture(scope="module")
def forms():
    return {typed(QUESTION, random.Random(seed)) for seed in range(300)}


@pytest.mark.parametrize(
    "form",
    [
        "who leads the mission in kosovo",
        "Who leads the mission in Kosovo",
        "Tell me who leads the mission in Kosovo",
        "Quick question. Who leads the mission in Kosovo?",
        "According to the BBC, who leads the mission in Kosovo?",
    ],
)
def test_the_forms(forms, form):
    assert form in forms


def test_an_error_is_in_one_word(forms):
    misspelt = [one for one in forms if len(one.split()) == 6 and one.endswith("?")]
    assert len(misspelt) > 10
    for one in misspelt:
        wrong = [a for a, b in zip(one.split(), QUESTION.split(), strict=True) if a != b]
        assert len(wrong) <= 1


def test_what_begins_otherwise_is_no_command():
    made = {typed("Is it led by him?", random.Random(seed)) for seed in range(100)}
    assert not any(one.startswith("Tell") for one in made)
