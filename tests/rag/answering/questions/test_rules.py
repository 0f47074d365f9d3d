"""The questions that a sentence as a whole answers; for short answers see ``test_proposals``."""

from __future__ import annotations

import pytest

from rag.answering.questions import QuestionGenerator

VISIT = "The visit by Mark Rutte ended early. "


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "The court held Milan Radoičić, former leader of a party, responsible.",
            "Who is Milan Radoičić?",
        ),
        (
            "“The Western Balkans matter to us,” said Rutte.",
            "What did Mark Rutte say about the Western Balkans?",
        ),
        (
            "In the same debate, Rutte argued that they should join the European Union.",
            "What did Mark Rutte say about the European Union?",
        ),
        # Where it was said is not what was said.
        ("Peace matters, Rutte said at the European Parliament.", None),
        ("So said Mark Rutte in the European Parliament.", None),
        # Nobody is known by that surname.
        ("“The Western Balkans matter to us,” said Brown.", None),
        ("The Western Balkans, a region in Europe, are at peace.", None),
    ],
)
def test_open_questions(sentence, question):
    drafts = list(QuestionGenerator(VISIT + sentence).open_questions(sentence))
    assert [one.question for one in drafts] == ([question] if question else [])
    assert all(one.answers == () for one in drafts)
