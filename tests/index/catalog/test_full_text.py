"""Search by words: postings give passages the scores that FTS5 gives them."""

import contextlib
import random
import sqlite3
from datetime import date

import pytest

from index.articles import Article
from index.catalog import BlockSizes, Catalog
from index.filters import Selection
from index.passages import split

COMMON = ["river", "bridge", "council", "harbour"]
RARE = ["zeppelin", "quartz", "walrus"]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "catalog.sqlite"


@pytest.fixture
def catalog(file):
    """300 articles: every one has common words, one in thirty a rare one."""
    rng = random.Random(7)
    with contextlib.closing(Catalog(file, create=True)) as opened:
        with opened.transaction():
            for number in range(300):
                words = [*rng.choices(COMMON, k=6), "story", "of", "number", str(number)]
                words += [RARE[number // 30 % 3]] * (number % 30 == 0)
                rng.shuffle(words)
                add(opened, number, " ".join(words))
        yield opened


def add(catalog, number, text):
    article = Article(
        origin=f"/stock/{number}",
        path=f"{number}",
        title=f"Story {number}",
        text=text,
        source=f"Wire {number % 3}",
        published=date(2000 + number % 20, 1, 1),
    )
    catalog.put(article, split(article, size=1_000), file=f"/stock/{number}")
    return article.id


def any_of(*words):
    return " OR ".join(f'"{word}"' for word in words)


def search(catalog, query, *, limit=300, selection=None):
    return catalog.full_text.search(query, limit=limit, selection=selection or Selection())


QUERIES = [
    any_of("walrus"),
    any_of("river", "walrus"),
    any_of("river", "walrus", "quartz", "bridge"),
    any_of("river", "council"),
    any_of("nothing", "river"),
    any_of("river", "bridge council"),
    any_of("river", "river"),
]


NOBODY = Selection(sources=("Wire 1",), since=20190101, until=20190101)
SELECTIONS = [
    Selection(),
    Selection(sources=("Wire 1",)),
    Selection(since=20050101, until=20121231),
    NOBODY,
    Selection(sources=()),
]


def in_blocks_of(file, *, late):
    """The same catalog with postings in small blocks, once so many passages are late for one."""
    opened = Catalog(file, create=False, blocks=BlockSizes(passages=64, late=late))
    opened.full_text.postings.make()
    return opened


@pytest.fixture
def in_blocks(catalog, file):
    """The same catalog with postings for its passages but the last ones."""
    with contextlib.closing(in_blocks_of(file, late=60)) as opened:
        assert opened.full_text.postings.covered() == 255
        yield opened


@pytest.fixture
def all_in_blocks(in_blocks, file):
    """The same catalog with postings for every passage."""
    with contextlib.closing(in_blocks_of(file, late=1)) as opened:
        assert opened.full_text.postings.covered() == 300
        yield opened


def by_fts5(catalog, query, **how):
    return search(catalog, f"({query})", **how)  # brackets make it a query like any other


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("limit", [3, 40, 300])
def test_postings_score_as_fts5_does(in_blocks, query, limit):
    for selection in SELECTIONS:
        everything = by_fts5(in_blocks, query, selection=selection)
        found = search(in_blocks, query, limit=limit, selection=selection)
        assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
        assert len(found) == len(dict(found)) == min(limit, len(everything))
        scores = [score for _, score in found]
        # FTS5 counts the passages after the last block too, so words are a little rarer or not.
        assert scores == pytest.approx([one for _, one in everything[:limit]], rel=0.2, abs=0.05)


def test_with_postings_for_everything_the_scores_are_the_same(all_in_blocks):
    for query in QUERIES:
        found = dict(search(all_in_blocks, query))
        assert found == pytest.approx(dict(by_fts5(all_in_blocks, query)), rel=1e-4, abs=1e-5)


def test_a_small_library_needs_no_postings(catalog):
    catalog.full_text.postings.make()
    assert catalog.full_text.postings.covered() == 0
    for query in QUERIES:
        assert search(catalog, query) == by_fts5(catalog, query)


def test_what_is_removed_is_not_found_and_its_number_is_not_given_again(all_in_blocks):
    catalog = all_in_blocks
    holders = {one.split("-")[0] for one, _ in search(catalog, any_of("walrus"))}
    assert len(holders) > 2
    with catalog.transaction():
        catalog.drop(catalog.articles.ids())
        new = add(catalog, 1_000, "One quagga is left.")
    assert search(catalog, any_of("walrus", "river")) == []
    [(found, _)] = search(catalog, any_of("quagga", "river"))
    assert found.startswith(new)


def test_a_block_that_lost_much_is_made_again(all_in_blocks):
    catalog = all_in_blocks
    with catalog.transaction():
        catalog.drop(catalog.articles.ids()[:200])
    catalog.full_text.postings.make()
    for query in QUERIES:
        found = dict(search(catalog, query))
        assert found == pytest.approx(dict(by_fts5(catalog, query)), rel=1e-4, abs=1e-5)


def test_a_catalog_without_the_tables_is_searched_by_fts5(in_blocks, file):
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("DROP TABLE blocks")
    assert in_blocks.full_text.postings.covered() == 0
    query = any_of("river", "walrus")
    assert search(in_blocks, query) == by_fts5(in_blocks, query)


def test_the_index_made_again_has_postings_again(in_blocks):
    in_blocks.rebuild_full_text()
    assert in_blocks.full_text.postings.covered() == 255
    assert len(search(in_blocks, any_of("walrus"))) > 2


def test_publishers_are_each_listed_once_and_nobody_is_no_publisher(catalog):
    nobody = Article(origin="/nobody", path="nobody", title="A title", text="A text of nobody's.")
    with catalog.transaction():
        catalog.put(nobody, split(nobody, size=1_000), file="/nobody")
    assert catalog.articles.sources() == ["Wire 0", "Wire 1", "Wire 2"]


def test_no_word_of_what_was_removed_is_kept_once_it_is_compacted(all_in_blocks, file):
    catalog = all_in_blocks
    with catalog.transaction():
        added = add(catalog, 1_000, "Heliotrope gardens by the river.")
    catalog.settle()
    with catalog.transaction():
        catalog.remove([added, *catalog.articles.ids_starting("0")])
    catalog.compact()
    for query in QUERIES:
        found = dict(search(catalog, query))
        assert found == pytest.approx(dict(by_fts5(catalog, query)), rel=1e-4, abs=1e-5)
    assert catalog.problems() == catalog.full_text.problems() == []
    content = b"".join(path.read_bytes() for path in file.parent.glob("catalog.sqlite*"))
    assert b"heliotrop" not in content.lower()
