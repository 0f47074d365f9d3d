"""Damage to the files of Chroma's search index, some of which ends the process that reads them."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import sqlite3
import struct
import subprocess
import sys

import pytest
from doubles import HashingEmbedder

from index.chroma.clients import database_file
from index.chroma.probe import can_be_read
from index.errors import LibraryDamagedError
from index.repair import check, rebuild_damaged


@pytest.fixture
def saved(indexed):
    """A library whose Chroma has saved its search index, as it does every thousand changes."""
    with indexed.writing() as writer:
        writer.vectors.save()
    assert list(indexed.location.chroma_folder.glob("*/data_level0.bin"))
    return indexed


def index_file(shelf, name):
    return next(shelf.location.chroma_folder.glob(f"*/{name}"))


def spoil(file, seed):
    """Change some bytes of a file, the same ones for the same seed."""
    content, chance = bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(8):
        content[chance.randrange(len(content))] = chance.randrange(256)
    file.write_bytes(content)


def test_a_sound_index_can_be_read_and_is_not_read_in_advance(saved):
    assert can_be_read(saved.location)
    with saved.open() as library:
        assert library.vectors.count() == 4
        assert check(library) == []


def test_files_that_were_copied_or_written_anew_by_a_reader_are_sound(saved, indexed):
    for file in indexed.location.chroma_folder.glob("*/*.bin"):
        os.utime(file, (1, 1))
    header = index_file(saved, "header.bin").read_bytes()
    used = struct.unpack_from("<i4Q", header)[3] * 4
    file = index_file(saved, "length.bin")
    content = file.read_bytes()
    assert used < len(content), "there is room that is not used"
    file.write_bytes(content[:used] + b"x" * (len(content) - used))
    with saved.open() as library:
        assert library.vectors.count() == 4
        assert check(library) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("data_level0.bin", 5),
        ("data_level0.bin", 9_000),
        ("length.bin", 4),
        ("header.bin", 50),
        ("index_metadata.pickle", 60),
    ],
)
def test_a_file_that_was_cut_short_is_told_and_made_again(saved, name, kept):
    """What Chroma reads beyond the end of a file is chance: at times it dies of it."""
    articles, file = saved.articles(), index_file(saved, name)
    file.write_bytes(file.read_bytes()[:kept])
    with saved.open() as library:
        assert [one.text for one in check(library)] == ["Chroma's search index is damaged"]
        with pytest.raises(LibraryDamagedError, match="is damaged"):
            library.vectors.count()
    rebuild_damaged(saved.location, saved.settings, embedder=HashingEmbedder())
    with saved.open() as library:
        assert check(library) == []
    assert saved.articles() == articles


def test_the_note_of_a_writer_that_was_killed_hides_no_damage(saved):
    """Beside a writer that lives the files change, and are not compared with what it left."""
    file, note = index_file(saved, "data_level0.bin"), saved.location.directory / "writer.json"
    file.write_bytes(file.read_bytes()[:9_000])
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    note.write_text(json.dumps({"pid": gone.pid, "command": "rag index"}))
    with saved.open() as library, pytest.raises(LibraryDamagedError, match="is damaged"):
        library.vectors.count()


def test_whose_vector_is_whose_is_told_where_it_changed(saved):
    """Chroma notices only what it cannot read, and would give one passage for another."""
    file = index_file(saved, "index_metadata.pickle")
    content = file.read_bytes()
    [name, *_] = re.findall(rb"[0-9a-f]{12}-[0-9a-f]{16}-0", content)
    file.write_bytes(content.replace(name, name[:-1] + b"7"))
    with saved.open() as library:
        assert [one.text for one in check(library)] == ["Chroma's search index is damaged"]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to(path)])
def test_what_is_no_file_is_not_waited_for(saved, make):
    file = index_file(saved, "length.bin")
    file.unlink()
    make(file)
    with saved.open() as library:
        assert [one.text for one in check(library)] == ["Chroma's search index is damaged"]
    rebuild_damaged(saved.location, saved.settings, embedder=HashingEmbedder())
    with saved.open() as library:
        assert check(library) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE collection_metadata SET int_value = 'x'",
        "UPDATE embedding_metadata SET int_value = 'x', string_value = x'ff00'",
        "DROP TABLE segments",
    ],
)
def test_a_database_of_chromas_that_makes_it_panic_is_told_and_made_again(saved, damage):
    articles = saved.articles()
    with contextlib.closing(sqlite3.connect(database_file(saved.location))) as chroma, chroma:
        chroma.execute(damage)
    with contextlib.suppress(LibraryDamagedError), saved.open() as library:
        assert check(library)
        library.vectors.count()
    rebuild_damaged(saved.location, saved.settings, embedder=HashingEmbedder())
    with saved.open() as library:
        assert check(library) == []
    assert saved.articles() == articles


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seed"), [("header.bin", 1), ("data_level0.bin", 2)])
def test_no_process_of_ours_dies_of_a_damaged_index(saved, ask, corpus, name, seed):
    articles = saved.articles()
    spoil(index_file(saved, name), seed)
    program = (
        "import sys; from pathlib import Path; from doubles import HashingEmbedder;"
        "from index.errors import LibraryError; from index.library import Library;"
        "from index.repair import check; from index.settings import IndexSettings, Location;"
        "location = Location(directory=Path(sys.argv[1]));"
        "library = Library(location, IndexSettings(embedding='hashing'),"
        " embedder=HashingEmbedder());"
        "print(len(check(library)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(saved.location.directory)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    rebuild_damaged(saved.location, saved.settings, embedder=HashingEmbedder())
    with saved.open() as library:
        assert check(library) == []
        assert ask.dense(library, "Italy sends soldiers", limit=1) == ["Who keeps the peace"]
    saved.index(corpus)
    assert saved.articles() == articles


def test_who_writes_looks_first_where_somebody_else_changed_the_files(saved, corpus):
    file = index_file(saved, "header.bin")
    content = bytearray(file.read_bytes())
    content[56:60] = b"\xff\xff\xff\x0f"  # the node at which a search begins: one that is not there
    file.write_bytes(content)
    assert not can_be_read(saved.location)
    (corpus / "new.txt").write_text("Something new.\n\nThere is news.")
    with pytest.raises(LibraryDamagedError, match="is damaged") as raised:
        saved.index(corpus)
    assert raised.value.hint == "rag doctor --repair"
