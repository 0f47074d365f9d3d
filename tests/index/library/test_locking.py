import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.errors import LibraryDamagedError, LibraryLockedError
from index.library.locking import writer_lock

ROOT = Path(__file__).parents[3]


def test_a_second_process_is_refused_until_the_first_is_gone(shelf, corpus, tmp_path):
    holder = subprocess.Popen(
        [
            sys.executable,
            ROOT / "tests/index/programs/write.py",
            shelf.location.directory,
            corpus,
            "--hold",
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
    )
    try:
        assert holder.stdout.readline() == "holding\n"
        started = time.monotonic()
        with pytest.raises(LibraryLockedError) as raised:
            shelf.index(corpus)
        assert time.monotonic() - started < 5
        assert f"process {holder.pid} (write.py" in raised.value.message
        assert len(shelf.titles()) == 4, "reading needs no lock"
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    assert shelf.index(corpus).unchanged == 4


def test_a_lock_is_not_taken_twice_in_one_process(tmp_path):
    with (
        writer_lock(tmp_path, timeout=0),
        pytest.raises(LibraryLockedError, match=str(os.getpid())),
        writer_lock(tmp_path, timeout=0),
    ):
        pass
    with writer_lock(tmp_path, timeout=0):
        noted = json.loads((tmp_path / "writer.json").read_text())
        assert noted["pid"] == os.getpid()
    assert not (tmp_path / "writer.json").exists()


def test_only_the_command_is_noted(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/usr/bin/rag", "index", "--secret", "hunter2"])
    with writer_lock(tmp_path, timeout=0):
        assert json.loads((tmp_path / "writer.json").read_text())["command"] == "rag index"


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(LibraryDamagedError, match="cannot be written"),
        writer_lock(tmp_path / "file" / "library", timeout=0),
    ):
        pass


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_library_is_for_its_owner_alone(shelf, corpus):
    shelf.index(corpus)
    assert stat.S_IMODE(shelf.location.directory.stat().st_mode) == 0o700
