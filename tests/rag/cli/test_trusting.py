"""A folder of a stranger's, with a ``rag.toml``: nothing is sent until the user trusts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from model_server import ModelServer, Says

QUESTION = "How many soldiers does KFOR have?"
NOTE = (
    "Note: rag.toml in this folder sets base_url and model; ignored because you have\n"
    "      not trusted it: rag config trust\n"
)


@pytest.fixture
def server(monkeypatch):
    """A server that the folder's file has everything sent to."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    with ModelServer(Says("KFOR has over 4,600 soldiers [1].")) as listening:
        Path("rag.toml").write_text(f'model = "openai:scripted"\nbase_url = "{listening.url}"\n')
        yield listening


@pytest.mark.model
def test_nothing_is_sent_before_it_is_trusted(rag, server, sample_library):
    place = ["--library", sample_library]
    asked = rag("ask", QUESTION, "--json", *place)
    assert asked.json["model"] == "extractive"
    assert asked.err == NOTE
    assert "Model:" not in rag("doctor", *place).out
    rag("search", "KFOR", *place)
    rag("chat", *place, stdin=f"{QUESTION}\n")
    assert (server.requests, server.probes, server.keys) == ([], [], [])

    told = rag("config", "trust")
    assert server.url in told.out
    asked = rag("ask", QUESTION, "--json", *place)
    assert (asked.json["model"], asked.err) == ("openai:scripted", "")
    assert server.keys == ["Bearer sk-very-secret"]

    rag("config", "untrust")
    assert rag("ask", QUESTION, "--json", *place).err == NOTE
    assert len(server.requests) == 1


def test_config_shows_what_is_ignored(rag, server):
    done = rag("config")
    assert done.err == ""
    rows = [line.split(maxsplit=2) for line in done.out.splitlines()]
    assert ["model", "openai:scripted", "rag.toml, not trusted: rag config trust"] in rows
    assert ["model", "extractive", "default"] in rows
    assert rag("config", "--json").json["base_url"] == {
        "value": None,
        "from": "default",
        "ignored": {"value": server.url, "from": "rag.toml", "trust": "rag config trust"},
    }


def test_what_a_file_says_cannot_act_on_the_terminal(rag):
    Path("rag.toml").write_text('reader = "a\\u001b]0;b\\u0007c\\u202ed"\nverifier = [["x"]]\n')
    for command, status in ((["config"], 0), (["config", "--json"], 0), (["status"], 4)):
        done = rag(*command, status=status)
        assert not set("\x1b\x07\u202e") & set(done.out + done.err)


def test_trusting_shows_what_comes_in_force(rag):
    Path("rag.toml").write_text('top_k = 3\nreranker = "./r"\n')
    done = rag("config", "trust", ".")
    assert [line.split()[:2] for line in done.out.splitlines()[1:]] == [["reranker", "./r"]]
    assert rag("config", "--json").json["reranker"] == {"value": "./r", "from": "rag.toml"}


def test_a_file_that_takes_no_trust(rag):
    Path("rag.toml").write_text("top_k = 3\n")
    assert "sets nothing that takes trust" in " ".join(rag("config", "trust").out.split())
    rag("config", "untrust", status=2)


@pytest.mark.parametrize(
    ("text", "path", "says"),
    [
        (None, (), "there is no file"),
        (None, ("../articles.toml",), "is read by no command"),
        ('base_url = "x"', (), "base_url must be"),
        ("model = ", ("rag.toml",), "not valid TOML"),
        ("modell = 3", (), "not a setting"),
    ],
)
def test_what_cannot_be_trusted(rag, text, path, says):
    if text is not None:
        Path("rag.toml").write_text(text)
    done = rag("config", "trust", *path, status=2)
    assert says in " ".join(done.err.split())
    assert done.err.startswith("Error: ")
