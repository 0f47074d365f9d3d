"""Whose something is."""

from __future__ import annotations

import pytest

from rag.answering.extractive.evidence.owners import is_the_owner, owned_in
from rag.answering.extractive.question import parse_question

RESULTS = "Prime Minister Ada Holm’s Forward movement won, before the Party of Osen."


@pytest.mark.parametrize(
    ("question", "text", "owned"),
    [
        ("What party does Holm lead?", RESULTS, "Forward"),
        ("What is the name of Holm's party?", RESULTS, "Forward"),
        ("What party does Lind lead?", RESULTS, None),
        ("What party does Holm lead?", "Forward, the new party of Ada Holm, won.", "Forward"),
        ("What party does Lind lead?", "Forward, the new party of Ada Holm, won.", None),
        ("What party did Holm meet?", RESULTS, None),
        ("What party does Holm lead?", "Holm’s Forward and Holm’s Youth met.", None),
        ("How many lead it?", RESULTS, None),
    ],
)
def test_what_is_somebodys(question, text, owned):
    found = owned_in(parse_question(question), text)
    assert (found and text[slice(*found)]) == owned


def test_whose_something_is_is_not_what_is_theirs():
    question = parse_question("What party does Holm lead?")
    assert is_the_owner(question, "Prime Minister Ada Holm")
    assert not is_the_owner(question, "Holm Forward")
    assert not is_the_owner(parse_question("What party met Holm?"), "Ada Holm")
