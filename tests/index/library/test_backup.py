"""A library in one file, and back."""

from __future__ import annotations

import io
import json
import os
import stat
import tarfile

import pytest

from index.errors import BackupError, LibraryMissingError
from index.library.backup import back_up, restore
from index.library.locking import writer_lock
from index.repair import check
from index.settings import Location

pytestmark = pytest.mark.slow


@pytest.fixture
def backup(indexed, tmp_path):
    """A backup of the library, and the file it is in."""
    return back_up(indexed.location, indexed.settings, tmp_path / "news.backup")


def rewritten(file, change):
    """Write the members of a backup again, each as ``change(name, content)`` says."""
    with tarfile.open(file, "r:gz") as archive:
        members = [(one, archive.extractfile(one).read()) for one in archive if one.isfile()]
    with tarfile.open(file, "w:gz") as archive:
        for member, content in members:
            for name, data in change(member.name, content):
                member.name, member.size = name, len(data)
                archive.addfile(member, io.BytesIO(data))


def test_what_was_backed_up_is_there_again(indexed, backup, tmp_path, make_shelf, ask):
    assert backup.articles == len(indexed.articles())
    if os.name == "posix":
        assert stat.S_IMODE(backup.file.stat().st_mode) == 0o600
    again = restore(backup.file, tmp_path / "again")
    assert (again.articles, again.bytes) == (backup.articles, backup.bytes)
    shelf = make_shelf(Location(directory=again.directory))
    assert shelf.articles() == indexed.articles()
    with shelf.open() as library:
        assert check(library) == []
        assert ask.dense(library, "Italy sends soldiers", limit=1) == ["Who keeps the peace"]


def test_nothing_is_overwritten(indexed, backup, tmp_path):
    with pytest.raises(BackupError, match="exists already"):
        back_up(indexed.location, indexed.settings, backup.file)
    with pytest.raises(BackupError, match="something in"):
        restore(backup.file, indexed.location.directory)


def test_no_library_and_no_backup(indexed, tmp_path):
    nowhere = Location(directory=tmp_path / "nowhere")
    with pytest.raises(LibraryMissingError):
        back_up(nowhere, indexed.settings, tmp_path / "b")
    served = Location(directory=tmp_path, chroma="http://ann:secret@localhost:1")
    with pytest.raises(BackupError, match="are kept by") as raised:
        back_up(served, indexed.settings, tmp_path / "b")
    assert "secret" not in raised.value.message
    with pytest.raises(BackupError, match="cannot be restored"):
        restore(tmp_path / "missing", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda name, data: [(name, data[:-1] + b"?")], "cannot be restored"),
        (lambda name, data: [] if name.endswith("catalog.sqlite") else [(name, data)], "missing"),
        (lambda name, data: [(name, data), ("library/../../out", b"x")], "not on its list"),
        (lambda name, data: [(name, data), ("evil.txt", b"x")], "not on its list"),
        (lambda name, data: [] if name == "contents.json" else [(name, data)], "list of what"),
        (
            lambda name, data: [(name, data.replace(b'"format": 1', b'"format": 2'))],
            "format 2, this version",
        ),
        (
            lambda name, data: [
                (name, json.dumps([1]).encode() if name == "contents.json" else data)
            ],
            "cannot be restored",
        ),
    ],
)
def test_a_backup_that_was_changed_makes_no_library(backup, tmp_path, change, reason):
    rewritten(backup.file, change)
    with pytest.raises(BackupError, match=reason):
        restore(backup.file, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "out").exists()


def test_a_backup_cut_short(backup, tmp_path):
    content = backup.file.read_bytes()
    for end in (0, 10, len(content) // 2, len(content) * 9 // 10):
        backup.file.write_bytes(content[:end])
        with pytest.raises(BackupError, match="cannot be restored"):
            restore(backup.file, tmp_path / "new")
        assert list(tmp_path.glob(".new-*")) == []


def test_a_writer_is_waited_for(indexed, tmp_path):
    from index.errors import LibraryLockedError

    with (
        writer_lock(indexed.location.directory, timeout=1),
        pytest.raises(LibraryLockedError),
    ):
        back_up(indexed.location, indexed.settings, tmp_path / "b")
    assert list(tmp_path.glob(".b*")) == []
