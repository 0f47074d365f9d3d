import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from doubles import HashingEmbedder

from index.errors import (
    ArticleNotFoundError,
    LibraryDamagedError,
    LibraryEmptyError,
    LibraryMissingError,
    OtherModelError,
)
from index.filters import Filters, Selection
from index.settings import Location, SearchSettings

ROOT = Path(__file__).parents[3]


def write_elsewhere(*arguments, wait: bool = True):
    """Run the writing program in a process of its own."""
    program = [sys.executable, ROOT / "tests/index/programs/write.py", *arguments]
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    if wait:
        return subprocess.run(program, check=True, env=environ, cwd=ROOT)
    return subprocess.Popen(
        program, env=environ, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )


def test_an_open_library_sees_what_another_process_wrote(chroma_indexed, corpus, ask):
    (corpus / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    (corpus / "kfor.txt").write_text("Who keeps the peace\n\nTurkey commands the mission.\n")
    with chroma_indexed.open() as library, chroma_indexed.open() as beside:
        for one in (library, beside):
            assert not one.refresh()
            ask.dense(one, "old bridge green")
        revision = library.revision
        write_elsewhere(chroma_indexed.location.directory, corpus)
        assert library.revision > revision
        assert "Bridges" not in ask.dense(library, "old bridge painted green", limit=1)
        for one in (library, beside):
            assert one.refresh()
            assert not one.refresh()
            assert ask.dense(one, "old bridge painted green", limit=1) == ["Bridges"]
            assert ask.dense(one, "Turkey commands", limit=1) == ["Who keeps the peace"]
            assert ask.full_text(one, "bridge") == ["Bridges"]
            assert ask.full_text(one, "italy") == []


@pytest.mark.parametrize(
    "search",
    [SearchSettings(exact_up_to=-1, exact_filtered_up_to=-1), None],
    ids=["Chroma", "compared"],
)
def test_a_reader_left_open_filters_what_another_process_wrote(indexed, corpus, ask, search):
    indexed.search = search
    with indexed.open() as library:
        ask.dense(library, "snow", sources=("wire",))
        (corpus / "new.md").write_text(
            "---\ntitle: Bridges\nsource: Balkan Wire\n---\n\nThe old bridge was painted green.\n"
        )
        (corpus / "kfor.txt").write_text("Who keeps the peace\n\nTurkey commands the mission.\n")
        write_elsewhere(indexed.location.directory, corpus)
        assert "Snow" in ask.dense(library, "snow", sources=("wire",))
        library.refresh()
        assert "Bridges" in ask.dense(library, "old bridge", sources=("wire",))


def test_a_reader_beside_a_writer_of_the_same_process(indexed, tmp_path, ask):
    (tmp_path / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    with indexed.open() as library:
        ask.dense(library, "bridge")
        indexed.index(tmp_path / "new.txt")
        assert library.refresh()
        assert ask.dense(library, "old bridge painted green", limit=1) == ["Bridges"]


def test_a_library_can_be_used_by_another_thread(indexed, ask):
    found = []
    with indexed.open() as library:
        thread = threading.Thread(
            target=lambda: found.extend(ask.dense(library, "Italy sends soldiers", limit=1))
        )
        thread.start()
        thread.join()
    assert found == ["Who keeps the peace"]


ALL = ["Harbour", "Snow", "The bank waits", "Who keeps the peace"]
QUESTION = "bank snow harbour italy"


def test_filters_hold_in_both_halves(indexed, ask):
    cases = [
        ({}, ALL),
        ({"sources": ("wire",)}, ["Harbour", "Snow"]),
        ({"sources": ("TIRANA",)}, ["The bank waits"]),
        ({"sources": ("tirana", "balkan")}, ["Harbour", "Snow", "The bank waits"]),
        ({"sources": ("nobody",)}, []),
        ({"since": date(2025, 1, 13)}, ["Snow", "The bank waits"]),
        ({"until": date(2025, 1, 13)}, ["Harbour", "The bank waits"]),
        ({"since": date(2024, 5, 2), "until": date(2024, 5, 2)}, ["Harbour"]),
        ({"sources": ("wire",), "since": date(2025, 1, 1)}, ["Snow"]),
        ({"since": date(2026, 1, 1)}, []),
    ]
    with indexed.open() as library:
        for filters, expected in cases:
            assert sorted(ask.dense(library, QUESTION, **filters)) == expected, filters
            query = "bank OR snow OR harbour OR italy"
            assert sorted(ask.full_text(library, query, **filters)) == expected, filters
            entries = library.catalog.articles.entries(library.selection(Filters(**filters)))
            assert sorted(entry.title for entry in entries) == expected, filters
        assert library.catalog.articles.undated() == 1
        assert library.nearest_sources("Tirana Tmes") == ["Tirana Times"]


def test_full_text_search_stems_and_folds_accents(indexed, tmp_path, ask):
    (tmp_path / "one.txt").write_text("Çfarë\n\nThe negotiators met Rexhepi in Prishtinë.\n")
    indexed.index(tmp_path / "one.txt")
    with indexed.open() as library:
        for query in ("negotiator", "prishtine", "cfare", '"rexhepi in"'):
            assert ask.full_text(library, query) == ["Çfarë"], query


def test_a_vector_without_a_passage_is_no_hit(chroma_indexed, ask):
    with chroma_indexed.writing() as writer:
        article_id = chroma_indexed.articles()["Snow"].id
        with writer.catalog.transaction():
            writer.catalog.drop([article_id])
    with chroma_indexed.open() as library:
        hits = library.dense(
            library.embedder.embed_query("snow road"), limit=9, selection=Selection()
        )
        assert len(hits) == 4
        assert len(library.passages([passage_id for passage_id, _ in hits])) == 3


def test_articles_are_found_by_the_beginning_of_their_id(indexed):
    with indexed.open() as library:
        article = indexed.articles()["Snow"]
        assert library.article(article.id) == library.article(article.id[:11]) == article
        for unknown in ("", "xyz", "%", "_"):
            with pytest.raises(ArticleNotFoundError):
                library.article(unknown)


def test_no_library(shelf):
    with pytest.raises(LibraryMissingError, match="no library") as raised:
        shelf.open()
    assert "rag index" in raised.value.hint
    assert not shelf.location.directory.exists()


def test_an_empty_library(shelf, tmp_path):
    shelf.index()
    with shelf.open() as library, pytest.raises(LibraryEmptyError):
        library.require_articles()


@pytest.mark.parametrize(
    "change",
    [
        {"embedder": HashingEmbedder(fingerprint="h2")},
        {"embedder": HashingEmbedder(name="another")},
        {"settings": {"passage_size": 300}},
    ],
    ids=["other weights", "other name", "other passage size"],
)
def test_a_library_keeps_to_its_model(indexed, make_shelf, corpus, change, ask):
    other = make_shelf(indexed.location, **change)
    with pytest.raises(OtherModelError) as raised:
        other.index(corpus)
    assert "rag doctor --repair" in raised.value.hint
    if "embedder" in change:
        with other.open() as library:
            assert ask.full_text(library, "italy"), "full text needs no model"
            with pytest.raises(OtherModelError):
                _ = library.embedder


@pytest.mark.parametrize("emptied", [True, False])
def test_an_empty_library_may_change_its_model(shelf, make_shelf, corpus, emptied, ask):
    shelf.index(*([corpus] if emptied else []))
    with shelf.writing() as writer:
        writer.remove([article.id for article in shelf.articles().values()])
    other = make_shelf(
        shelf.location,
        embedder=HashingEmbedder(fingerprint="h2", dimension=128),
        settings={"passage_size": 300},
    )
    assert other.index(corpus).added == 4
    with other.open() as library:
        assert library.manifest.dimension == 128
        assert ask.dense(library, "Italy sends soldiers", limit=1) == ["Who keeps the peace"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_library_that_may_only_be_read(indexed, corpus, ask):
    directory = indexed.location.directory
    for path in [directory, *directory.rglob("*")]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        with indexed.open() as library:
            assert ask.full_text(library, "snow") == ["Snow"], "the catalog needs no writing"
            with pytest.raises(LibraryDamagedError) as raised:
                _ = library.vectors
            assert "writable" in raised.value.hint
        with pytest.raises(LibraryDamagedError, match="cannot be written") as raised:
            indexed.index(corpus)
        assert "writable" in raised.value.hint
    finally:
        for path in [directory, *directory.rglob("*")]:
            path.chmod(0o700)


def test_a_reader_makes_no_chroma_where_it_is_gone(indexed):
    chroma = indexed.location.chroma_folder
    chroma.rename(chroma.with_name("elsewhere"))
    with indexed.open() as library, pytest.raises(LibraryDamagedError, match="gone") as raised:
        _ = library.vectors
    assert "--repair" in raised.value.hint
    with pytest.raises(LibraryDamagedError), indexed.writing() as writer:
        _ = writer.vectors
    assert not chroma.exists()


def test_two_collections_live_in_one_folder(indexed, make_shelf, tmp_path, ask):
    (tmp_path / "new.txt").write_text("Bridges\n\nThe old bridge was painted green.\n")
    directory = indexed.location.directory
    other = make_shelf(Location(directory=directory, collection="second"))
    other.index(tmp_path / "new.txt")
    assert other.titles() == ["Bridges"]
    assert indexed.titles() == ALL
    with other.open() as library:
        assert ask.dense(library, "Italy sends soldiers") == ["Bridges"]


def test_articles_survive_as_they_were(shelf, tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_text(
        '{"title": "Odd \\u0000 \\ud800", "text": "A\\u0000B \\ud83d\\ude42\\n\\n\\n  words.", '
        '"authors": ["Ana Gashi", "B. Ç."], "url": "https://example.org/?a=1"}\n'
    )
    shelf.index(path)
    [article] = shelf.articles().values()
    assert article.authors == ("Ana Gashi", "B. Ç.")
    assert article.text.startswith("A\ufffdB \N{SLIGHTLY SMILING FACE}\n")


def test_a_query_that_is_no_query_is_not_damage(indexed):
    with indexed.open() as library:
        for query in ('"', "AND", "a b (", "text:", "\0"):
            with pytest.raises(ValueError, match="not a full-text query"):
                library.full_text(query, limit=3, selection=Selection())


def test_opening_needs_neither_chroma_nor_a_model(indexed):
    code = (
        "import sys; from pathlib import Path; from index.library import Library;"
        "from index.settings import IndexSettings, Location;"
        f"library = Library(Location(directory=Path({str(indexed.location.directory)!r})),"
        " IndexSettings());"
        "print(library.counts());"
        "print({'chromadb', 'torch', 'langchain_core', 'onnxruntime'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.splitlines() == ["(4, 4)", "set()"]


def test_library_without_refresh_answers_as_of_its_opening(indexed, corpus):
    with indexed.open() as library, library.snapshot():
        before = library.counts()
        (corpus / "new.txt").write_text("Bridges\n\nThe old bridge.\n")
        indexed.index(corpus)
        assert library.counts() == before
