"""A real Chroma server on loopback: several machines, each with a folder of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from doubles import HashingEmbedder, InterruptedEmbedder

from index.errors import ChromaServerError, LibraryMissingError, OtherModelError
from index.repair import check, rebuild_damaged
from index.settings import Location

pytestmark = [pytest.mark.server, pytest.mark.slow]
ROOT = Path(__file__).parents[3]
CHROMA = Path(sys.executable).with_name("chroma")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server has stopped"
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api/v2/heartbeat"):
            return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    port = free_port()
    process = subprocess.Popen(
        [
            *(CHROMA, "run", "--host=127.0.0.1", f"--port={port}"),
            f"--path={tmp_path_factory.mktemp('server')}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def machine(server, tmp_path, make_shelf, request):
    """Make the library as another machine has it: a folder of its own, one collection."""

    def make(name: str, **changes):
        collection = f"c-{abs(hash(request.node.nodeid))}"
        directory = tmp_path / name
        return make_shelf(
            Location(directory=directory, collection=collection, chroma=server), **changes
        )

    return make


ALL = ["Harbour", "Snow", "The bank waits", "Who keeps the peace"]


def test_two_machines_share_a_library(machine, corpus, ask):
    here, there = machine("here"), machine("there")
    with pytest.raises(LibraryMissingError):
        there.open()
    assert not there.location.home.exists()
    assert here.index(corpus).added == 4
    assert there.articles() == here.articles()

    with there.open() as library:
        assert ask.dense(library, "Italy sends soldiers", limit=1) == ["Who keeps the peace"]
        assert ask.full_text(library, "snow") == ["Snow"]
        assert not library.refresh()
        (corpus / "kfor.txt").write_text("Who keeps the peace\n\nTurkey commands the mission.\n")
        (corpus / "rates.md").unlink()
        here.index(corpus, prune=True)
        assert library.refresh()
        assert ask.dense(library, "Turkey commands", limit=1) == ["Who keeps the peace"]
        assert ask.full_text(library, "italy") == []
        assert "The bank waits" not in {
            article.title for article, _ in library.catalog.articles.with_files()
        }
        assert set(library.vectors.ids()) == set(library.catalog.passages.ids())
        assert check(library) == []
    assert there.index(corpus).unchanged == 3
    assert rebuild_damaged(there.location, there.settings, embedder=there.embedder) == []


def test_two_machines_write_in_turn_and_see_each_other(machine, corpus, tmp_path):
    here, there = machine("here"), machine("there")
    here.index(corpus / "kfor.txt")
    there.index(corpus / "rates.md")
    here.index(corpus / "wire.jsonl")
    assert here.titles() == there.titles() == ALL


def test_a_machine_that_writes_does_not_overlook_what_others_wrote_meanwhile(machine, corpus):
    here, there = machine("here"), machine("there")
    here.index(corpus / "kfor.txt")
    with here.writing() as writer:
        there.index(corpus / "rates.md")
        writer.adopt_model()
        writer.remove([here.articles()["Who keeps the peace"].id])
    assert here.titles() == there.titles() == ["The bank waits"]


def test_two_processes_write_at_once_and_lose_nothing(machine, tmp_path):
    folders = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        folders.append(folder)
        for number in range(90):
            (folder / f"{number}.txt").write_text(f"{name} {number}\n\nStory {number} of {name}.\n")
    here = machine("here")
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    program = [sys.executable, ROOT / "tests/index/programs/write.py"]
    chroma = [f"--chroma={here.location.chroma}", f"--collection={here.location.collection}"]
    processes = [
        subprocess.Popen(
            [*program, tmp_path / f"machine-{folder.name}", folder, *chroma], env=environ
        )
        for folder in folders
    ]
    assert [process.wait() for process in processes] == [0, 0]
    assert len(here.titles()) == 180
    with here.open() as library:
        assert check(library) == []
    for folder in folders:
        mine = machine(f"machine-{folder.name}")
        assert mine.titles() == here.titles()


class KilledError(BaseException):
    """In place of a kill: nothing of the writer runs after it but the closing of files."""


def test_what_a_killed_machine_left_is_not_seen_and_is_tidied_up(machine, corpus):
    here, there = machine("here"), machine("there")
    here.index(corpus)
    (corpus / "kfor.txt").write_text("Who keeps the peace\n\nTurkey commands the mission.\n")

    def die():
        raise KilledError

    dying = machine("here", embedder=InterruptedEmbedder(calls=0, interrupt=die))
    with pytest.raises(KilledError):
        dying.index(corpus)
    assert "Italy" in there.articles()["Who keeps the peace"].text
    assert here.index(corpus).updated == 1
    assert "Turkey" in there.articles()["Who keeps the peace"].text


def test_another_model_needs_another_collection(machine, corpus):
    machine("here").index(corpus)
    other = machine("there", embedder=HashingEmbedder(fingerprint="h2"))
    with pytest.raises(OtherModelError):
        other.index(corpus)
    with pytest.raises(OtherModelError) as raised:
        rebuild_damaged(other.location, other.settings, embedder=other.embedder)
    assert "--collection" in raised.value.hint


def test_a_missing_vector_is_embedded_again(machine, corpus):
    here = machine("here")
    here.index(corpus)
    with here.open() as library:
        library.vectors.delete(list(library.vectors.ids())[:1])
        [problem] = check(library)
        assert problem.text == "1 passages have no vector"
    assert rebuild_damaged(here.location, here.settings, embedder=here.embedder) == [
        "embedded 1 passages again"
    ]
    with here.open() as library:
        assert check(library) == []


def test_a_damaged_local_copy_is_made_again(machine, corpus):
    here = machine("here")
    here.index(corpus)
    here.location.catalog_file.write_bytes(b"x" * 5_000)
    [done] = rebuild_damaged(here.location, here.settings, embedder=here.embedder)
    assert "catalog.sqlite.damaged" in done
    assert here.titles() == ALL


def test_a_server_that_is_down(make_shelf, tmp_path, corpus):
    address = f"http://127.0.0.1:{free_port()}"
    shelf = make_shelf(Location(directory=tmp_path / "library", chroma=address))
    for attempt in (shelf.open, lambda: shelf.index(corpus)):
        with pytest.raises(ChromaServerError, match=r"127\.0\.0\.1") as raised:
            attempt()
        assert "chroma run" in raised.value.hint
