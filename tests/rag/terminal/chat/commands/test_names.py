"""``/names``: who and what the articles name."""

from __future__ import annotations


def test_names_and_kinds(converse):
    said = converse(
        "/names", "/names places", "/names people nobody", "/names pers nobody", width=120
    )
    assert "Italy" in said
    assert said.count("The articles name nobody and nothing of the kind.\n") == 2
