"""The catalog's seal: bits that changed in its file are told, whatever SQLite makes of them."""

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import LibraryDamagedError
from index.library.seal import SEAL
from index.repair import check, rebuild_damaged
from index.sync.report import BuildReport
from index.sync.update import update


def change_bits(file, *, seed, count=1):
    content, chance = bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(count):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), count=st.sampled_from([1, 8, 200]))
def test_changed_bits_are_told(indexed, seed, count):
    file = indexed.location.catalog_file
    sound = file.read_bytes()
    change_bits(file, seed=seed, count=count)
    try:
        if file.read_bytes() != sound:  # a bit may have been changed twice
            with pytest.raises(LibraryDamagedError, match="not as it was written"):
                indexed.open(as_is=False)
            with pytest.raises(LibraryDamagedError, match="not as it was written"):
                indexed.writing().__enter__()
    finally:
        file.write_bytes(sound)
    with indexed.open(as_is=False) as library:
        assert library.counts() == (4, 4)


@pytest.mark.parametrize("seed", range(6))
def test_the_doctor_tells_and_mends_it(indexed, ask, seed):
    articles = indexed.articles()
    change_bits(indexed.location.catalog_file, seed=seed)
    with indexed.open() as library:
        assert check(library)
    assert rebuild_damaged(indexed.location, indexed.settings, embedder=indexed.embedder)
    with indexed.open(as_is=False) as library:
        assert check(library) == []
        assert ask.full_text(library, "snow") == ["Snow"]
    assert indexed.articles() == articles


def test_a_text_that_changed_is_not_shown_without_a_seal(indexed):
    """A disk may change bits and no times."""
    file = indexed.location.catalog_file
    (file.parent / SEAL).unlink()
    file.write_bytes(file.read_bytes().replace(b"852 soldiers", b"952 soldiers"))
    with (
        indexed.open(as_is=False) as library,
        pytest.raises(LibraryDamagedError, match="not as it was indexed"),
    ):
        list(library.catalog.articles.with_files())


def test_a_copied_library_is_sound(indexed, corpus):
    file = indexed.location.catalog_file
    os.utime(file, (1, 1))
    with indexed.open(as_is=False) as library:
        assert check(library) == []
    assert indexed.index(corpus).unchanged == 4


def test_a_library_that_is_being_written_has_no_seal(indexed, corpus):
    seal = indexed.location.home / SEAL
    before = seal.read_bytes()
    (corpus / "new.txt").write_text("Something new.\n\nThere is news.")
    with indexed.writing():
        assert not seal.exists()
        with indexed.open(as_is=False) as library:
            assert library.counts() == (4, 4)
    assert seal.read_bytes() == before, "nothing was written"
    with indexed.open(as_is=False):  # who reads keeps no change from its file
        indexed.index(corpus)
    assert seal.read_bytes() != before
    with indexed.open(as_is=False) as library:
        assert check(library) == []


def test_it_is_put_on_where_nobody_reads_further_than_the_report(indexed, corpus):
    seal = indexed.location.home / SEAL
    (corpus / "new.txt").write_text("Something new.\n\nThere is news.")
    events = update([corpus], indexed.location, indexed.settings, embedder=indexed.embedder)
    assert next(event for event in events if isinstance(event, BuildReport)).added == 1
    events.close()
    assert seal.exists()
    with indexed.open(as_is=False) as library:
        assert check(library) == []
