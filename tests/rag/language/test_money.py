"""Sums of money in any currency."""

from __future__ import annotations

import re

import pytest

from rag.language.money import money


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("The school cost 37 million dinars.", ["37 million dinars"]),
        ("37 million rupees", ["37 million rupees"]),
        ("37 million lek", ["37 million lek"]),
        ("NOK 37 million", ["NOK 37 million"]),
        ("RM6.162 million", ["RM6.162 million"]),
        ("3.700.000 € in all", ["3.700.000 €"]),
        ("$4.6 million and 300 euros", ["$4.6 million", "300 euros"]),
        ("two million Serbian dinars", ["two million Serbian dinars"]),
        ("six and a half million pounds", ["six and a half million pounds"]),
        ("A$5, £300m, CHF 20", ["A$5", "£300m", "CHF 20"]),
        ("Rs 500 crore", ["Rs 500 crore"]),
        ("500 kr", ["500 kr"]),
        ("50 cents", ["50 cents"]),
        ("a 5-million-euro house", ["5-million-euro"]),
        ("about $3", ["about $3"]),
        ("All 5 men lost 3 real games", []),
    ],
)
def test_sums(text, sums):
    assert [match[0] for match in re.finditer(money(), text)] == sums
