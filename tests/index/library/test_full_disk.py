"""A disk without room: questions are answered, and what writes says what is missing."""

import contextlib
import subprocess

import pytest

from index.errors import LibraryDamagedError
from index.repair import check
from index.settings import Location


@pytest.fixture
def disk(tmp_path):
    """A folder on a disk of eight megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder):
    with contextlib.suppress(OSError), (folder / "full").open("wb", buffering=0) as file:
        while file.write(bytes(4_096)):
            pass


def test_a_full_disk_is_read_and_named(disk, make_shelf, ask, corpus):
    shelf = make_shelf(Location(directory=disk / "library"))
    shelf.index(corpus)
    fill(disk)
    (corpus / "new.md").write_text("Bridges\n\nThe old bridge was painted green.\n")
    with pytest.raises((LibraryDamagedError, OSError)) as raised:
        shelf.index(corpus)
    if isinstance(raised.value, LibraryDamagedError):
        assert raised.value.hint == "make room on the disk"
    with shelf.open() as library:
        assert ask.dense(library, "Italy sends soldiers", limit=1) == ["Who keeps the peace"]
        assert {problem.mend for problem in check(library)} <= {"make room on the disk"}
    (disk / "full").unlink()
    with shelf.open() as library:
        assert check(library) == []
    assert shelf.index(corpus).added == 1
