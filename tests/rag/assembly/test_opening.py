"""One way to open Dateline: the same settings give the same answer wherever they are asked."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from index.errors import LibraryMissingError
from rag import Dateline
from rag.assembly import Observer, open_library, open_pipeline, open_search
from rag.cli import app
from rag.langchain import answer_chain, answer_tool
from rag.settings import load_settings

QUESTION = "Which country contributes the most soldiers to the mission?"


@pytest.fixture
def folder(corpus, tmp_path, monkeypatch, model):
    """A library of the newsroom, made with the real model."""
    monkeypatch.chdir(tmp_path)
    with Dateline.open(tmp_path / "library") as news:
        assert not news.index([corpus]).failed
    return tmp_path / "library"


@pytest.fixture
def asked(folder):
    """The answer of ``rag ask --json``."""
    arguments = ["ask", QUESTION, "--library", str(folder), "--json", "--no-history"]
    return timeless(json.loads(CliRunner().invoke(app, arguments).stdout))


def timeless(answer):
    return {key: value for key, value in answer.items() if key != "timings"}


@pytest.mark.model
class TestTheSameAnswer:
    """As ``rag ask`` gives it."""

    def test_of_dateline(self, folder, asked):
        with Dateline.open(folder) as news:
            assert timeless(news.ask(QUESTION).as_json()) == asked

    def test_of_a_pipeline(self, folder, asked):
        with open_pipeline(load_settings({"library": folder})) as pipeline:
            assert timeless(pipeline.answer(QUESTION).as_json()) == asked

    def test_of_a_chain_and_a_tool(self, folder, asked):
        chain = answer_chain(folder, "extractive")
        assert timeless(chain.answer(QUESTION).as_json()) == asked
        assert chain.invoke(QUESTION).text == asked["answer"]
        assert answer_tool(chain).invoke({"question": QUESTION}).startswith(asked["answer"])

    def test_of_a_chain_of_an_open_library(self, folder, asked):
        with open_library(load_settings({"library": folder})) as library:
            assert timeless(answer_chain(library).answer(QUESTION).as_json()) == asked

    def test_under_other_settings(self, folder, monkeypatch):
        monkeypatch.setenv("RAG_TOP_K", "1")
        with Dateline.open(folder) as news:
            assert len(news.ask(QUESTION).passages) == 1
        assert len(answer_chain(folder).answer(QUESTION).passages) == 1
        assert len(answer_chain(folder, top_k=2).answer(QUESTION).passages) == 2


@pytest.mark.model
def test_the_samples_are_built_once_and_whoever_opens_them_is_told(monkeypatch, tmp_path, model):
    seen = []

    def follow(events):
        seen.extend(events)
        return seen[-1]

    def observer():
        return Observer(follow=follow)

    monkeypatch.setenv("RAG_PASSAGE_SIZE", "900")  # a library of its own
    effective = load_settings({})
    with open_search(effective, samples=True, observer=observer()) as pipeline:
        assert pipeline.search("soldiers").hits
    assert seen[-1].added == 5
    del seen[:]
    with open_library(effective, samples=True, observer=observer()) as library:
        assert library.counts()[0] == 5
    assert not seen


def test_a_library_that_is_not_there(tmp_path):
    effective = load_settings({"library": tmp_path / "none"})
    with pytest.raises(LibraryMissingError), open_pipeline(effective):
        pass
