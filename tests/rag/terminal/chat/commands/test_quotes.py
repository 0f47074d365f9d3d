"""``/quotes``: who is quoted as saying what."""

from __future__ import annotations


def test_who_and_what_about(converse):
    said = converse("/quotes nobody about gas", "/quotes about gas")
    assert "The articles quote no remark by nobody about gas.\n" in said
    assert "> /quotes about gas\nThe articles quote no remark about gas.\n" in said
