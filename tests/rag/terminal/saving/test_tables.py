"""Tables: what a spreadsheet shows, and never runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.terminal.saving.tables import csv_text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", " =1", "\t=1", "\r=1", "\n=cmd|' /C'!A0"]
)
def test_no_cell_is_a_formula(text):
    (_, (cell,)) = csv.reader(io.StringIO(csv_text(["a"], [[text]])))
    assert cell.startswith("'")


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_a_row_has_as_many_cells_as_it_was_given(cells):
    rows = list(csv.reader(io.StringIO(csv_text([str(n) for n in range(len(cells))], [cells]))))
    assert len(rows[1]) == len(cells)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in rows[1])


def test_numbers_and_nothing():
    assert csv_text(["n", "none"], [[-3, None]]) == "n,none\n-3,\n"
