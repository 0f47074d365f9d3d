import os
from pathlib import Path

import pytest

from index.errors import LibraryError
from index.library import Library
from rag.errors import TestSetError
from rag.evaluation.runs import libraries
from rag.evaluation.runs.libraries import Files, Given

pytestmark = pytest.mark.model


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def built(cache, model):
    """Build the library of a source and return where it is."""

    def build(source, settings):
        *_, report = libraries.build(source, settings, cache=cache, notify=lambda _: None)
        return libraries.existing(source, settings, cache=cache), report

    return build


def test_files_are_indexed_once_and_found_again(corpus, settings, cache, built):
    source = Files(paths=(corpus,))
    assert libraries.existing(source, settings, cache=cache) is None
    location, report = built(source, settings)
    assert report.added == 4
    assert libraries.existing(Files(paths=(corpus,)), settings, cache=cache) == location
    with Library(location, settings) as library:
        assert library.counts()[0] == 4


def test_articles_at_hand_are_indexed(desk, settings, built):
    location, report = built(
        libraries.articles_with_files([desk.kfor, desk.rates], Path("set.json")), settings
    )
    assert (report.added, report.passages) == (2, 2)
    with Library(location, settings) as library:
        assert {one.origin for one in library.entries()} == {desk.kfor.origin, desk.rates.origin}


def test_a_library_is_whole_before_the_last_event_is_given(corpus, settings, cache, model):
    source = Files(paths=(corpus,))
    events = libraries.build(source, settings, cache=cache, notify=lambda _: None)
    for event in events:
        if hasattr(event, "added"):
            break  # as whoever shows the progress does
    assert libraries.existing(source, settings, cache=cache)


def test_one_that_was_not_finished_is_not_used(corpus, settings, cache, model):
    source = Files(paths=(corpus,))
    events = libraries.build(source, settings, cache=cache, notify=lambda _: None)
    next(events)
    events.close()
    assert libraries.existing(source, settings, cache=cache) is None
    *_, report = libraries.build(source, settings, cache=cache, notify=lambda _: None)
    assert report.failed == ()
    assert libraries.existing(source, settings, cache=cache)


def test_other_articles_and_other_settings_are_other_libraries(corpus, settings, desk):
    places = {
        libraries.location_of(source, chosen, corpus)
        for source in (Files(paths=(corpus,)), Files(paths=(corpus / "kfor.txt",)),
                       Given(articles=[(desk.kfor, "x")]))
        for chosen in (settings, settings.model_copy(update={"passage_size": 300}))
    }  # fmt: skip
    assert len(places) == 6
    before = Files(paths=(corpus,)).fingerprint
    (corpus / "kfor.txt").write_text("Changed.")
    assert Files(paths=(corpus,)).fingerprint != before


def test_a_damaged_one_is_made_again(corpus, settings, cache, built):
    source = Files(paths=(corpus,))
    location, _ = built(source, settings)
    location.catalog_file.write_bytes(b"no database")
    with pytest.raises(LibraryError):
        Library(location, settings)
    assert libraries.existing(source, settings, cache=cache) is None
    assert built(source, settings)[0] == location


def test_those_that_nobody_used_for_a_month_are_deleted(cache):
    for name, days in (("old", 31), ("new", 29)):
        (cache / name).mkdir(parents=True)
        marker = cache / name / "complete"
        marker.touch()
        os.utime(marker, (0, 100 * 86_400 - days * 86_400))
    libraries.forget_old(cache, now=100 * 86_400)
    assert [folder.name for folder in cache.iterdir()] == ["new"]


def test_paths_without_articles(tmp_path):
    with pytest.raises(TestSetError, match="no such file or folder"):
        _ = Files(paths=(tmp_path / "none",)).fingerprint
    with pytest.raises(TestSetError, match="there are no articles in"):
        _ = Files(paths=(tmp_path,)).fingerprint
