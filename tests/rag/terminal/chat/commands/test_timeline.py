"""``/timeline``: what happened when."""

from __future__ import annotations


def test_a_subject(converse):
    said = converse("/timeline the harbour", "/timeline")
    assert "\nMay 2024\n" in said or "The harbour opened in May." in said
    assert "/timeline needs a subject" in said
