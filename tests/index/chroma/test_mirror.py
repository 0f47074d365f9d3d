from datetime import date

import numpy as np
import pytest
from doubles import HashingEmbedder

from index.articles import Article
from index.catalog import Catalog
from index.chroma import Record, VectorStore
from index.chroma.mirror import mirror, rebuild
from index.chroma.records import articles_in, records_of
from index.errors import LibraryDamagedError
from index.passages import split
from index.sync.embed import in_batches

TEXT = (
    "The headline\n\nBy Ana Gashi\n\nItaly sends 852 soldiers. " + "More words follow here. " * 30
) + "\n\nDismiss\n\n## Why\n\nBecause of the mission.\n\nAdvertisement\n"


def make_article(**changes) -> Article:
    values = {
        "origin": "/news/all.jsonl#é🙂",
        "path": "all.jsonl",
        "title": "The headline",
        "text": TEXT,
        "source": "Tirana Times",
        "url": "https://example.org/1",
        "authors": ("Ana Gashi", "B. Çela"),
        "published": date(2025, 1, 13),
        "first_line": 7,
    }
    return Article(**(values | changes))


ARTICLES = [
    make_article(),
    make_article(
        origin="/n/bare.txt", source=None, url=None, authors=(), published=None, first_line=1
    ),
    make_article(origin="/n/one.txt", text="One line, no end"),
    make_article(origin="/n/heading.txt", text="## Only a heading\n\n## And another\n"),
]


def records(article, *, revision=1):
    return records_of(article, split(article, size=200), file="/news/file", revision=revision)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.origin)
def test_an_article_is_rebuilt_from_its_records(article):
    [(again, passages, file)] = articles_in(reversed(records(article)))
    assert again == article
    assert again.content_hash == article.content_hash
    assert passages == split(article, size=200)
    assert file == "/news/file"


def test_an_article_with_a_passage_missing_is_not_rebuilt():
    parts = records(ARTICLES[0])
    assert len(parts) > 2
    for lost in range(len(parts)):
        assert list(articles_in(parts[:lost] + parts[lost + 1 :])) == []


def test_of_two_complete_versions_the_later_one_is_taken():
    old, new = make_article(), make_article(text="New words.")
    for mixed in (
        records(old, revision=1) + records(new, revision=2),
        records(new, revision=2) + records(old, revision=1),
    ):
        [(again, _, _)] = articles_in(mixed)
        assert again == new


def test_of_an_incomplete_later_version_the_older_one_is_taken():
    old, new = make_article(text="Old words."), make_article()
    [(again, _, _)] = articles_in(records(new, revision=2)[:-1] + records(old, revision=1))
    assert again == old


@pytest.fixture
def store(location):
    with VectorStore(location, "articles", create=True) as store:
        yield store


@pytest.fixture
def catalog(tmp_path):
    catalog = Catalog(tmp_path / "copy" / "catalog.sqlite", create=True)
    yield catalog
    catalog.close()


def upload(store, *articles, revision=1):
    [batch] = in_batches(((one, "/news/file") for one in articles), HashingEmbedder(), size=200)
    for one in batch:
        store.upsert(
            records_of(one.article, one.passages, file=one.file, revision=revision), one.vectors
        )


def test_a_catalog_is_rebuilt_from_chroma(store, catalog):
    upload(store, *ARTICLES)
    rebuild(store, catalog)
    assert {article.id: article for article, _ in catalog.articles.with_files()} == {
        article.id: article for article in ARTICLES
    }
    for article in ARTICLES:
        assert catalog.passages.of(article) == split(article, size=200)
    assert set(catalog.passages.ids()) == set(store.ids())
    assert catalog.problems() == catalog.full_text.problems() == []


def test_a_mirror_follows_what_is_published(store, catalog):
    assert mirror(store, catalog), "the first time, whatever there is"
    assert not mirror(store, catalog)
    upload(store, ARTICLES[0])
    assert not mirror(store, catalog), "nothing was published"
    store.set_metadata(dateline="{}", revision=2)
    assert mirror(store, catalog)
    assert catalog.counts()[0] == 1
    newer = make_article(text="New words.")
    upload(store, newer, ARTICLES[2], revision=3)
    store.delete([record.id for record in records(ARTICLES[0])])
    store.set_metadata(revision=3)
    assert mirror(store, catalog)
    assert {article for article, _ in catalog.articles.with_files()} == {newer, ARTICLES[2]}
    store.delete(list(store.ids()))
    store.set_metadata(revision=4)
    assert mirror(store, catalog)
    assert catalog.counts() == (0, 0)
    assert catalog.full_text.problems() == []


def test_a_collection_of_another_program_is_refused(store, catalog):
    store.upsert([Record(id="x", text="words", metadata={"a": 1})], np.ones((1, 3), np.float32))
    with pytest.raises(LibraryDamagedError, match="did not put there") as raised:
        mirror(store, catalog)
    assert "--collection" in raised.value.hint


def test_records_that_lie_are_refused(store, catalog):
    upload(store, ARTICLES[2])
    [record] = store.records(list(store.ids()))
    store.upsert(
        [Record(id=record.id, text=record.text, metadata={**record.metadata, "start": 1})],
        HashingEmbedder().embed_documents(["x"]),
    )
    with pytest.raises(LibraryDamagedError, match="not where it says"):
        rebuild(store, catalog)
