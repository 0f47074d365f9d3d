"""The names of a library's articles are read once, and are still those of its articles."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from index.filters import Filters
from index.library import Library
from index.settings import IndexSettings, Location
from index.sync.update import update
from rag.directory import Directory, reading_names


@pytest.fixture
def newsroom(model, tmp_path):
    """A folder of two articles and its library."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Ana Kovač said in Zagreb that she had won.")
    (tmp_path / "news" / "b.txt").write_text("Ivo Horvat, who leads Sloboda party, left Split.")
    place = Location(directory=tmp_path / "library")

    def read(*, changed=True):
        if changed:
            list(update([tmp_path / "news"], place, IndexSettings(), embedder=model, prune=True))
        with Library(place, IndexSettings(), embedder=model) as library:
            directory = Directory()
            for _ in reading_names(directory, library, Filters()):
                pass
            return directory.entries(), library.location.catalog_file.with_name("names.sqlite")

    return tmp_path / "news", read


def kept(file):
    with closing(sqlite3.connect(file)) as names:
        return [row[0] for row in names.execute("SELECT gathered FROM names ORDER BY gathered")]


def test_names_that_were_read_before_are_the_same(newsroom):
    _, read = newsroom
    first, file = read()
    assert {one.name for one in first} >= {"Ana Kovač", "Zagreb", "Ivo Horvat"}
    assert len(kept(file)) == 2
    again, _ = read(changed=False)
    assert again == first


def test_names_of_an_article_that_is_gone_are_forgotten(newsroom):
    folder, read = newsroom
    read()
    (folder / "b.txt").unlink()
    found, file = read()
    assert "Ivo Horvat" not in {one.name for one in found}
    assert not any("Horvat" in row for row in kept(file))


def test_a_changed_article_is_read_anew(newsroom):
    folder, read = newsroom
    read()
    (folder / "b.txt").write_text("Mia Novak said that she had left.")
    found, file = read()
    assert {"Mia Novak", "Ana Kovač"} <= {one.name for one in found}
    assert len(kept(file)) == 2


def test_a_damaged_file_is_made_anew(newsroom):
    _, read = newsroom
    first, file = read()
    file.write_bytes(b"no database at all" * 100)
    assert read(changed=False)[0] == first
    assert read(changed=False)[0] == first
    assert len(kept(file)) == 2


def test_only_its_owner_may_read_it(newsroom):
    _, read = newsroom
    _, file = read()
    assert file.stat().st_mode & 0o077 == 0
