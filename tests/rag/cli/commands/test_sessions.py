"""What is kept of questions and answers: gone on with, listed, shown, saved, removed, survived."""

from __future__ import annotations

import json
import re
import signal

import pytest
from model_server import ModelServer, Says

from rag.settings import data_folder

pytestmark = pytest.mark.model

FIRST, NEXT = "What is KFOR?", "How many soldiers does it have?"
CTRL_C, CTRL_D = "\x03", "\x04"


@pytest.fixture
def ask(rag, sample_library):
    """Ask one question, and return what was printed."""

    def _ask(*arguments, status=0):
        return rag("ask", *arguments, "--library", sample_library, status=status)

    return _ask


def kept(rag):
    return rag("sessions", "list", "--json").json["sessions"]


class TestAsk:
    """``rag ask --continue`` and what it leans on."""

    def test_it_goes_on_from_the_last_question(self, rag, ask):
        ask(FIRST)
        assert "4,600" in ask("--continue", NEXT).out
        assert ask("-c", "--json", NEXT).json["standalone_question"] != NEXT
        (session,) = kept(rag)
        assert (session["kind"], session["title"], session["answers"]) == ("ask", FIRST, 3)

    def test_a_question_without_it_begins_anew(self, rag, ask):
        ask(FIRST)
        ask("Who leads NATO?")
        assert [one["title"] for one in kept(rag)] == ["Who leads NATO?", FIRST]

    def test_there_is_nothing_to_go_on_with(self, ask):
        done = ask("--continue", NEXT, status=2)
        assert done.err == (
            "Error: there is nothing to go on with: no session of rag ask is kept\n"
            "Hint: rag ask, without --continue, begins one\n"
        )

    @pytest.mark.parametrize("how", ["flag", "variable", "file"])
    def test_nothing_is_kept_of_it(self, rag, ask, monkeypatch, tmp_path, how):
        if how == "variable":
            monkeypatch.setenv("RAG_HISTORY", "false")
        if how == "file":
            (tmp_path / "here" / "rag.toml").write_text("history = false\n")
        ask(FIRST, *(["--no-history"] if how == "flag" else []))
        assert kept(rag) == []
        assert not data_folder().exists()

    def test_a_batch_is_not_kept(self, rag, ask, tmp_path):
        questions = tmp_path / "questions.txt"
        questions.write_text(FIRST)
        ask("--batch", questions)
        assert kept(rag) == []
        assert "can be neither continued" in ask("--batch", questions, "-c", status=2).err

    def test_it_answers_where_nothing_can_be_kept(self, ask, monkeypatch):
        monkeypatch.setenv("XDG_DATA_HOME", "/proc/nowhere")
        done = ask(FIRST)
        assert "[1]" in done.out
        assert done.err.startswith("Note: this conversation is kept no longer: ")

    def test_the_answer_can_be_saved_too(self, ask, tmp_path):
        file = tmp_path / "kfor.md"
        shown = ask(FIRST, "--save", file).out
        assert "## References" in file.read_text()
        assert "already" in ask(FIRST, "--save", file, status=2).err
        assert ask(FIRST, "--save", file, "--force").out == shown


class TestSessions:
    """``rag sessions``."""

    @pytest.fixture
    def talk(self, rag, sample_library):
        """Hold a conversation in a pipe."""

        def _talk(*lines, options=()):
            stdin = "\n".join(lines)
            return rag("chat", *options, "--library", sample_library, stdin=stdin)

        return _talk

    def test_a_chat_is_kept_and_shown_as_it_was(self, rag, talk, sample_library):
        first = talk(FIRST, NEXT).out
        (session,) = kept(rag)
        assert session["library"] == str(sample_library)
        shown = rag("sessions", "show", session["id"][:5]).out
        heading, _, transcript = shown.partition("\n\n")
        assert re.fullmatch(rf"Session {session['id']}: 2 answers, \d\d:\d\d, about\n\S+", heading)
        assert transcript == first.rstrip("\n") + "\n"

    def test_a_chat_goes_on(self, rag, talk):
        talk(FIRST)
        (session,) = kept(rag)
        for options in (["--continue"], ["--resume", session["id"][:4]]):
            assert "Read as: How many soldiers does KFOR have?" in talk(NEXT, options=options).out
        assert [one["answers"] for one in kept(rag)] == [3]
        asked = rag("sessions", "show", session["id"], "--json").json["exchanges"]
        assert [one["question"] for one in asked] == [FIRST, NEXT, NEXT]
        assert asked[0]["answer"]["citations"]

    def test_what_is_typed_in_a_pipe_is_not_chosen_for(self, rag):
        done = rag("chat", "--resume", status=2)
        assert done.err.startswith("Error: --resume needs an id where nobody can choose\n")
        assert "exclude each other" in rag("chat", "--resume", "a", "--continue", status=2).err
        assert "no session has the id 'abc'" in rag("chat", "--resume=abc", status=2).err
        assert "no session of rag chat is kept" in rag("chat", "--continue", status=2).err

    def test_the_sources_are_there_when_the_articles_are_gone(self, rag, own_library, corpus):
        place = ["--library", own_library]
        rag("chat", *place, stdin="How many soldiers does Italy send?\n")
        ids = [
            one["article_id"] for one in rag("articles", "list", "--json", *place).json["articles"]
        ]
        rag("articles", "remove", *ids[1:], *place)
        for file in corpus.iterdir():
            file.unlink()
        shown = rag("chat", "--continue", *place, stdin="/sources\n/save talk.md\n")
        assert ">>Italy sends 852 soldiers to the mission.<<" in shown.out
        assert shown.out.endswith("Saved 1 answer and its sources in talk.md.\n\n")

    @pytest.mark.parametrize("ending", ["md", "html", "json"])
    def test_one_is_saved(self, rag, talk, tmp_path, ending):
        talk(FIRST, NEXT)
        (session,) = kept(rag)
        file = tmp_path / f"talk.{ending}"
        assert rag("sessions", "save", session["id"], file).out == ""
        assert NEXT in file.read_text()
        assert "already" in rag("sessions", "save", session["id"], file, status=2).err
        rag("sessions", "save", session["id"], file, "--force")

    def test_some_are_removed(self, rag, talk):
        for question in (FIRST, NEXT, "Who leads NATO?"):
            talk(question)
        first, second, third = [one["id"] for one in kept(rag)]
        assert "no session has the id 'zz'" in rag("sessions", "remove", first, "zz", status=2).err
        assert len(kept(rag)) == 3, "all or nothing"
        assert rag("sessions", "remove", first[:6]).out == "Sessions: 1 removed.\n"
        assert rag("sessions", "remove", second, "--json").json == {"removed": 1, "ids": [second]}
        damaged = data_folder() / "sessions" / f"{third}.jsonl"
        damaged.write_bytes(b"garbage")
        assert "Note: the session" in rag("sessions", "list").err
        assert rag("sessions", "remove", "--all").out == "Sessions: 0 removed.\n"
        assert [path.name for path in damaged.parent.iterdir()] == ["lock"]
        assert "one of the two" in rag("sessions", "remove", status=2).err

    def test_of_none(self, rag):
        assert rag("sessions", "list").out == "No conversations are kept.\n"

    def test_a_store_that_cannot_be_read(self, rag):
        data_folder().mkdir(parents=True)
        (data_folder() / "sessions").write_text("no folder")
        done = rag("sessions", "list", status=1)
        assert done.err.startswith("Error: the sessions cannot be kept in")
        assert "--no-history" in done.err


class TestOnATerminal:
    """What only shows where somebody sits."""

    def test_a_conversation_is_chosen_and_gone_on_with(self, on_terminal, rag, sample_library):
        place = ["--library", sample_library]
        rag("chat", *place, stdin=FIRST)
        rag("chat", *place, stdin="Who leads NATO?")
        program = on_terminal("chat", "--resume", *place)
        program.until("Which one?")
        program.prompted(1)
        program.press("zz\r")
        program.until("no session has the id")
        program.prompted(2)
        program.press("2\r")
        program.until("What is KFOR?", times=2)
        program.until("Ctrl-D leaves.")
        program.prompted(3)
        program.press(CTRL_D)
        assert program.process.wait(timeout=30) == 0

    @pytest.mark.parametrize("pressed", [CTRL_C, "/quit\r", "exit\r"])
    def test_leaving_the_choice_leaves(self, on_terminal, rag, sample_library, pressed):
        rag("chat", "--library", sample_library, stdin=FIRST)
        program = on_terminal("chat", "--resume", "--library", sample_library)
        program.prompted(1)
        program.press(pressed)
        assert program.process.wait(timeout=30) == 0

    def test_killed_in_the_middle_of_an_answer(self, on_terminal, rag, sample_library, monkeypatch):
        """At most that answer is lost: those before are there, and so is the question."""
        monkeypatch.setenv("OPENAI_API_KEY", "key")
        quick = Says("KFOR has over 4,600 soldiers [1].")
        slow = Says("KFOR has over 4,600 soldiers [1]. They come from 28", stall=60.0)
        with ModelServer(quick, slow) as server:
            program = on_terminal(
                "chat", "--library", sample_library, "--model", "openai:scripted",
                "--base-url", server.url,
            )  # fmt: skip
            program.prompted(1)
            program.press("How many soldiers does KFOR have?\r")
            program.prompted(2)
            program.press("From which countries?\r")
            while len(server.requests) < 2:
                program.pause()
            program.process.send_signal(signal.SIGKILL)
            program.process.wait(timeout=30)
        (session,) = kept(rag)
        first, second = rag("sessions", "show", session["id"], "--json").json["exchanges"]
        assert first["answer"]["answered"]
        assert (second["question"], second["answer"]) == ("From which countries?", None)
        shown = rag("sessions", "show", session["id"]).out
        assert shown.endswith("> From which countries?\nThis question was not answered.\n")

    def test_nothing_is_kept_of_what_is_typed(self, on_terminal, sample_library):
        program = on_terminal("chat", "--no-history", "--library", sample_library)
        program.prompted(1)
        program.press(f"{FIRST}\r")
        program.until("[1]")
        program.prompted(2)
        program.press(CTRL_D)
        assert program.process.wait(timeout=30) == 0
        assert not data_folder().exists()


def test_a_session_file_is_lines_of_json(rag, ask):
    """The answers in it are what ``rag ask --json`` prints."""
    printed = ask(FIRST, "--json").json
    (session,) = kept(rag)
    file = data_folder() / "sessions" / f"{session['id']}.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert lines[0]["dateline_session"] == 1
    assert lines[-1]["answer"] == printed
