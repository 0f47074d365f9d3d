"""Whether saved quotes still stand."""

from __future__ import annotations

import pytest

from index.articles import Article
from rag.citations.standing import SavedQuote, Standing, saved_quotes, verified


def article(text):
    return Article(origin="/news/a", path="a", title="A", text=text)


SAVED = SavedQuote(
    article_id=article("").id, title="A", path="a", quote="the bank waits", start=6, end=20
)


@pytest.mark.parametrize(
    ("text", "standing", "place"),
    [
        ("Today the bank waits.", Standing.STANDS, (6, 20)),
        ("Today, again, the bank waits.", Standing.MOVED, (14, 28)),
        ("Today the bank acts.", Standing.GONE, None),
        ("", Standing.GONE, None),
    ],
)
def test_what_became_of_a_quote(text, standing, place):
    found = verified(SAVED, {SAVED.article_id: article(text)}.get, None)
    assert (found.standing, found.place, found.article_changed) == (standing, place, None)


def test_an_article_that_is_gone():
    found = verified(SAVED, {}.get, "0123")
    assert (found.standing, found.article_changed) == (Standing.MISSING, None)
    assert not found.standing.holds


def test_an_article_that_changed_elsewhere():
    now = article("Today the bank waits. Corrected.")
    assert verified(SAVED, {now.id: now}.get, "0123").article_changed is True
    assert verified(SAVED, {now.id: now}.get, now.content_hash).article_changed is False


def test_quotes_are_found_wherever_they_stand_in_a_file():
    cited = {
        "article_id": "a1", "title": "A", "path": "a", "quote": "q", "start": 0, "end": 1,
    }  # fmt: skip
    value = [{"turns": [{"citations": [cited, cited]}]}, {"statements": [{"citations": [cited]}]}]
    assert [one.quote for one in saved_quotes(value)] == ["q"]
    assert list(saved_quotes({"citations": [{**cited, "start": "x"}, 7, None]})) == []
