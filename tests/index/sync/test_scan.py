"""A look at the files, before any is opened."""

import json
import os
import sys
import time

import pytest
from documents import lines, pdf, scanned

from index.catalog import Catalog
from index.errors import LibraryDamagedError
from index.library.locking import writer_lock
from index.reading import SourceFile, bytes_to_read, discover, read
from index.reading.apart import _idle
from index.settings import IndexSettings
from index.sync.report import BuildReport, Progress
from index.sync.scan import Scan, scan
from index.sync.update import update
from index.sync.writing import write_changes


@pytest.fixture
def settled(shelf, corpus):
    """A library of files that are old enough to be trusted."""
    age(corpus)
    shelf.index(corpus)
    return shelf


def age(folder):
    old = time.time() - 100
    for path in folder.iterdir():
        os.utime(path, (old, old))


def look(shelf, *paths) -> Scan:
    catalog = Catalog(shelf.location.catalog_file, create=False)
    looking = scan(paths, catalog, IndexSettings(max_file_bytes=10_000))
    try:
        while True:
            next(looking)
    except StopIteration as end:
        return end.value
    finally:
        catalog.close()


def is_settled_now(shelf) -> bool:
    with shelf.open() as library:
        return library.catalog.meta.is_settled


def test_nothing_is_to_be_read_where_nothing_changed(settled, corpus):
    assert look(settled, corpus) == Scan(files=3, to_read=0, bytes=0, unchanged=4, failed=())


def test_a_partly_scanned_file_is_read_again_once_its_pictures_can_be(shelf, tmp_path, monkeypatch):
    pytest.importorskip("rapidocr")
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['rapidocr'] = None\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    page = pdf([lines("The quay in Tolby was sold.")])
    (folder / "a.pdf").write_bytes(scanned(page, stamp="Seen by the council on 2 May 2024"))
    age(folder)
    with monkeypatch.context() as without_ocr:
        without_ocr.setitem(sys.modules, "rapidocr", None)
        without_ocr.setenv("PYTHONPATH", str(tmp_path))
        while _idle:  # one that runs already knows of it
            _idle.pop().stop()
        shelf.index(folder)
        assert look(shelf, folder).to_read == 0
    while _idle:
        _idle.pop().stop()
    assert look(shelf, folder).to_read == 1
    shelf.index(folder)
    assert look(shelf, folder).to_read == 0
    assert shelf.titles() == ["The quay in Tolby was sold."]


def test_what_changed_counts_by_its_bytes_unless_it_will_be_refused(settled, corpus, tmp_path):
    (corpus / "kfor.txt").write_text("Who keeps the peace\n\nNobody does.\n")
    (corpus / "film.mp4").write_bytes(b"0" * 5_000)
    (corpus / "huge.txt").write_bytes(b"a" * 10_001)
    found = look(settled, corpus, tmp_path / "nowhere")
    assert (found.files, found.to_read, found.unchanged) == (5, 3, 3)
    assert found.bytes == (corpus / "kfor.txt").stat().st_size
    assert [error.reason for error in found.failed] == ["no such file or folder"]


def test_many_files_are_told_of_while_they_are_counted(shelf, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(250):
        (folder / f"{number}.txt").touch()
    with shelf.writing() as writer:
        events = list(scan([folder], writer.catalog, IndexSettings(max_file_bytes=10_000)))
    assert [(event.done, event.total) for event in events] == [(100, None), (200, None)]


def test_a_library_is_settled_until_it_changes(settled, corpus):
    assert is_settled_now(settled)
    with settled.writing() as writer:
        writer.remove([settled.articles()["Snow"].id])
    assert not is_settled_now(settled)
    settled.index(corpus)
    assert is_settled_now(settled)


def test_indexing_that_was_left_midway_is_not_settled(settled, tmp_path):
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"Story {number}\n\nWords of story {number}.\n")
    with settled.writing() as writer:
        events = write_changes([folder], writer)
        next(event for event in events if event.passages)
        events.close()
    assert not is_settled_now(settled)


def test_bytes_that_are_done_grow_to_all_there_are(shelf, tmp_path):
    records = tmp_path / "many.jsonl"
    lines = [{"title": f"Story {n}", "text": f"Words of story number {n}."} for n in range(350)]
    records.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "list.json").write_text(json.dumps(lines))
    with shelf.writing() as writer:
        *events, _ = write_changes([records, tmp_path / "list.json"], writer)
    done = [event.done_bytes for event in events if isinstance(event, Progress)]
    total = sum(path.stat().st_size for path in (records, tmp_path / "list.json"))
    assert done == sorted(done)
    assert done[-1] == events[-1].total_bytes == total
    assert len(set(done)) >= 5, "in the middle of a file too"
    assert all(event.done_bytes < total for event in events if event.passages < 700)


@pytest.mark.parametrize("content", ['{"text": "One."}\n', '{"text": "One."}\n' * 3])
def test_reading_tells_what_share_of_a_file_is_read(tmp_path, settings, content):
    path = tmp_path / "a.jsonl"
    path.write_text(content)
    [file] = discover([path])
    shares: list[float] = []
    assert len(list(read(file, settings, on_progress=shares.append))) == content.count("\n")
    assert shares == sorted(shares)
    assert 0 < shares[0] <= shares[-1] == 1


@pytest.mark.parametrize(
    ("name", "size", "expected"),
    [("a.txt", 10, 10), ("a.TXT", 11, 0), ("a.jsonl", 11, 11), ("a.mp4", 5, 0), ("a", 5, 0)],
)
def test_what_will_be_refused_is_no_work(tmp_path, name, size, expected):
    file = SourceFile(path=tmp_path / name, shown=name, named=True)
    assert bytes_to_read(file, size=size, longest=10) == expected


@pytest.mark.model
def test_a_library_where_nothing_changed_is_not_opened_for_writing(
    model, make_shelf, location, corpus, settings
):
    age(corpus)
    make_shelf(location, embedder=model).index(corpus)
    with writer_lock(location.directory, timeout=0):  # nobody else gets it
        *_, last, report = update([corpus], location, settings)
    assert isinstance(report, BuildReport)
    assert (last.done, last.total, last.articles, report.unchanged) == (3, 3, 4, 4)


def test_a_damaged_catalog_is_an_error(settled, corpus, settings):
    settled.location.catalog_file.write_bytes(b"no database at all")
    with pytest.raises(LibraryDamagedError):
        list(update([corpus], settled.location, settings))
