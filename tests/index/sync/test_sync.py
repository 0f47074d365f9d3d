import json
import os
import threading
import time

import pytest
from doubles import HashingEmbedder, InterruptedEmbedder

from index.errors import EmbeddingModelError
from index.repair import check
from index.sync.embed import BATCH_PASSAGES, batch_passages
from index.sync.report import BuildReport, Progress
from index.sync.update import preview
from index.sync.writing import write_changes

OLD = time.time() - 100
"""A time at which a file may have changed and be trusted not to change again unseen."""


def counts(report: BuildReport) -> tuple[int, int, int, int, int]:
    return (
        report.added,
        report.updated,
        report.unchanged,
        report.removed,
        len(report.failed),
    )


def age(folder):
    for path in folder.iterdir():
        os.utime(path, (OLD, OLD))


def test_a_first_run_adds_everything(shelf, corpus):
    report = shelf.index(corpus)
    assert counts(report) == (4, 0, 0, 0, 0)
    assert report.passages == 4
    assert shelf.titles() == ["Harbour", "Snow", "The bank waits", "Who keeps the peace"]


def test_a_second_run_changes_nothing(indexed, corpus):
    with indexed.open() as library:
        revision = library.revision
    assert counts(indexed.index(corpus)) == (0, 0, 4, 0, 0)
    with indexed.open() as library:
        assert library.revision == revision


def test_a_changed_article_takes_the_place_of_the_old_one(indexed, corpus, ask):
    (corpus / "kfor.txt").write_text("Who keeps the peace\n\nTurkey commands the mission.\n")
    assert counts(indexed.index(corpus)) == (0, 1, 3, 0, 0)
    with indexed.open() as library:
        assert ask.full_text(library, "turkey") == ["Who keeps the peace"]
        assert ask.full_text(library, "italy") == []
        assert library.vectors.count() == library.counts()[1] == 4
        assert check(library) == []


def test_a_change_of_what_is_known_of_an_article_is_an_update(indexed, corpus):
    path = corpus / "rates.md"
    path.write_text(path.read_text().replace("Tirana Times", "Tirana Post"))
    assert counts(indexed.index(corpus)) == (0, 1, 3, 0, 0)
    assert indexed.articles()["The bank waits"].source == "Tirana Post"


def test_a_record_that_leaves_its_file_leaves_the_library(indexed, corpus):
    first, _ = (corpus / "wire.jsonl").read_text().splitlines()
    (corpus / "wire.jsonl").write_text(first + "\n")
    assert counts(indexed.index(corpus)) == (0, 0, 3, 1, 0)
    assert "Snow" not in indexed.titles()


def test_one_record_that_cannot_be_read_keeps_the_articles_of_its_file(indexed, corpus):
    first, _ = (corpus / "wire.jsonl").read_text().splitlines()
    (corpus / "wire.jsonl").write_text(first + "\n{oops\n")
    report = indexed.index(corpus)
    assert counts(report) == (0, 0, 3, 0, 1)
    assert report.failed[0].path.endswith("wire.jsonl")
    assert "Snow" in indexed.titles()


def test_a_file_that_cannot_be_read_any_more_keeps_its_article(indexed, corpus):
    (corpus / "kfor.txt").write_bytes(b"")
    assert counts(indexed.index(corpus)) == (0, 0, 3, 0, 1)
    assert "Who keeps the peace" in indexed.titles()


def test_pruning_removes_only_what_is_gone_from_the_given_folders(indexed, corpus, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "far.txt").write_text("Far\n\nFar away.\n")
    indexed.index(elsewhere)
    (elsewhere / "far.txt").unlink()
    (corpus / "kfor.txt").unlink()
    assert counts(indexed.index(corpus)) == (0, 0, 3, 0, 0)
    assert counts(indexed.index(corpus, prune=True)) == (0, 0, 3, 1, 0)
    assert indexed.titles() == ["Far", "Harbour", "Snow", "The bank waits"]


def test_names_that_are_not_utf8_are_indexed_and_not_pruned(shelf, corpus):
    (corpus / os.fsdecode(b"caf\xe9.txt")).write_text("Coffee\n\nA cup of coffee.\n")
    assert shelf.index(corpus).added == 5
    assert counts(shelf.index(corpus, prune=True)) == (0, 0, 5, 0, 0)


def test_a_dry_run_says_what_a_run_would_do_and_does_nothing(indexed, corpus):
    (corpus / "kfor.txt").write_text("Who keeps the peace\n\nTurkey commands the mission.\n")
    (corpus / "new.txt").write_text("New\n\nSomething new.\n")
    (corpus / "rates.md").unlink()
    before = indexed.articles()
    foretold = preview([corpus], indexed.location, indexed.settings, prune=True)
    assert indexed.articles() == before
    assert counts(foretold) == counts(indexed.index(corpus, prune=True)) == (1, 1, 2, 1, 0)


def test_a_dry_run_without_a_library(corpus, location, settings):
    report = preview([corpus], location, settings)
    assert counts(report) == (4, 0, 0, 0, 0)
    assert report.passages == 4


def test_a_file_as_old_and_large_as_before_is_not_read_again(shelf, corpus):
    age(corpus)
    shelf.index(corpus)
    path = corpus / "kfor.txt"
    path.write_text(path.read_text().replace("Italy", "Spain"))
    age(corpus)
    assert counts(shelf.index(corpus)) == (0, 0, 4, 0, 0)
    assert "Italy" in shelf.articles()["Who keeps the peace"].text


def test_a_file_changed_just_before_it_was_read_is_read_again(shelf, corpus):
    age(corpus)
    path = corpus / "kfor.txt"
    just_now = time.time()
    os.utime(path, (just_now, just_now))
    shelf.index(corpus)
    path.write_text(path.read_text().replace("Italy", "Spain"))
    os.utime(path, (just_now, just_now))
    assert counts(shelf.index(corpus)) == (0, 1, 3, 0, 0)


def test_removed_articles_come_back_when_their_file_is_indexed_again(shelf, corpus):
    age(corpus)
    shelf.index(corpus)
    with shelf.writing() as writer:
        assert writer.remove([shelf.articles()["Snow"].id, "no such id"]) == 1
    assert "Snow" not in shelf.titles()
    assert counts(shelf.index(corpus)) == (1, 0, 3, 0, 0)


def test_many_records_of_one_file_are_written_in_batches(shelf, tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text(
        "".join(
            json.dumps({"title": f"Story {n}", "text": f"Words of story number {n}."}) + "\n"
            for n in range(200)
        )
    )
    with shelf.writing() as writer:
        events = list(write_changes([path], writer))
    written = [event.passages for event in events if isinstance(event, Progress)]
    assert written == sorted(written)
    assert len(set(written)) >= 3
    assert events[-1].added == 200


@pytest.mark.parametrize(
    ("pace", "seconds"), [(0.0, 0), (0.004, 1.1), (0.014, 4), (0.02, 2), (0.045, 3), (0.2, 13)]
)
def test_a_batch_is_larger_where_passages_are_done_in_no_time(pace, seconds):
    size = batch_passages(pace=pace)
    assert size >= BATCH_PASSAGES
    assert size * pace <= seconds
    assert size > BATCH_PASSAGES or pace > 0.014


@pytest.mark.parametrize("nothing", ["no such folder", "empty"])
def test_nothing_to_index(shelf, tmp_path, nothing):
    (tmp_path / "empty").mkdir()
    for _ in range(2):
        report = shelf.index(tmp_path / nothing)
        assert counts(report) == (0, 0, 0, 0, int(nothing != "empty"))
    assert shelf.titles() == []


class Noting(HashingEmbedder):
    """Notes what it embeds."""

    def __init__(self):
        super().__init__()
        self.embedded: list[str] = []

    def embed_documents(self, texts):
        self.embedded += texts
        return super().embed_documents(texts)


def long_text(*changed):
    paragraphs = [f"Paragraph number {n} of a story about nothing much. " * 3 for n in range(8)]
    for number in changed:
        paragraphs[number] = f"Paragraph {number} was written again. " * 4
    return "A long story\n\n" + "\n\n".join(paragraphs) + "\n"


def test_of_a_changed_article_only_the_passages_that_changed_are_embedded(
    make_shelf, location, tmp_path
):
    path = tmp_path / "long.txt"
    path.write_text(long_text())
    noting = Noting()
    shelf = make_shelf(location, embedder=noting)
    report = shelf.index(path)
    assert report.passages == len(noting.embedded) == 8
    noting.embedded.clear()
    path.write_text(long_text(3))
    assert counts(shelf.index(path)) == (0, 1, 0, 0, 0)
    assert [text for text in noting.embedded if "written again" not in text] == []
    assert len(noting.embedded) == 1
    with shelf.open() as library:
        assert check(library) == []
        vectors = library.vectors.embeddings(list(library.catalog.passages.ids()))
        for passage, article in library.passages(list(vectors)).values():
            expected = HashingEmbedder().embed_documents([f"{article.title}\n{passage.text}"])[0]
            assert vectors[passage.id] == pytest.approx(expected, abs=1e-6)


def test_the_same_text_is_embedded_once(make_shelf, location, tmp_path):
    noting = Noting()
    shelf = make_shelf(location, embedder=noting)
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(long_text())
    assert shelf.index(tmp_path / "one.txt", tmp_path / "two.txt").passages == 16
    assert len(noting.embedded) == 8, "in one run"
    (tmp_path / "three.txt").write_text(long_text())
    shelf.index(tmp_path / "three.txt")
    assert len(noting.embedded) == 8, "and in another"
    with shelf.open() as library:
        assert library.vectors.count() == 24
        assert check(library) == []


def test_what_indexing_raises_in_its_threads_is_raised(make_shelf, location, corpus):
    class Broken(HashingEmbedder):
        def embed_documents(self, _texts):
            raise EmbeddingModelError("it broke", hint="mend it")

    before = set(threading.enumerate())  # other tests' servers may still be there
    with pytest.raises(EmbeddingModelError, match="it broke"):
        make_shelf(location, embedder=Broken()).index(corpus)
    assert set(threading.enumerate()) <= before
    assert counts(make_shelf(location).index(corpus)) == (4, 0, 0, 0, 0)


def test_a_kill_in_a_long_article_costs_the_vectors_of_a_moment(make_shelf, location, tmp_path):
    """It is written at once, in the end; what was embedded until then is kept by its text."""

    def out_of_power():
        raise EmbeddingModelError("no power", hint="plug it in")

    path = tmp_path / "book.txt"
    text = "".join(
        f"Sentence {n} of a long book about harbours and bridges. " for n in range(2_000)
    )
    path.write_text(f"A book\n\n{text}\n")
    interrupted = InterruptedEmbedder(calls=8, interrupt=out_of_power)
    with pytest.raises(EmbeddingModelError, match="no power"):
        make_shelf(location, embedder=interrupted).index(path)
    noting = Noting()
    report = make_shelf(location, embedder=noting).index(path)
    assert report.passages > 512
    assert len(noting.embedded) == report.passages - 8 * 32


def test_indexing_that_is_left_midway_goes_on_another_time(shelf, tmp_path):
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"Story {number}\n\nWords of story {number}.\n")
    before = set(threading.enumerate())
    with shelf.writing() as writer:
        events = write_changes([folder], writer)
        next(event for event in events if event.passages)
        events.close()
    assert set(threading.enumerate()) <= before
    begun = len(shelf.titles())
    assert 0 < begun < 300
    assert counts(shelf.index(folder)) == (300 - begun, 0, begun, 0, 0)
    with shelf.open() as library:
        assert check(library) == []
