"""Chroma saves its graph of neighbours once, and after each writing where questions open it."""

from index.chroma.probe import index_stamp
from index.repair import check


def saved_graphs(shelf):
    return list(shelf.location.chroma_folder.glob("*/index_metadata.pickle"))


def test_a_large_library_is_saved_with_every_change(chroma_shelf, corpus, ask):
    shelf = chroma_shelf
    shelf.index(corpus)
    [graph] = saved_graphs(shelf)
    before = graph.read_bytes()
    (corpus / "new.md").write_text("Bridges\n\nThe old bridge was painted green.\n")
    shelf.index(corpus)
    after = graph.read_bytes()
    shelf.index(corpus)
    assert before != after == graph.read_bytes(), "nothing was written, and nothing saved"
    with shelf.open() as library:
        assert library.vectors.count() == library.counts()[1] == 5
        assert check(library) == []
        assert ask.dense(library, "old bridge painted green", limit=1) == ["Bridges"]


def test_a_library_that_is_compared_is_saved_once(indexed, corpus):
    """Or whoever reads it would write an empty graph, at times over the first that is saved."""
    [graph] = saved_graphs(indexed)
    saved = graph.read_bytes()
    (corpus / "new.md").write_text("Bridges\n\nThe old bridge was painted green.\n")
    indexed.index(corpus)
    stamp = index_stamp(indexed.location, indexed.location.collection)
    with indexed.open() as library:
        assert library.vectors.count() == 5
        assert check(library) == []
    assert graph.read_bytes() == saved
    assert index_stamp(indexed.location, indexed.location.collection) == stamp
