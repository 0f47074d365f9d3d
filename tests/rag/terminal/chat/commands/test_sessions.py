"""``/save``, ``/sessions``, ``/resume`` and ``/new``, with a real store."""

from __future__ import annotations

import re

import pytest

from rag.sessions import Kind, SessionRecorder, SessionStore
from rag.terminal.chat import ChatState, chat
from rag.terminal.input.lines import PipedLines


@pytest.fixture
def store(tmp_path):
    return SessionStore(tmp_path / "sessions", most_bytes=10**7)


@pytest.fixture
def recording(store):
    return SessionRecorder(store, kind=Kind.CHAT, library="/news")


@pytest.fixture
def talk(doubles, newsroom, tmp_path, monkeypatch):
    """Hold a chat in an empty folder; return what was printed and what the pipeline was asked."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def _talk(recorder, *lines, answers=(), **screen):
        screen = doubles.Screen(**screen)
        pipeline = doubles.ScriptedPipeline(*map(doubles.events_of, answers))
        pipeline.library = newsroom.pipeline.library
        backend = doubles.ScriptedBackend(pipeline)
        state = ChatState(backend, console=screen.console, filters=None, recorder=recorder)
        chat(state, PipedLines(lines, screen.console))
        return screen.read(), pipeline.asked

    return _talk


def test_save(doubles, talk, recording, tmp_path):
    answers = [doubles.answer()]
    printed, _ = talk(
        recording,
        "/save talk.md",
        "Who sends most?",
        "/save",
        "/save talk.txt",
        "/save 'talk one.html'",
        "/save talk one.html",
        "/save talk one.html --force",
        answers=answers,
    )
    assert "Error: There is nothing to save yet.\n" in printed
    assert "Error: /save needs a name.\n" in printed
    assert "Error: 'talk.txt' does not say in which format to save\n" in printed
    assert "Error: there is a file 'talk one.html' already\n" in printed
    assert printed.count("Saved 1 answer and its sources in talk one.html.\n") == 2
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["talk one.html"]


def test_sessions_are_listed_and_taken_up(doubles, talk, store, recording):
    talk(recording, "Who sends most?", answers=[doubles.answer()])
    earlier = recording.session_id
    later = SessionRecorder(store, kind=Kind.CHAT, library="/news")
    printed, asked = talk(
        later,
        "A first question",
        "/sessions",
        f"/resume {later.session_id}",
        f"/resume {earlier[:4]}",
        "/sources 1",
        "and since when?",
        answers=[doubles.answer(), doubles.answer()],
    )
    table = re.findall(r"^(\w{8})  \d\d:\d\d +(\d)  chat  (.*)$", printed, re.MULTILINE)
    assert [(found[0], found[1:]) for found in table] == [
        (table[0][0], ("1", "A first question (this one)")),
        (earlier, ("1", "Who sends most?")),
    ]
    assert f"Session {earlier}: 1 answer, " in printed
    assert printed.count("> Who sends most?\n") == 1
    assert ">>Italy sends 852 soldiers, the most of all.<<" in printed
    question, history, _ = asked[-1]
    assert question == "and since when?"
    assert [turn.question for turn in history] == ["Who sends most?"]
    assert len(store.load(earlier).turns) == 2


def test_new_leans_on_nothing_and_is_another_session(doubles, talk, store, recording):
    answers = [doubles.answer(), doubles.answer()]
    printed, asked = talk(recording, "Who sends most?", "/new", "and when?", answers=answers)
    assert "A new conversation: nothing said before is taken into account.\n" in printed
    assert asked[-1][1] == ()
    assert [one.title for one in store.summaries()] == ["and when?", "Who sends most?"]


def test_what_was_asked_last_and_not_answered_is_told(talk, store, recording):
    recording.asked("Who sends most?")
    other = SessionRecorder(store, kind=Kind.CHAT, library="/news")
    printed, _ = talk(other, f"/resume {recording.session_id}")
    assert "> Who sends most?\nThis question was not answered.\n" in printed


@pytest.mark.parametrize("line", ["/sessions", "/resume 1", "/resume"])
def test_without_sessions(doubles, talk, line):
    printed, _ = talk(doubles.Recorder(), line)
    assert "Error: No sessions are kept.\n" in printed


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/resume", "Error: /resume needs the id of a session.\n"),
        ("/resume 1", "Error: no session has the id '1'\n"),
        ("/sessions", "No conversations are kept.\n"),
    ],
)
def test_with_none_yet(talk, recording, line, told):
    printed, _ = talk(recording, line)
    assert told in printed
