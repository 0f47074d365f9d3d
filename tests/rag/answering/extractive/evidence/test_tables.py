"""The cell that a question asks for."""

from __future__ import annotations

import pytest

from rag.answering.extractive.evidence.tables import cell_asked_for
from rag.answering.extractive.question import parse_question

ROW = "Country: Norland, Gold: 5, Silver: 1,200"


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("How many gold medals did Norland win?", "5"),
        ("How many silver medals did Norland win?", "1,200"),
        ("How many gold medals did Sudland win?", None),
        ("How many medals did Norland win?", None),
        ("How many gold and silver medals did Norland win?", None),
    ],
)
def test_row_and_column_must_both_be_named(question, cell):
    found = cell_asked_for(parse_question(question), ROW)
    assert (ROW[slice(*found)] if found else None) == cell
