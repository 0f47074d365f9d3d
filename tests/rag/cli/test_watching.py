"""``rag index --watch``, in a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from queue import Queue

import pytest
from terminals import HEARS_CTRL_C

from index.library import Library
from index.library.locking import writer_lock
from index.settings import IndexSettings, Location

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a signal"),
]
_PATIENCE = 60
RAG = [*HEARS_CTRL_C, sys.executable, "-m", "rag"]


@pytest.fixture
def watching(command_environment, model, tmp_path):
    """Start watching a folder; return it, what comes on stdout and stderr, and the process."""
    started = []

    def start(*options):
        folder = tmp_path / "articles"
        folder.mkdir(exist_ok=True)
        (folder / "bridge.txt").write_text("The bridge over the Ibar was opened on Tuesday.")
        process = subprocess.Popen(
            [
                *HEARS_CTRL_C,
                sys.executable,
                "-m",
                "rag",
                "index",
                "articles",
                "--watch",
                "--json",
                *options,
            ],
            cwd=tmp_path,
            env=command_environment(
                RAG_LIBRARY=str(tmp_path / "articles" / "library"),
                RAG_LOCK_TIMEOUT="0.2",
                COLUMNS="500",
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        told = Queue()
        threading.Thread(target=_follow, args=(process.stderr, told, False), daemon=True).start()
        reports = Queue()
        threading.Thread(target=_follow, args=(process.stdout, reports, True), daemon=True).start()
        reports.get(timeout=_PATIENCE)
        while "Watching" not in told.get(timeout=_PATIENCE):
            pass
        return folder, reports, told, process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def _follow(lines, queue, as_json):
    try:
        for line in lines:
            queue.put(json.loads(line) if as_json else line)
    except ValueError:
        pass  # closed at the end of the test


def test_what_changes_is_taken_in_told_and_seen_by_a_reader_that_is_open(watching, tmp_path):
    folder, reports, _, process = watching("--prune")
    with Library(Location(directory=folder / "library"), IndexSettings()) as library:
        assert library.counts()[0] == 1
        time.sleep(3)  # it watches by now
        (folder / "snow.txt").write_text("Snow closed the northern road on Friday.")
        (folder / "market.txt").write_text("The market moved to the square by the mill.")
        report = reports.get(timeout=_PATIENCE)
        if report["added"] == 1:  # the two fell into two times of rest
            report["added"] += reports.get(timeout=_PATIENCE)["added"]
        assert report["added"] == 2
        assert any(path.endswith("snow.txt") for path in report["changed"])
        library.refresh()
        assert library.counts()[0] == 3
        (folder / "snow.txt").unlink()
        assert reports.get(timeout=_PATIENCE)["removed"] == 1
        (folder / "broken.pdf").write_bytes(b"none")
        [failure] = reports.get(timeout=_PATIENCE)["failed"]
        assert failure["path"].endswith("broken.pdf")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=_PATIENCE) == 0


def test_a_library_that_another_process_writes_to_is_tried_again(watching):
    folder, reports, told, process = watching()
    with writer_lock(folder / "library", timeout=1.0):
        (folder / "snow.txt").write_text("Snow closed the northern road on Friday.")
        while "it is tried again" not in told.get(timeout=_PATIENCE):
            pass
    assert reports.get(timeout=_PATIENCE)["added"] == 1
    assert process.poll() is None


def test_watching_and_only_looking_exclude_each_other(rag, tmp_path):
    done = rag("index", tmp_path, "--watch", "--dry-run", status=2)
    assert "exclude each other" in done.err
