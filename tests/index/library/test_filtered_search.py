"""Search by meaning under filters finds what Chroma's own filter finds."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from index.articles import Article
from index.filters import Filters, Selection
from index.library import chroma as vectors
from index.library import filtered_search as filtered
from index.library.writer import EmbeddedArticle
from index.passages import split

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
def stocked(shelf):
    """150 articles, one a day's subject: most by the Daily, ten by the Rare Review, some undated"""
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


@pytest.mark.usefixtures("with_chroma")
@pytest.mark.parametrize("least", [3, 800], ids=["few asked for", "many asked for"])
def test_it_finds_what_chroma_s_filter_finds(stocked, monkeypatch, least):
    monkeypatch.setattr(filtered, "_LEAST", least)
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


@pytest.mark.usefixtures("with_chroma")
def test_where_the_nearest_do_not_pass_chroma_s_filter_is_asked(stocked, monkeypatch):
    """Nine in ten articles are not of a kind, but all that are near are."""
    monkeypatch.setattr(filtered, "_LEAST", 1)
    monkeypatch.setattr(filtered, "_SPARE", 0.1)
    with stocked.open() as library:
        vector = library.embedder.embed_query("harbour")
        selection = library.selection(Filters(sources=("daily",)))
        found = library.dense(vector, limit=30, selection=selection)
        assert len(found) == 30
        articles = [article for _, article in library.passages([one for one, _ in found]).values()]
        assert all(article.source.startswith("Daily") for article in articles)


@pytest.mark.usefixtures("with_chroma")
@pytest.mark.parametrize(("one_in", "asked"), [(3, 50), (100, 5)], ids=["many", "few"])
def test_among_many_the_search_is_wider_and_returns_no_more(stocked, monkeypatch, one_in, asked):
    monkeypatch.setattr(vectors, "_EF_SEARCH", 20)
    monkeypatch.setattr(vectors, "_ONE_IN", one_in)
    with stocked.open() as library:
        assert library.size == 150
        vector = library.embedder.embed_query("harbour winter")
        exact = library.vectors.nearest(vector, limit=150, selection=Selection())
        wanted = []
        query = library.vectors._collection.query
        monkeypatch.setattr(
            library.vectors._collection,
            "query",
            lambda **given: wanted.append(given["n_results"]) or query(**given),
        )
        found = library.dense(vector, limit=5, selection=Selection())
    assert wanted == [asked]
    assert [one for _, one in found] == pytest.approx([one for _, one in exact[:5]], abs=1e-5)
