from __future__ import annotations

from datetime import date

import pytest

from index.catalog import ArticleEntry
from rag.cli.commands.articles import Sort, ordered, titled


def entry(title, *, source=None, published=None, passages=1):
    return ArticleEntry(
        id=title,
        title=title,
        source=source,
        published=published,
        path="a.txt",
        url=None,
        origin="/a.txt",
        passages=passages,
    )


ENTRIES = [
    entry("snow", source="Wire", published=date(2025, 2, 1), passages=3),
    entry("Çmimet", source="çka", published=date(2024, 5, 2), passages=1),
    entry("bank", published=None, passages=7),
    entry("Dibra", source="Bota", published=date(2025, 2, 1), passages=2),
]


@pytest.mark.parametrize(
    ("sort", "titles", "reversed_titles"),
    [
        (Sort.DATE, "snow Dibra Çmimet bank", "Çmimet snow Dibra bank"),
        (Sort.TITLE, "bank Çmimet Dibra snow", "snow Dibra Çmimet bank"),
        (Sort.PUBLISHER, "Dibra Çmimet snow bank", "snow Çmimet Dibra bank"),
        (Sort.PASSAGES, "bank snow Dibra Çmimet", "Çmimet Dibra snow bank"),
    ],
)
def test_orders(sort, titles, reversed_titles):
    """What has no date or publisher comes last, either way; equals stay as they were."""
    assert [one.title for one in ordered(ENTRIES, sort)] == titles.split()
    assert [one.title for one in ordered(ENTRIES, sort, reverse=True)] == reversed_titles.split()


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (None, "snow Çmimet bank Dibra"),
        ("", "snow Çmimet bank Dibra"),
        ("CMIM", "Çmimet"),
        ("i a", "Dibra"),
    ],
)
def test_titles(words, titles):
    assert [one.title for one in titled(ENTRIES, words)] == titles.split()
