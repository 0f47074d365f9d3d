"""Libraries that other versions wrote: an older one is taken over, a newer one is explained."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.errors import NewerLibraryError
from index.library.backup import back_up
from index.library.seal import SEAL
from index.manifest import FORMAT
from index.repair import check, rebuild_damaged
from index.settings import Location

pytestmark = pytest.mark.slow

FIRST = Path(__file__).with_name("first_version.tar.xz")
"""A library of three articles, by the first version that could write one."""


@pytest.fixture
def old(tmp_path, make_shelf):
    with tarfile.open(FIRST) as archive:
        archive.extractall(tmp_path / "old", filter="data")
    return make_shelf(Location(directory=tmp_path / "old"))


def tables(location):
    with contextlib.closing(sqlite3.connect(location.catalog_file)) as catalog:
        return {row[0] for row in catalog.execute("SELECT name FROM sqlite_master")}


def test_the_first_is_read_as_it_is(old, ask):
    before = tables(old.location)
    with old.open() as library:
        assert library.counts() == (3, 3)
        assert ask.dense(library, "Italy sends soldiers", limit=1) == ["Who keeps the peace"]
        assert ask.full_text(library, "snow", limit=1) == ["Snow"]
        assert library.article(library.catalog.articles.ids()[0]).text
    assert tables(old.location) == before


def test_the_first_is_brought_up_to_date_when_it_is_written_to(old, corpus, ask):
    report = old.index(corpus)
    assert (report.added, report.removed) == (4, 0)
    assert tables(old.location) > {"vectors", "wordings", "blocks", "edits", "embedded_texts"}
    with old.open() as library:
        assert library.counts()[0] == 7
        assert check(library) == []
        assert library.catalog.vectors.is_complete
        assert ask.dense(library, "harbour opened", limit=2) == ["Harbour", "Harbour"]


@pytest.fixture
def newer(indexed):
    """A library that says it is of the next format, with something in it that nobody knows yet."""
    with contextlib.closing(sqlite3.connect(indexed.location.catalog_file)) as catalog, catalog:
        (text,) = catalog.execute("SELECT value FROM meta WHERE key = 'manifest'").fetchone()
        changed = {**json.loads(text), "format": FORMAT + 1, "unheard_of": True}
        catalog.execute("UPDATE meta SET value = ?", (json.dumps(changed),))
    (indexed.location.home / SEAL).unlink()  # that of what it was before
    return indexed


def _repair(shelf):
    rebuild_damaged(shelf.location, shelf.settings, embedder=shelf.embedder)


@pytest.mark.parametrize(
    "use",
    [
        lambda shelf: shelf.open(),
        lambda shelf: shelf.titles(),
        lambda shelf: shelf.writing().__enter__(),
        _repair,
        lambda shelf: Catalog(shelf.location.catalog_file, create=True),
        lambda shelf: back_up(shelf.location, shelf.settings, Path("b.backup").absolute()),
    ],
    ids=["read", "list", "write", "repair", "catalog", "backup"],
)
def test_a_newer_one_is_left_alone(newer, use, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = newer.location.catalog_file.read_bytes()
    with pytest.raises(NewerLibraryError, match=f"format {FORMAT + 1}; this one reads {FORMAT}"):
        use(newer)
    assert newer.location.catalog_file.read_bytes() == before
    assert not Path("b.backup").exists()
