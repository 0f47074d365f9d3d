"""``--model``: a language model on the command line, on a real server on loopback."""

from __future__ import annotations

import pytest
from model_server import Fails, ModelServer, Says

pytestmark = pytest.mark.model

QUESTION = "How many soldiers does KFOR have?"
NOTHING = "http://127.0.0.1:9/v1"


@pytest.fixture
def options(sample_library):
    def of(url):
        return ["--model", "openai:scripted", "--base-url", url, "--library", sample_library]

    return of


def test_a_model_answers_and_its_sentences_are_checked(rag, options, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with ModelServer(Says("KFOR has 9,999 soldiers [1].")) as server:
        found = rag("ask", QUESTION, "--json", *options(server.url)).json
        assert found["model"] == "openai:scripted"
        (statement,) = found["statements"]
        assert statement["verdict"] == "unsupported"
        shown = rag("ask", QUESTION, *options(server.url)).out
        assert "(unsupported)" in shown
        strict = rag("ask", QUESTION, "--strict", *options(server.url), status=3).out
        assert "9,999" not in strict


def test_a_model_that_fails_exits_with_5(rag, options, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    with ModelServer(Fails(401)) as server:
        done = rag("ask", QUESTION, *options(server.url), status=5)
    assert done.out == ""
    assert done.err == (
        "Error: the key for 'openai:scripted' was refused (401)\n"
        "Hint: set OPENAI_API_KEY to a valid key\n"
    )


def test_a_search_asks_no_model(rag, options):
    place = options(NOTHING)[-2:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAG_MODEL", "openai:scripted")
        assert rag("search", "KFOR", "--json", *place).json["passages"]


def test_doctor_says_whether_the_model_answers(rag, options):
    with ModelServer(Says("hello")) as server:
        done = rag("doctor", *options(server.url))
        assert done.out == (
            f"The library is whole.\nModel: openai:scripted: {server.url} answers\n"
        )
    gone = rag("doctor", "--json", *options(NOTHING), status=5).json
    assert gone["problems"] == []
    assert gone["model"]["reachable"] is False


def test_a_model_that_cannot_be_opened_is_a_usage_error(rag, sample_library, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    done = rag("ask", QUESTION, "--model", "openai:x", "--library", sample_library, status=2)
    assert "OPENAI_API_KEY" in done.err
    for name in ("x", ":", "openai:"):
        done = rag("ask", QUESTION, "--model", name, "--library", sample_library, status=2)
        assert done.err.startswith('Error: --model must be "provider:name"')
