from __future__ import annotations

import pytest

from index.articles import Article


@pytest.fixture
def article():
    """Make an article of a text."""

    def make(text, name="a.txt", folder="/home/ann/news"):
        return Article(origin=f"{folder}/{name}", path=f"news/{name}", title=name, text=text)

    return make
