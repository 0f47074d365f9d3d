"""What a Python program imports: its examples run, and it costs nothing that is not used."""

from __future__ import annotations

import asyncio
import doctest
import importlib
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import rag
import seeds
from rag import Answer, Dateline, Filters, LibraryMissingError, SettingsError, StatementReady

ROOT = Path(__file__).parents[2]
QUESTION = "How many soldiers does KFOR have?"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Work in a folder that has the sample articles."""
    shutil.copytree(seeds.articles(), tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def news(here, model):
    """The samples in a library of their own."""
    with Dateline.open("library") as opened:
        opened.index(["articles"])
        yield opened


@pytest.mark.model
@pytest.mark.parametrize("name", ["rag", "rag.dateline"])
def test_the_examples_of_the_docstrings_run(here, model, name):
    examined = doctest.testmod(importlib.import_module(name))
    assert examined.attempted
    assert not examined.failed


def test_everything_exported_is_there():
    assert all(getattr(rag, name).__name__ == name for name in rag.__all__)
    assert dir(rag) == rag.__all__
    with pytest.raises(AttributeError, match="no attribute 'Datelines'"):
        _ = rag.Datelines


def test_to_import_it_imports_nothing_else():
    program = "import sys; before = set(sys.modules); import rag; print(set(sys.modules) - before)"
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in ast_names(told.stdout)}
    assert "rag" in loaded
    assert not {"index", "numpy", "pydantic", "rich", "typer", "langchain_core"} & loaded


def ast_names(text):
    return {name.strip("{}' \n") for name in text.split(",")}


class TestOpening:
    """Nothing is read before it is needed."""

    def test_a_folder_that_is_not_there(self, tmp_path):
        with Dateline.open(tmp_path / "none") as news, pytest.raises(LibraryMissingError):
            news.ask(QUESTION)
        assert not (tmp_path / "none").exists()

    def test_a_setting_that_is_none(self):
        with pytest.raises(SettingsError, match="'topk' is not a setting"):
            Dateline.open(topk=3)

    def test_a_setting_out_of_bounds(self):
        with pytest.raises(SettingsError, match="from 1 to 100"):
            Dateline.open(top_k=0)

    def test_the_samples_are_not_indexed_into(self):
        with Dateline.open(samples=True) as news, pytest.raises(SettingsError, match="stay as"):
            news.index(["articles"])


@pytest.mark.model
class TestAsking:
    """What is asked of a library of the samples."""

    def test_what_was_indexed_meanwhile_is_found(self, news, here):
        assert not news.ask("Who closed the northern road?").answered
        (here / "articles" / "snow.txt").write_text("Snow\n\nSnow closed the northern road.\n")
        seen = []
        report = news.index(["articles"], on_progress=seen.append)
        assert (report.added, report.unchanged) == (1, 5)
        assert seen[-1].articles == 6
        assert "Snow" in [entry.title for entry in news.articles()]
        assert any("northern road" in hit.passage.text for hit in news.search("northern road"))

    def test_it_can_be_opened_again_after_it_was_closed(self, news):
        first = news.ask(QUESTION)
        news.close()
        assert news.ask(QUESTION).text == first.text

    def test_filters_take_text(self, news):
        hits = news.search("Kosovo", filters=Filters(since="2025", until="2025-01"))
        assert {hit.article.published.isoformat() for hit in hits} == {"2025-01-13"}

    def test_an_article_with_its_text(self, news):
        cited = news.ask(QUESTION).citations[0]
        article = news.article(cited.article.id[:6])
        assert article.text[cited.start : cited.end] == cited.quote

    def test_between_two_statements_it_can_be_asked(self, news):
        for event in news.stream(QUESTION):
            if isinstance(event, StatementReady):
                assert news.articles()
        assert isinstance(event, Answer)
        assert event.short_answer == "4,600"

    def test_from_several_threads(self, news):
        answers = []
        threads = [
            threading.Thread(target=lambda: answers.append(news.ask(QUESTION))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [answer.short_answer for answer in answers] == ["4,600"] * 4

    def test_the_same_for_asyncio(self, news):
        async def ask():
            events = [event async for event in news.astream(QUESTION)]
            first, hits = await asyncio.gather(news.aask(QUESTION), news.asearch("soldiers"))
            report = await news.aindex(["articles"])
            return events, first, hits, report

        events, first, hits, report = asyncio.run(ask())
        assert [type(event).__name__ for event in events] == [
            "Searched",
            "StatementReady",
            "Answer",
        ]
        assert events[-1].text == first.text
        assert hits[0].rank == 1
        assert report.unchanged == 5

    def test_a_stream_that_nobody_follows_to_its_end(self, news):
        async def ask():
            async for _ in news.astream(QUESTION):
                break
            return await news.aask(QUESTION)

        assert asyncio.run(ask()).answered


def test_of_settings_that_are_not_trusted_a_program_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rag.toml").write_text('base_url = "http://localhost:1"\n')
    notes = []
    Dateline.open(tmp_path / "library", notify=notes.append)
    assert len(notes) == 1
    assert notes[0].startswith("rag.toml in this folder sets base_url; ignored because")
