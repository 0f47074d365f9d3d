"""Offices that are one, called otherwise."""

from __future__ import annotations

import pytest

from index.articles import Article
from rag.drafts.offices import other_office
from rag.quotes.cast import Cast

TOLD = (
    "Harbour Authority spokesperson Ann Brown said so. Carl Stone, the chief product development "
    "officer of Aurora, agreed."
)


@pytest.mark.parametrize(
    ("draft", "differs"),
    [
        ("Harbour Authority spokesman Ann Brown said so.", False),
        ("Harbour Authority director Ann Brown said so.", True),
        ("Carl Stone, a senior executive of Aurora, agreed.", False),
    ],
)
def test_one_office_under_another_name(draft, differs):
    article = Article(origin="/a.txt", path="a.txt", title="A", text=TOLD, source="Koha")
    (held,) = Cast(draft).holders
    assert (other_office(held, [article]) is not None) is differs
