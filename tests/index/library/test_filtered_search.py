"""Search by meaning under filters finds what Chroma's own filter finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from index.articles import Article
from index.chroma import results_to_ask_for
from index.chroma.records import EmbeddedArticle
from index.filters import Filters, Selection
from index.passages import split

pytestmark = pytest.mark.slow

SUBJECTS = ["harbour", "bridge", "council", "winter", "football", "banking", "theatre"]
FILTERS = [
    Filters(sources=("Daily",)),
    Filters(sources=("Rare",)),
    Filters(since=date(2010, 1, 1)),
    Filters(since=date(2010, 1, 1), until=date(2011, 12, 31)),
    Filters(sources=("Daily",), until=date(2004, 12, 31)),
    Filters(since=date(2030, 1, 1)),
]
QUESTIONS = ["harbour winter", "visitors of the theatre", "number 30", "banking"]


@pytest.fixture
def stocked(chroma_shelf):
    """150 articles, one a day's subject: most by the Daily, ten by the Rare Review, some undated"""
    shelf = chroma_shelf
    with shelf.writing() as writer:
        writer.adopt_model()
        writer.put([embedded(number, writer.embedder) for number in range(150)])
    return shelf


def embedded(number, embedder):
    subjects = [SUBJECTS[number % 7], SUBJECTS[number // 7 % 7]]
    article = Article(
        origin=f"/stock/{number}",
        path=f"{number}",
        title=f"Story {number}",
        text=f"The {' and the '.join(subjects)} had visitors, {number} of them.",
        source="Rare Review" if number % 15 == 0 else f"Daily {number % 2}",
        published=None if number % 10 == 9 else date(2000 + number % 20, 1, 1),
    )
    passages = split(article, size=200)
    return EmbeddedArticle(
        article=article,
        file=f"/stock/{number}",
        passages=passages,
        vectors=embedder.embed_documents([passage.text for passage in passages]),
    )


@pytest.mark.parametrize("least", [3, 800], ids=["few asked for", "many asked for"])
def test_it_finds_what_chroma_s_filter_finds(stocked, least):
    stocked.search = replace(stocked.search, least_asked=least)
    with stocked.open() as library:
        for filters, question in product(FILTERS, QUESTIONS):
            selection = library.selection(filters)
            vector = library.embedder.embed_query(question)
            found = library.dense(vector, limit=20, selection=selection)
            expected = library.vectors.nearest(vector, limit=20, selection=selection)
            assert len(found) == len(dict(found)) == len(expected)
            assert [one for _, one in found] == pytest.approx(
                [one for _, one in expected], abs=1e-5
            )
            # Of those that are as near as the last, any may be there.
            sure = {passage_id for passage_id, one in expected if one > expected[-1][1] + 1e-5}
            assert sure <= dict(found).keys()


def test_where_the_nearest_do_not_pass_chroma_s_filter_is_asked(stocked):
    """Nine in ten articles are not of a kind, but all that are near are."""
    stocked.search = replace(stocked.search, least_asked=1, oversample=0.1)
    with stocked.open() as library:
        vector = library.embedder.embed_query("harbour")
        selection = library.selection(Filters(sources=("daily",)))
        found = library.dense(vector, limit=30, selection=selection)
        assert len(found) == 30
        articles = [article for _, article in library.passages([one for one, _ in found]).values()]
        assert all(article.source.startswith("Daily") for article in articles)


@pytest.mark.parametrize(
    ("limit", "among", "asked"), [(50, 100_000, 50), (50, 600_000, 2_000), (3_000, 600_000, 3_000)]
)
def test_among_very_many_more_are_asked_for(limit, among, asked):
    assert results_to_ask_for(limit, among=among) == asked


def test_a_wider_search_returns_no_more(stocked):
    with stocked.open() as library:
        vector = library.embedder.embed_query("harbour winter")
        exact = library.vectors.nearest(vector, limit=150, selection=Selection())
        wide = library.vectors.nearest(vector, limit=5, selection=Selection(), among=600_000)
    assert [one for _, one in wide] == pytest.approx([one for _, one in exact[:5]], abs=1e-5)
