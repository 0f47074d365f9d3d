"""A library that is missing, empty, locked, damaged or another model's: one message, one step."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.model

HOLDER = """
import sys
from pathlib import Path
from index.library.locking import writer_lock
with writer_lock(Path(sys.argv[1]), timeout=5):
    sys.stdout.write("held")
    sys.stdout.flush()
    sys.stdin.read()
"""
STOPPABLE = """
import signal
from rag.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a test run in the background
main()
"""
READING = (["ask", "Who?"], ["search", "who"], ["chat"])


def told(done):
    """Return what stands on stderr, each line of a message joined again."""
    assert done.out == ""
    assert "Traceback" not in done.err
    return [" ".join(line.split()) for line in done.err.replace("\n      ", " ").splitlines()]


@pytest.mark.parametrize(
    "command", [*READING, ["articles", "list"], ["articles", "show", "a"], ["status"], ["doctor"]]
)
def test_missing(rag, tmp_path, command):
    place = tmp_path / "x"
    done = rag(*command, "--library", place, status=4)
    assert told(done) == [
        f"Error: there is no library in '{place}'",
        "Hint: rag index PATH..., or try the sample articles with --samples",
    ]
    assert not place.exists()


@pytest.mark.parametrize("command", READING)
def test_empty(rag, tmp_path, command):
    (tmp_path / "nothing").mkdir()
    place = tmp_path / "x"
    made = rag("index", tmp_path / "nothing", "--library", place)
    assert made.out == "Articles: 0 added, 0 updated, 0 unchanged, 0 removed.\n"
    assert "Note: there is nothing to read in" in made.err
    assert told(rag(*command, "--library", place, status=4)) == [
        f"Error: the library '{place}' holds no articles",
        "Hint: rag index PATH...",
    ]


def test_locked_by_another_process(rag, own_library, corpus, command_environment, monkeypatch):
    monkeypatch.setenv("RAG_LOCK_TIMEOUT", "0.2")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(own_library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=command_environment(),
    ) as holder:
        assert holder.stdout.read(4) == b"held"
        first, second = told(rag("index", corpus, "--library", own_library, status=4))
        named = f"the library '{own_library}' is being written by process {holder.pid}"
        assert named.replace(" ", "") in first.replace(" ", "")  # long paths are folded
        assert second == "Hint: wait for it to end, or stop it"
        rag("search", "soldiers", "--library", own_library)  # readers need no lock
        holder.stdin.close()
    rag("index", corpus, "--library", own_library)


def test_of_another_model(rag, own_library, monkeypatch):
    monkeypatch.setenv("RAG_EMBEDDING", "somebody/else")
    error, hint = told(rag("ask", "How many soldiers?", "--library", own_library, status=4))
    assert error.startswith(
        "Error: the library was embedded with 'sentence-transformers/all-MiniLM-L6-v2'"
    )
    assert error.endswith("the settings name 'somebody/else'")
    assert hint == (
        "Hint: rag doctor --repair embeds it again, or name its own model with RAG_EMBEDDING"
    )


@pytest.mark.parametrize("file", ["collections/articles/catalog.sqlite", "chroma/chroma.sqlite3"])
def test_damaged_and_mended(rag, own_library, file):
    with (own_library / file).open("r+b") as damaged:
        damaged.write(b"\0" * 4096)
    question = ["ask", "How many soldiers does Italy send?", "--library", own_library]
    error, hint = told(rag(*question, status=4))
    assert error.startswith("Error: ")
    assert hint == "Hint: rag doctor --repair"
    mended = rag("doctor", "--repair", "--library", own_library)
    assert mended.out.startswith("Mended: ")
    assert mended.out.endswith("The library is whole.\n")
    assert "852" in rag("search", "soldiers Italy", "--library", own_library).out
    assert rag("doctor", "--library", own_library).out == "The library is whole.\n"


def test_the_problems_that_doctor_finds_come_with_what_mends_them(rag, own_library, monkeypatch):
    monkeypatch.setenv("RAG_PASSAGE_SIZE", "300")
    done = rag("doctor", "--library", own_library, status=4)
    assert done.out == (
        "Problem: its passages have 1000 characters, the settings say 300\n"
        "Hint: rag doctor --repair\n"
    )
    found = rag("doctor", "--json", "--library", own_library, status=4).json
    assert found == {
        "problems": [
            {
                "problem": "its passages have 1000 characters, the settings say 300",
                "mend": "rag doctor --repair",
            }
        ],
        "mended": [],
        "model": None,
    }


def test_a_place_that_cannot_be_written_to(rag, corpus, tmp_path):
    (tmp_path / "file").write_text("")
    done = rag("index", corpus, "--library", tmp_path / "file" / "x", status=4)
    assert "cannot be written to" in " ".join(done.err.split())
    assert done.err.splitlines()[-1].startswith(("Hint: ", "      "))


@pytest.mark.slow
def test_stopped_in_the_middle_of_indexing(rag, tmp_path, command_environment):
    """Ctrl-C leaves a library that answers, even while it is written, and that can be completed."""
    articles = tmp_path / "wire.jsonl"
    total = 500
    articles.write_text(
        "\n".join(
            json.dumps(
                {"id": str(n), "title": f"Report {n}", "text": f"{n} soldiers arrived. " * 9}
            )
            for n in range(total)
        )
    )
    place = tmp_path / "library"
    with subprocess.Popen(
        [sys.executable, "-c", STOPPABLE, "index", str(articles), "--library", str(place)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=command_environment(),
        encoding="utf-8",
    ) as writer:
        _wait_for_articles(rag, place, writer)
        found = rag("search", "soldiers came", "--json", "--library", place).json
        assert found["passages"]
        writer.send_signal(signal.SIGINT)
        out, err = writer.communicate(timeout=60)
    assert (writer.returncode, out) == (130, "")
    assert err.endswith("\nStopped.\n")
    assert "Traceback" not in err
    assert rag("doctor", "--library", place).out == "The library is whole.\n"
    stopped_at = len(rag("articles", "list", "--json", "--library", place).json["articles"])
    assert 0 < stopped_at < total
    done = rag("index", articles, "--library", place, "--json").json
    assert (done["added"], done["unchanged"]) == (total - stopped_at, stopped_at)
    assert done["articles"] == total


def _wait_for_articles(rag, place, writer):
    catalog = place / "collections" / "articles" / "catalog.sqlite"
    while writer.poll() is None:
        if catalog.exists() and rag("status", "--json", "--library", place).json["articles"]:
            return
        time.sleep(0.05)
    pytest.fail("it ended before it could be stopped")
