import contextlib
import shutil
import sqlite3

import numpy as np
import pytest
from doubles import HashingEmbedder, InterruptedEmbedder

from index.chroma import Record, VectorStore
from index.embedding import unit_vectors
from index.errors import LibraryDamagedError, LibraryMissingError
from index.library import Library
from index.repair import Problem, check, rebuild_damaged
from index.repair.checks import unreachable
from index.settings import Location

pytestmark = pytest.mark.slow


class StopError(Exception):
    """Raised in the middle of a repair."""


def problems(shelf) -> list[str]:
    with shelf.open() as library:
        found = check(library)
    assert all(isinstance(one, Problem) and one.mend for one in found)
    return [one.text for one in found]


def mended(shelf) -> list[str]:
    notes: list[str] = []
    done = rebuild_damaged(
        shelf.location, shelf.settings, embedder=shelf.embedder, notify=notes.append
    )
    assert problems(shelf) == []
    assert rebuild_damaged(shelf.location, shelf.settings, embedder=shelf.embedder) == [], (
        "once is enough"
    )
    return done


def vectors_of(shelf) -> VectorStore:
    with shelf.open() as library:
        return VectorStore(shelf.location, library.chroma_name, create=False)


def query(file, sql, *values):
    database = sqlite3.connect(file)
    with database:
        database.execute(sql, values)
    database.close()


def assert_answers(shelf, ask, articles):
    assert shelf.articles() == articles
    with shelf.open() as library:
        assert ask.dense(library, "Italy sends soldiers", limit=1) == ["Who keeps the peace"]
        assert ask.full_text(library, "snow") == ["Snow"]


def test_a_sound_library(indexed):
    assert problems(indexed) == []
    assert mended(indexed) == []


def test_an_empty_library(shelf):
    shelf.index()
    assert mended(shelf) == []


def test_no_library(shelf):
    with pytest.raises(LibraryMissingError):
        rebuild_damaged(shelf.location, shelf.settings, embedder=shelf.embedder)
    assert not shelf.location.directory.exists()


def test_a_missing_vector(indexed, ask):
    articles = indexed.articles()
    with vectors_of(indexed) as vectors:
        vectors.delete([next(iter(vectors.ids()))])
    assert problems(indexed) == ["1 passages have no vector"]
    assert mended(indexed) == ["embedded 1 passages again"]
    assert_answers(indexed, ask, articles)


def test_an_orphaned_vector(indexed):
    with vectors_of(indexed) as vectors:
        stray = Record(id="stray-1-0", text="stray", metadata={"article_id": "stray"})
        vectors.upsert([stray], np.ones((1, indexed.embedder.dimension), dtype=np.float32))
    assert problems(indexed) == ["1 vectors belong to no passage"]
    assert mended(indexed) == ["deleted 1 vectors that belonged to no passage"]


def test_words_that_differ_in_chroma(indexed, ask):
    articles = indexed.articles()
    with vectors_of(indexed) as vectors:
        [passage_id, *_] = vectors.ids()
        [record] = vectors.records([passage_id])
        vectors.upsert(
            [Record(id=record.id, text="other words", metadata=record.metadata)],
            np.array([vectors.embeddings([passage_id])[passage_id]]),
        )
    assert problems(indexed) == ["1 of 4 passages read differently in Chroma"]
    assert mended(indexed) == ["embedded 1 passages again"]
    assert_answers(indexed, ask, articles)


@pytest.mark.parametrize("share", [2, 1])
def test_vectors_that_the_search_index_lost(indexed, ask, share):
    """As two writers at once can bring about: Chroma counts them and does not find them."""
    articles, lost = indexed.articles(), 4 // share
    with vectors_of(indexed) as vectors:
        ids = list(vectors.ids())
        records, stored = list(vectors.records(ids)), vectors.embeddings(ids)
        vectors.delete(ids)
        vectors.upsert(records, np.array([stored[record.id] for record in records]))
    chroma_file = indexed.location.chroma_folder / "chroma.sqlite3"
    for passage_id in ids[:lost]:  # 3: to delete
        query(
            chroma_file, "DELETE FROM embeddings_queue WHERE operation <> 3 AND id = ?", passage_id
        )
    with vectors_of(indexed) as vectors:
        assert vectors.count() == len(list(vectors.ids())) == 4
    assert problems(indexed) == [f"{lost} of 4 vectors cannot be found by a search"]
    assert mended(indexed)[0] == f"embedded {lost} passages again"
    assert_answers(indexed, ask, articles)


class Forgetful:
    """Vectors of which a search finds all but some."""

    def __init__(self, vectors, missed):
        self._vectors, self._missed = vectors, missed

    def embeddings(self, ids):
        return {each: self._vectors[each] for each in ids}

    def nearest(self, vector, *, limit, **_):
        found = {
            each: float(vector @ other)
            for each, other in self._vectors.items()
            if each not in self._missed
        }
        return sorted(found.items(), key=lambda pair: -pair[1])[:limit]


@pytest.mark.parametrize(("missed", "counts"), [(0, False), (1, False), (2, False), (3, True)])
def test_some_few_vectors_are_out_of_reach_of_a_sound_graph_by_chance(missed, counts):
    vectors = unit_vectors(np.random.default_rng(1).normal(size=(250, 16)), dimension=16)
    by_id = {f"p{number}": vector for number, vector in enumerate(vectors)}
    out_of_reach = set(list(by_id)[:missed])
    found = unreachable(Forgetful(by_id, out_of_reach), by_id)
    assert found == (out_of_reach if counts else set())


def test_vectors_that_moved_are_reached_and_yet_other_ones(indexed, ask):
    """A search finds each, for copies of a passage are no loss; the catalog knows better."""
    articles = indexed.articles()
    with vectors_of(indexed) as vectors:
        ids = list(vectors.ids())
        same = np.ones((len(ids), indexed.embedder.dimension), dtype=np.float32)
        vectors.upsert(list(vectors.records(ids)), same)
    assert problems(indexed) == ["4 of 4 vectors differ between the catalog and Chroma"]
    assert mended(indexed) == ["embedded 4 passages again"]
    assert_answers(indexed, ask, articles)


@pytest.mark.parametrize("damage", ["rows deleted", "table damaged"])
def test_a_damaged_full_text_index(indexed, ask, damage):
    articles = indexed.articles()
    file = indexed.location.catalog_file
    if damage == "rows deleted":
        query(file, "DELETE FROM words_docsize WHERE id = 1")
    else:
        query(file, "UPDATE words_data SET block = zeroblob(20) WHERE id > 1")
    [problem] = problems(indexed)
    assert "full-text index" in problem
    assert mended(indexed) == ["made the full-text index again"]
    assert_answers(indexed, ask, articles)
    with indexed.open() as library:
        assert library.frequency("snow") == 1


@pytest.mark.parametrize("damage", ["garbage", "cut in half", "empty", "offsets", "deleted"])
def test_a_damaged_catalog(indexed, ask, damage):
    articles = indexed.articles()
    file = indexed.location.catalog_file
    if damage == "garbage":
        file.write_bytes(b"x" * 5_000)
    elif damage == "cut in half":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "offsets":
        query(file, "UPDATE passages SET stop = 100000 WHERE number = 1")
        assert "not within its text" in problems(indexed)[0]
    else:
        file.unlink()
    done = mended(indexed)
    assert done[-1] == "made the catalog again from Chroma"
    assert_answers(indexed, ask, articles)
    aside = file.with_name("catalog.sqlite.damaged")
    assert aside.exists() == (damage != "deleted")


def test_a_catalog_that_was_deleted_and_begun_anew(indexed, corpus, ask):
    articles = indexed.articles()
    indexed.location.catalog_file.unlink()
    with pytest.raises(LibraryDamagedError) as raised:
        indexed.index(corpus)
    assert "--repair" in raised.value.hint
    assert mended(indexed)[-1] == "made the catalog again from Chroma"
    assert_answers(indexed, ask, articles)


@pytest.mark.parametrize("damage", ["deleted", "garbage", "other distance", "dropped"])
def test_a_damaged_chroma(indexed, ask, damage):
    articles = indexed.articles()
    folder = indexed.location.chroma_folder
    if damage == "deleted":
        shutil.rmtree(folder)
    elif damage == "garbage":
        (folder / "chroma.sqlite3").write_bytes(b"x" * 5_000)
    else:
        client = chroma(folder)
        client.delete_collection("articles")
        if damage == "other distance":
            client.create_collection("articles", embedding_function=None)
        client.close()
    assert len(problems(indexed)) == 1
    done = mended(indexed)
    assert done[-1] == "put all 4 articles into a new Chroma"
    assert folder.with_name("chroma.damaged").exists() == (damage == "garbage")
    assert_answers(indexed, ask, articles)


def chroma(folder):
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def test_chroma_gone_in_the_middle_of_a_change(indexed, ask):
    articles = indexed.articles()
    with indexed.writing() as writer, writer.catalog.transaction():
        writer.catalog.meta.set("unpublished", "yes")
        writer.catalog.stale_vectors.mark_stale(["gone-1-0"])
    shutil.rmtree(indexed.location.chroma_folder)
    assert mended(indexed) == ["put all 4 articles into a new Chroma"]
    assert_answers(indexed, ask, articles)


def test_both_halves_damaged(indexed):
    indexed.location.catalog_file.write_bytes(b"x" * 5_000)
    (indexed.location.chroma_folder / "chroma.sqlite3").write_bytes(b"x" * 5_000)
    with pytest.raises(LibraryDamagedError, match="neither"):
        rebuild_damaged(indexed.location, indexed.settings, embedder=indexed.embedder)


def test_both_halves_gone(indexed):
    shutil.rmtree(indexed.location.chroma_folder)
    indexed.location.catalog_file.unlink()
    with pytest.raises(LibraryMissingError):
        rebuild_damaged(indexed.location, indexed.settings, embedder=indexed.embedder)


@pytest.mark.parametrize(
    "change",
    [
        {"embedder": HashingEmbedder(fingerprint="h2")},
        {"embedder": HashingEmbedder(name="other", dimension=128)},
        {"settings": {"passage_size": 300}},
    ],
    ids=["other weights", "other dimension", "other passage size"],
)
def test_another_model(indexed, make_shelf, corpus, change, ask):
    articles = indexed.articles()
    other = make_shelf(indexed.location, **change)
    assert len(problems(other)) == 1
    done = mended(other)
    assert done == [f"embedded all 4 articles with {other.embedder.name}"]
    assert_answers(other, ask, articles)
    assert other.index(corpus).unchanged == 4
    assert len(problems(indexed)) == 1, "the old model is the other one now"


def test_a_catalog_made_again_after_a_move(indexed, make_shelf, ask):
    articles = indexed.articles()
    other = make_shelf(indexed.location, embedder=HashingEmbedder(fingerprint="h2"))
    mended(other)
    other.location.catalog_file.unlink()
    assert mended(other) == ["made the catalog again from Chroma"]
    assert_answers(other, ask, articles)


def test_a_move_that_fails_leaves_the_library_as_it_was(indexed, make_shelf, ask):
    articles = indexed.articles()

    def stop():
        raise StopError

    other = make_shelf(
        indexed.location,
        embedder=InterruptedEmbedder(calls=0, interrupt=stop, fingerprint="h2"),
    )
    with pytest.raises(StopError):
        rebuild_damaged(other.location, other.settings, embedder=other.embedder)
    assert_answers(indexed, ask, articles)
    assert problems(indexed) == []
    indexed.index()
    assert list(stored(indexed.location)) == ["articles"]


def stored(location: Location) -> dict[str, object]:
    from index.chroma.clients import stored_collections

    return stored_collections(location)


def test_an_open_reader_sees_the_repair(chroma_indexed, ask):
    with vectors_of(chroma_indexed) as vectors:
        lost = chroma_indexed.articles()["Snow"].id
        vectors.delete([one for one in vectors.ids() if one.startswith(lost)])
    with chroma_indexed.open() as library:
        assert isinstance(library, Library)
        assert "Snow" not in ask.dense(library, "snow northern road")
        rebuild_damaged(
            chroma_indexed.location, chroma_indexed.settings, embedder=chroma_indexed.embedder
        )
        assert library.refresh()
        assert ask.dense(library, "snow northern road", limit=1) == ["Snow"]


# Damage to what is stored in the catalog beside the articles, and to the notes about them.

SMALL_DAMAGES = {
    "the revision": "UPDATE meta SET value = 'soon' WHERE key = 'revision'",
    "the manifest": "UPDATE meta SET value = '{' WHERE key = 'manifest'",
    "a vector's size": "UPDATE vectors SET vector = X'0102030405' WHERE number = 1",
    "all vectors' sizes": "UPDATE vectors SET vector = substr(vector, 1, 32)",
    "a vector's numbers": "UPDATE vectors SET vector = zeroblob(length(vector) - 4) || X'0000c07f'",
    "missing vectors": "DELETE FROM vectors WHERE number < 3",
    "vectors that are no bytes": "UPDATE vectors SET vector = 'text'",
    "a stem code's size": "UPDATE wordings SET wording = X'010203'",
    "other stem codes": "UPDATE wordings SET wording = X'01020304' WHERE number = 2",
    "an article's text": "UPDATE articles SET text = replace(text, 'a', 'b')",
    "an article's date": "UPDATE articles SET published = 20259999",
    "an article's authors": "UPDATE articles SET authors = '[\"'",
    "articles that are missing": "DELETE FROM articles WHERE title LIKE 'S%'",
    "an article's origin in bytes": "UPDATE articles SET origin = X'61'",
    "an article's file in bytes": "UPDATE articles SET file = X'61'",
    "an article's first line": "UPDATE articles SET first_line = 'top'",
    "a passage's id in bytes": "UPDATE passages SET id = X'61' WHERE number = 1",
    "a table of the full-text index": "DROP TABLE words_idx",
    "a passage's place": "UPDATE passages SET start = 'begin' WHERE number = 1",
    "a file's stamp": "UPDATE files SET size = 'big'",
}


@pytest.mark.parametrize("damage", SMALL_DAMAGES)
def test_what_is_damaged_in_the_catalog_is_told_and_mended(indexed, corpus, ask, damage):
    articles = indexed.articles()
    query(indexed.location.catalog_file, SMALL_DAMAGES[damage])
    with contextlib.suppress(LibraryDamagedError), indexed.open() as library:
        assert check(library) or damage == "a file's stamp"
        ask.dense(library, "Italy sends soldiers", limit=1)
        ask.full_text(library, "snow")
    mended(indexed)
    assert_answers(indexed, ask, articles)
    indexed.index(corpus)
    assert indexed.articles() == articles


def test_a_name_in_the_catalog_that_is_no_text(indexed, corpus, ask):
    """SQLite puts it into the message of its error, which cannot be decoded either."""
    articles, file = indexed.articles(), indexed.location.catalog_file
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.write_bytes(file.read_bytes().replace(b"by_file ON articles", b"by_file O\xa8 articles"))
    with pytest.raises(LibraryDamagedError), indexed.open() as library:
        library.counts()
    mended(indexed)
    assert_answers(indexed, ask, articles)


def test_an_index_out_of_step_with_its_table(indexed, ask):
    articles = indexed.articles()
    database = sqlite3.connect(indexed.location.catalog_file)
    with database:
        database.execute("PRAGMA writable_schema = on")
        database.execute(
            "UPDATE sqlite_master SET sql = 'CREATE INDEX articles_by_file ON articles (title)'"
            " WHERE name = 'articles_by_file'"
        )
    database.close()
    assert "missing from index articles_by_file" in problems(indexed)[0]
    assert mended(indexed) == ["made the catalog's indexes again"]
    assert_answers(indexed, ask, articles)
