"""Who did something, and who cannot have."""

import pytest

from rag.answering.extractive.evidence.who import reads_asked_about
from rag.answering.extractive.question import parse_question


@pytest.mark.parametrize(
    ("question", "text", "asked_about"),
    [
        ("Who does Berg govern with?", "It is the party of Minister Tor Berg.", True),
        ("Who did Tor Berg pardon?", "President Tor Berg pardoned nobody.", True),
        ("Who did Tor Berg pardon?", "On Sunday, Ole Berg was pardoned.", False),
        ("Who is Berg's son?", "On Sunday, Ole Berg was pardoned.", False),
        ("Who does Berg govern with?", "On Sunday, Ada Holm joined the cabinet.", False),
        ("Which party does Berg lead?", "It is the party of Minister Tor Berg.", False),
    ],
)
def test_whom_a_question_names_is_not_whom_it_asks_for(question, text, asked_about):
    parsed = parse_question(question)
    assert reads_asked_about(parsed, text, 0, len(text)) is asked_about
