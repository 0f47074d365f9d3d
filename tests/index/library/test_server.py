"""A real Chroma server on loopback: several machines, each with a folder of its own."""

import json
import os
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import trustme
from chroma_server import chroma_server, free_port, proxy_before
from doubles import HashingEmbedder, InterruptedEmbedder

from index.errors import ChromaServerError, LibraryMissingError, OtherModelError
from index.reading.shares import Share
from index.repair import check, rebuild_damaged
from index.settings import Location
from index.sync.update import update
from index.sync.writing import write_changes

pytestmark = [pytest.mark.server, pytest.mark.slow]
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def chroma(tmp_path_factory):
    with chroma_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def server(chroma):
    return chroma.address


@pytest.fixture
def machine(server, tmp_path, make_shelf, request):
    """Make the library as another machine has it: a folder of its own, one collection."""

    def make(name: str, *, tenant=None, database=None, **changes):
        location = Location(
            directory=tmp_path / name,
            collection=f"c-{abs(hash(request.node.nodeid))}",
            chroma=server,
            tenant=tenant,
            database=database,
        )
        return make_shelf(location, **changes)

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


def test_indexers_of_shares_divide_the_work_and_one_that_is_killed_is_made_up_for(
    machine, tmp_path
):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Report {number}\n\nThis is report {number}.\n")
    (folder / "wire.jsonl").write_text(
        "".join(
            json.dumps(
                {"id": str(number), "title": f"Wire {number}", "text": f"Wire {number} says."}
            )
            + "\n"
            for number in range(30)
        )
    )
    one, two, three = machine("one"), machine("two"), machine("three")

    def index(shelf, share, **changes):
        *_, report = update(
            [folder],
            shelf.location,
            shelf.settings,
            share=Share.parse(share),
            embedder=changes.get("embedder", shelf.embedder),
        )
        return report

    def die():
        raise KilledError

    dying = InterruptedEmbedder(calls=0, interrupt=die)
    with pytest.raises(KilledError):
        index(two, "2/3", embedder=dying)
    first, third = index(one, "1/3"), index(three, "3/3")
    assert 10 <= first.added <= 30
    assert 10 <= third.added <= 30
    assert len(one.titles()) == first.added + third.added
    assert index(one, "1/3").added == 0, "its own share is in the library"
    rest = machine("four").index(folder)
    assert rest.added == 60 - first.added - third.added
    assert rest.unchanged == first.added + third.added
    assert len(set(two.titles())) == 60
    with two.open() as library:
        assert check(library) == []
        assert set(library.vectors.ids()) == set(library.catalog.passages.ids())
    assert two.index(folder).unchanged == 60


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


@pytest.fixture
def behind_proxy(server, tmp_path, make_shelf, request):
    """Make the library as a machine has it that asks a proxy."""

    def make(proxy, name="here", **changes):
        location = Location(
            directory=tmp_path / name,
            collection=f"c-{abs(hash(request.node.nodeid))}",
            chroma=proxy.address,
            **changes,
        )
        return make_shelf(location)

    return make


def test_a_server_behind_a_proxy_with_tls_that_asks_for_a_header(
    server, behind_proxy, corpus, monkeypatch, tmp_path
):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(tls)
    login = {"Authorization": "Bearer s3cret"}
    with proxy_before(server, header=("Authorization", "Bearer s3cret"), tls=tls) as proxy:
        with pytest.raises(ChromaServerError, match="CERTIFICATE_VERIFY_FAILED"):
            behind_proxy(proxy, headers=login).index(corpus)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with pytest.raises(ChromaServerError, match=r"does not let you in"):
            behind_proxy(proxy).index(corpus)
        shelf = behind_proxy(proxy, headers=login)
        assert shelf.index(corpus).added == 4
        assert shelf.titles() == ALL


def test_a_login_that_ends_while_a_library_is_open(server, behind_proxy, corpus):
    with proxy_before(server) as proxy:
        shelf = behind_proxy(proxy)
        shelf.index(corpus)
        with shelf.open() as library:
            proxy.status = 403
            with pytest.raises(ChromaServerError, match="HTTP 403") as raised:
                library.refresh()
            assert "RAG_CHROMA_TOKEN" in raised.value.hint


def test_a_proxy_that_is_overloaded_for_a_moment_is_asked_again(server, behind_proxy, corpus):
    with proxy_before(server) as proxy:
        shelf = behind_proxy(proxy)
        proxy.failures = 2
        assert shelf.index(corpus).added == 4
        with shelf.open() as library:
            proxy.failures = 2
            assert not library.refresh()


def test_a_server_that_stays_away_and_one_that_is_slow(server, behind_proxy, corpus):
    with proxy_before(server) as proxy:
        shelf = behind_proxy(proxy, timeout=0.5)
        shelf.index(corpus)
        with shelf.open() as library:
            proxy.status = 502
            with pytest.raises(ChromaServerError, match="HTTP 502"):
                library.refresh()
            proxy.status, proxy.delay = None, 1.5
            with pytest.raises(ChromaServerError, match=r"0\.5 seconds; RAG_CHROMA_TIMEOUT"):
                library.refresh()


def test_a_server_that_is_stopped_and_started_while_it_is_written_to(tmp_path, make_shelf, corpus):
    said = []
    with chroma_server(tmp_path / "own") as own:
        location = Location(directory=tmp_path / "here", chroma=own.address)

        def restart():
            own.stop()
            threading.Timer(1.5, own.start).start()

        stopping = InterruptedEmbedder(calls=0, interrupt=restart)
        shelf = make_shelf(location, embedder=stopping, notify=said.append)
        assert shelf.index(corpus).added == 4
        assert shelf.titles() == ALL
        with shelf.open() as library:
            assert check(library) == []
            assert len(list(library.vectors.ids())) == library.counts()[1]
    assert said == ["The Chroma server does not answer; it is asked again for 60 seconds."]


def test_tenants_and_databases_keep_apart(machine, corpus):
    one = machine("here", tenant="desk", database="sport")
    other = machine("here", tenant="desk", database="politics")
    with pytest.raises(ChromaServerError, match="the database 'sport' of the tenant 'desk'"):
        one.open()
    assert one.index(corpus).added == 4
    assert other.index(corpus / "kfor.txt").added == 1
    assert (len(one.titles()), len(other.titles())) == (4, 1)
    assert one.location.home != other.location.home


def test_a_machine_that_is_behind_copies_only_what_is_new(machine, corpus):
    copied = []

    def follow(items, total):
        copied.append(total)
        assert len(list(items)) == total

    here, there = machine("here"), machine("there", follow=follow)
    here.index(corpus / "kfor.txt")
    with there.open() as library:
        here.index(corpus)
        library.refresh()
        assert not library.refresh()
        (corpus / "kfor.txt").unlink()
        here.index(corpus, prune=True)
        library.refresh()
        assert copied == [1, 3]
        assert check(library) == []
    assert there.titles() == sorted(set(ALL) - {"Who keeps the peace"})


def test_a_machine_whose_clock_is_slow_is_not_overlooked(machine, corpus):
    here, there = machine("here"), machine("there")
    here.index(corpus / "kfor.txt")
    with here.open() as library:
        ahead = int(library.vectors.metadata()["revision"]) + 3600 * 10**9
        library.vectors.set_metadata(revision=ahead)
    assert there.titles() == ["Who keeps the peace"]
    here.index(corpus)
    assert there.titles() == ALL
    with there.open() as library:
        assert int(library.vectors.metadata()["revision"]) > ahead


def test_machines_of_two_models_that_begin_at_once_do_not_mix(machine, corpus):
    here = machine("here")
    there = machine("there", embedder=HashingEmbedder(fingerprint="h2"))
    with here.writing() as first, there.writing() as second:
        first.adopt_model()
        second.adopt_model()
        *_, report = write_changes([corpus], first)
        assert report.added == 4
        with pytest.raises(OtherModelError, match="another machine writes"):
            *_, _ = write_changes([corpus], second)
    assert here.titles() == ALL
