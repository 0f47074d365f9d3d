"""Files that break parsers: each an article or a refusal, in bounded time, and no code is run."""

from __future__ import annotations

import resource
import sys
import time

import pytest
from broken_files import REPEATED, SUFFIXES, sound, with_more
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles import Article
from index.errors import ReadingError
from index.reading import ReadingNote, SourceFile, read
from index.reading.apart import _idle
from index.settings import IndexSettings

SECONDS = 240.0
"""By the clock, on a machine that may be busy; a file has 20 of its processor's."""
P = "<p>The mayor said that the bridge was opened on Monday by the council.</p>"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SUFFIXES), st.randoms(use_true_random=False), st.sampled_from(REPEATED))
def test_whatever_is_put_into_a_file_it_is_an_article_or_a_refusal(
    tmp_path_factory, suffix, rng, part
):
    path = tmp_path_factory.mktemp("files") / f"a{suffix}"
    path.write_bytes(with_more(rng, suffix, part, size=rng.choice([100, 5_000, 60_000])))
    began = time.monotonic()
    for one in read(SourceFile(path=path, shown=path.name, named=True), IndexSettings()):
        assert isinstance(one, Article | ReadingError | ReadingNote)
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_sound_file_is_an_article(reading, suffix):
    """Else what is put into it shows nothing."""
    assert all(isinstance(one, Article) for one in reading(f"a{suffix}", sound(suffix)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("spans.html", f"<article>{P * 3}<p>{'<span>x </span>' * 200_000}</p></article>"),
        ("attributes.html", f"<p {' '.join(f'a{n}' for n in range(200_000))}>{P}</p>"),
        ("senders.eml", f"From: {'a@b.c, ' * 30_000}\nSubject: s\n\nThe mayor said so.\n"),
    ],
    ids=["spans", "attributes", "senders"],
)  # fmt: skip
def test_a_file_that_takes_too_long_is_refused(reading, name, content):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    for one in reading(name, content):
        assert isinstance(one, Article) or "takes too long" in one.reason
    assert time.monotonic() - began < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells another's limits")
def test_time_is_counted_by_what_a_file_takes_and_not_by_the_clock(article):
    """On a busy machine the clock runs on while a sound file waits for its turn."""
    article("a.docx", sound(".docx"))
    limits = [resource.prlimit(each._running.pid, resource.RLIMIT_CPU)[0] for each in _idle]
    assert limits
    assert all(0 < limit < SECONDS for limit in limits)


def test_separators_are_told_in_bounded_time(reading):
    began = time.monotonic()
    reading("a.csv", "title,text\n" + 'A,"' * 20_000)
    assert time.monotonic() - began < SECONDS / 2


def test_an_article_below_millions_of_line_ends(article):
    began = time.monotonic()
    assert article("a.txt", "The mayor said so.\n" + "\n" * 4_900_000).title == "The mayor said so"
    assert time.monotonic() - began < SECONDS / 2


def test_modules_in_the_working_folder_are_not_imported(article, tmp_path, monkeypatch):
    """They may have come with the articles."""
    strange = tmp_path / "strange"
    strange.mkdir()
    for module in ("json", "pathlib", "index", "lxml", "docx", "typing"):
        (strange / f"{module}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(strange)
    while _idle:
        _idle.pop().stop()
    assert article("a.docx", sound(".docx")).text == "The bridge was opened on Monday."
    assert not (tmp_path / "run").exists()
