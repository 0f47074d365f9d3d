"""The first chat, with nothing indexed: what it says, and what it does on the spot."""

from __future__ import annotations

import os

import pytest

from rag.cli.errors import ExitCode

pytestmark = pytest.mark.model

CTRL_D = "\x04"
SAYS = (
    "There are no articles to ask about yet.\r\n"
    "Your own articles: rag index FOLDER, then rag chat\r\n"
    "Five sample articles: rag chat --samples\r\n"
)


@pytest.fixture
def first_chat(on_terminal, model, tmp_path, request):
    """A chat about a library that is not there, on a terminal that cannot draw."""
    changes = getattr(request, "param", {})
    program = on_terminal("chat", "--library", tmp_path / "library", TERM="dumb", **changes)
    program.until("Enter\r\nalone leaves.\r\n> ")
    assert SAYS in program.drawn
    return program


def test_it_indexes_on_the_spot(first_chat, corpus, rag, tmp_path):
    first_chat.press(f"{tmp_path}/nowhere\n")
    first_chat.until("No article was found in")
    first_chat.until("\n> ")
    first_chat.press(f"{corpus}\n")
    first_chat.until("Articles: 4 added")
    first_chat.until("Dateline - 4 articles in 'articles'")
    first_chat.press("How many soldiers does Italy send?\n")
    first_chat.until("852 soldiers to the mission.")
    first_chat.until("[1]")
    first_chat.press(CTRL_D)
    first_chat.finish()
    assert first_chat.process.returncode == 0
    assert rag("status", "--json", "--library", tmp_path / "library").json["articles"] == 4


# A passage size of its own, and so a samples' library of its own, which no other test finds built.
@pytest.mark.parametrize("first_chat", [{"RAG_PASSAGE_SIZE": "900"}], indirect=True)
def test_it_opens_the_samples(first_chat, tmp_path):
    first_chat.press("samples\n")
    first_chat.until("Dateline - 5 articles in 'samples'")
    first_chat.press(CTRL_D)
    first_chat.finish()
    assert first_chat.process.returncode == 0
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("keys", ["\n", CTRL_D])
def test_leaving_leaves(first_chat, tmp_path, keys):
    first_chat.press(keys)
    first_chat.finish()
    assert first_chat.process.returncode == ExitCode.LIBRARY
    assert not (tmp_path / "library").exists()


def test_where_the_terminal_draws_names_are_completed(on_terminal, model, corpus, tmp_path):
    program = on_terminal("chat", "--library", tmp_path / "library")
    program.prompted(1)
    program.press(os.path.relpath(corpus)[:-3])  # a whole path may be longer than the line
    program.until("../artic")
    program.drawn = ""
    program.press("\t")
    program.until("les")
    program.press("\r")
    program.until("Articles: 4 added")
    program.prompted(1)
    program.press(CTRL_D)
    assert program.process.wait(timeout=30) == 0


def test_in_a_pipe_it_is_an_error(process, tmp_path):
    done = process("chat", "--library", tmp_path / "library", stdin=b"Who?\n", status=4)
    assert done.out == ""
    assert done.err.startswith("Error: there is no library in")
