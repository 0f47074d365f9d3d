"""From a question to ranked passages, on a real library."""

from __future__ import annotations

from datetime import date

import pytest

from index.errors import LibraryEmptyError
from index.filters import Filters
from index.library import Library
from index.library.writer import open_for_writing
from rag.retrieval import retrieve


def titles(found):
    return [hit.article.title for hit in found.hits]


def test_the_passage_that_shares_the_question_s_words_comes_first(newsroom):
    found = retrieve(newsroom, "When did the harbour open?", top_k=3)
    assert titles(found)[0] == "Harbour"
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))


def test_a_hit_carries_its_article_and_the_passage_where_it_stands(newsroom):
    hit = retrieve(newsroom, "northern road", top_k=1).hits[0]
    assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert hit.trace.dense_rank == hit.trace.text_rank == 1


def test_top_k_is_the_most(newsroom):
    assert len(retrieve(newsroom, "the bank of the harbour", top_k=2).hits) == 2


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(sources=("wire",)), {"Harbour", "Snow"}),
        (Filters(since=date(2025, 1, 1)), {"The bank waits", "Snow"}),
        (Filters(until=date(2024, 12, 31)), {"Harbour"}),
        (Filters(sources=("tirana", "wire"), since=date(2025, 1, 14)), {"Snow"}),
    ],
)
def test_filters_hold_in_both_halves(newsroom, filters, expected):
    found = retrieve(newsroom, "bank harbour snow soldiers", top_k=10, filters=filters)
    assert set(titles(found)) == expected


def test_a_source_that_nobody_has_is_said_with_the_nearest_one(newsroom):
    found = retrieve(newsroom, "snow", top_k=3, filters=Filters(sources=("Balkan Wired",)))
    assert found.hits == ()
    assert found.warnings == (
        "no article has the source 'Balkan Wired'; did you mean 'Balkan Wire'?",
    )


def test_articles_without_a_date_that_a_date_filter_leaves_out_are_counted(newsroom):
    found = retrieve(newsroom, "snow", top_k=3, filters=Filters(since=date(2020, 1, 1)))
    assert found.warnings == ("1 article has no date and cannot pass a date filter",)


def test_a_syndicated_copy_is_one_hit_that_names_both_articles(
    corpus, location, settings, embedder
):
    from index.sync.update import update

    story = "Italy sends 852 soldiers to the mission. The United States follow with 612."
    (corpus / "copy.txt").write_text(f"Seen elsewhere\n\n{story} More soon.\n")
    list(update([corpus], location, settings, embedder=embedder))
    with Library(location, settings, embedder=embedder) as library:
        found = retrieve(library, "How many soldiers does Italy send?", top_k=10)
    first = found.hits[0]
    together = {first.article.title, *(copy.title for copy in first.copies)}
    assert together == {"Who keeps the peace", "Seen elsewhere"}
    assert not together & set(titles(found)[1:])


def test_an_empty_library_is_said_to_be_empty(location, settings, embedder):
    with open_for_writing(location, settings, embedder=embedder):
        pass
    with (
        Library(location, settings, embedder=embedder) as library,
        pytest.raises(LibraryEmptyError, match="holds no articles"),
    ):
        retrieve(library, "snow", top_k=3)
