"""Vectors that the catalog keeps are compared where Chroma need not be opened."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest

from index.chroma.clients import database_file
from index.errors import LibraryDamagedError
from index.filters import Filters
from index.settings import SearchSettings

pytestmark = pytest.mark.slow

FILTERS = [
    Filters(),
    Filters(sources=("wire",)),
    Filters(since=date(2025, 1, 1)),
    Filters(sources=("wire",), until=date(2024, 12, 31)),
    Filters(since=date(2030, 1, 1)),
]
QUESTIONS = ["snow road", "bank rate", "Italy sends soldiers"]


def dense(library, question, filters=Filters(), limit=9):  # noqa: B008 - frozen
    return library.dense(
        library.embedder.embed_query(question), limit=limit, selection=library.selection(filters)
    )


@pytest.mark.parametrize("most", [20_000, 0], ids=["all held", "read one by one"])
def test_it_finds_what_chroma_finds(indexed, most):
    indexed.search = SearchSettings(exact_up_to=most)
    for filters, question in product(FILTERS, QUESTIONS):
        with indexed.open() as library:
            assert library.catalog.vectors.is_complete
            found = dict(dense(library, question, filters))
            opened = "vectors" in vars(library)
            assert opened is (most == 0 and filters == Filters())
            expected = dict(
                library.vectors.nearest(
                    library.embedder.embed_query(question),
                    limit=9,
                    selection=library.selection(filters),
                )
            )
            assert found == pytest.approx(expected, abs=1e-5)
            assert list(found.values()) == sorted(found.values(), reverse=True)
            assert len(dense(library, question, filters, limit=1)) == min(1, len(expected))


def test_what_changes_is_kept_with_its_passages(indexed, corpus, ask):
    with indexed.open() as library:
        assert "Bridges" not in ask.dense(library, "old bridge painted green", limit=1)
        (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
        (corpus / "kfor.txt").unlink()
        indexed.index(corpus, prune=True)
        assert library.catalog.vectors.is_complete
        assert library.catalog.vectors.missing() == []
        assert ask.dense(library, "old bridge painted green", limit=1) == ["Bridges"]
        assert "Who keeps the peace" not in ask.dense(library, "Italy sends soldiers", limit=9)
        assert "vectors" not in vars(library)


def test_a_library_that_keeps_no_vectors_is_asked_of_chroma_until_it_has_them(indexed, corpus):
    with indexed.writing() as writer, writer.catalog.transaction():
        for article in indexed.articles().values():
            writer.catalog.vectors.drop(article.id)
        writer.catalog.vectors.note_complete(complete=False)
    with indexed.open() as library:
        asked = dense(library, "snow road")
        assert "vectors" in vars(library)
    (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    indexed.index(corpus)
    with indexed.open() as library:
        assert (
            dict(asked).items()
            <= {
                key: pytest.approx(value, abs=1e-5) for key, value in dense(library, "snow road")
            }.items()
        )
        assert "vectors" not in vars(library)


def test_chroma_s_database_is_missed_where_it_is_gone_or_overwritten(indexed):
    file = database_file(indexed.location)
    file.write_bytes(b"no database at all" * 99)
    with indexed.open() as library, pytest.raises(LibraryDamagedError):
        dense(library, "snow")
    file.unlink()
    with indexed.open() as library, pytest.raises(LibraryDamagedError, match="are gone"):
        dense(library, "snow")


def test_a_vector_of_zeros_is_near_to_nothing(indexed):
    with indexed.writing() as writer:
        nothing = np.zeros(writer.embedder.dimension, dtype=np.float32)
        [first, *_] = writer.catalog.passages.ids()
        with writer.catalog.transaction():
            writer.catalog.vectors.keep({first: nothing})
    with indexed.open() as library:
        found = dict(library.dense(nothing, limit=9, selection=library.selection(Filters())))
        assert set(found.values()) == {0.0}
        assert dict(dense(library, "snow"))[first] == 0.0
