"""The command in a process of its own: pipes, terminals, signals, hostile articles."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rag.settings import data_folder

pytestmark = pytest.mark.model

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
QUESTION = "How many soldiers does KFOR have?"
CTRL_C, CTRL_D = "\x03", "\x04"
HOSTILE = "\x1b[2J\x1b]0;gone\x07\x9b31m\u202e[bold red]evil[/] :smile: [1]"


@pytest.mark.parametrize(
    "arguments",
    [["ask", QUESTION], ["articles", "list"], ["search", "KFOR", "--explain"], ["status"]],
)
def test_results_go_to_stdout_without_control_sequences(process, sample_library, arguments):
    done = process(*arguments, "--library", sample_library)
    assert done.err == ""
    assert done.out
    assert not CONTROL.search(done.out)


def test_notes_go_to_stderr(process, corpus, tmp_path):
    done = process("index", corpus, "--library", tmp_path / "x")
    assert done.out == "Articles: 4 added, 0 updated, 0 unchanged, 0 removed.\n"
    assert re.fullmatch(r"Went through 3 files: 4 passages embedded in \d+\.\d s\.\n", done.err)


@pytest.mark.parametrize(
    ("changes", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours_on_a_terminal_that_wants_them(on_terminal, sample_library, changes, coloured):
    command = ["ask", QUESTION, "--library", sample_library]
    drawn = on_terminal(*command, **{"TERM": "xterm-256color"} | changes).finish()
    assert "[1]" in drawn
    assert ("\x1b[" in drawn) == coloured


def test_a_hostile_article_acts_on_nothing(process, on_terminal, index_folder, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "evil.jsonl").write_text(
        json.dumps(
            {
                "title": HOSTILE,
                "source": HOSTILE,
                "text": f"The harbour of Durres opened in May 1999. {HOSTILE} It is large.",
            }
        )
    )
    place = ["--library", index_folder([folder], tmp_path / "library")]
    asked = process("ask", "When did the harbour of Durres open?", *place, status=None)
    listed = process("articles", "list", "--json", *place)
    (entry,) = listed.json["articles"]
    shown = process("articles", "show", entry["article_id"], *place)
    as_json = process("search", "harbour", "--json", *place)
    for done in (asked, shown, listed, as_json, process("search", "harbour", *place)):
        assert not CONTROL.search(done.out + done.err)
    assert "[bold red]evil[/] :smile:" in " ".join(shown.out.split())
    for command in (["show", entry["article_id"]], ["show", entry["article_id"], "--text"]):
        drawn = on_terminal("articles", *command, *place).finish()
        own = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\", "", drawn).replace("\r\n", "\n")
        assert "evil" in own
        assert not CONTROL.search(own)


def test_a_reader_that_stops_reading_is_no_error(sample_library, command_environment):
    rag = f"{sys.executable} -m rag"
    for command in ("articles list", "articles list --json", f"ask '{QUESTION}' --json"):
        done = subprocess.run(
            ["bash", "-c", f"{rag} {command} --library '{sample_library}' | head -c 1"],
            capture_output=True,
            env=command_environment(),
            check=True,
            timeout=60,
        )
        assert done.stderr == b""


def test_a_stdout_that_is_full_is_one_line(sample_library, command_environment):
    device = Path("/dev/full")
    if not device.exists():
        pytest.skip("there is no /dev/full")
    with device.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rag", "status", "--library", str(sample_library)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=command_environment(),
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("Error: No space left on device\n")


def test_a_fault_of_the_program_exits_with_1(command_environment):
    faulty = (
        "import rag.settings, sys\n"
        "from rag.cli import app, options\n"
        "def fail(**_): raise ZeroDivisionError\n"
        "options.settings_of = fail\n"
        "app(['status'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", faulty],
        capture_output=True,
        env=command_environment(),
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert b"ZeroDivisionError" in done.stderr


class TestChat:
    """``rag chat`` in a pipe and on a terminal."""

    def test_a_piped_conversation_is_a_transcript(self, process, sample_library):
        lines = f"{QUESTION}\n\n/sources 1\n/nothing\n/exit\nnever read\n"
        done = process("chat", "--library", sample_library, stdin=lines.encode())
        assert done.err == ""
        assert not CONTROL.search(done.out)
        answer = process("ask", QUESTION, "--library", sample_library).out
        first, _, rest = done.out.partition("> /sources 1\n")
        assert first == f"> {QUESTION}\n{answer}\n"
        sources, _, rest = rest.partition("> /nothing\n")
        assert sources.startswith("[1] ")
        assert sources.count(">>") == sources.count("<<") == 1
        assert rest == (
            "Error: There is no command /nothing.\nHint: /help lists the commands.\n\n> /exit\n"
        )

    def test_a_follow_up_leans_on_the_question_before(self, process, sample_library):
        lines = "What is KFOR?\nHow many soldiers does it have?\n"
        done = process("chat", "--library", sample_library, stdin=lines.encode())
        assert "Read as: " in done.out
        assert "KFOR" in done.out.partition("Read as: ")[2].splitlines()[0]

    def test_on_a_terminal(self, on_terminal, sample_library):
        program = on_terminal("chat", "--library", sample_library)
        program.prompted(1)
        assert "Dateline - 5 articles in 'articles', answers by extractive." in _plain(program)
        program.press("What is KFOR?\r")
        program.until("[1]")
        program.prompted(2)
        program.press("How many soldiers does it have?\r")
        program.until("Read as: ")
        program.prompted(3)
        program.press("a line that is thrown away" + CTRL_C)
        program.prompted(4)
        program.press("/clear\r")
        program.until("The conversation is forgotten.")
        program.prompted(5)
        program.press(CTRL_D)
        assert program.process.wait(timeout=30) == 0
        assert "Traceback" not in program.drawn

    def test_its_history_is_kept_where_the_user_keeps_data(self, on_terminal, sample_library):
        program = on_terminal("chat", "--library", sample_library)
        program.prompted(1)
        program.press("/help\r")
        program.prompted(2)
        program.press(CTRL_D)
        assert program.process.wait(timeout=30) == 0
        assert "/help" in (data_folder() / "history").read_text(encoding="utf-8")

    def test_without_a_place_for_its_history_it_works(self, on_terminal, sample_library):
        program = on_terminal("chat", "--library", sample_library, XDG_DATA_HOME="/proc/nowhere")
        program.prompted(1)
        program.press("/help\r")
        program.until("list the commands")
        program.prompted(2)
        program.press(CTRL_D)
        assert program.process.wait(timeout=30) == 0


def _plain(program):
    return re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", program.drawn)


def test_the_samples_need_no_set_up(process, tmp_path, monkeypatch):
    """Built on first use, then found again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = process("ask", "--samples", QUESTION)
    second = process("ask", "--samples", QUESTION)
    assert "embedded in" in first.err
    assert second.err == ""
    assert first.out == second.out
    assert "4,600" in first.out


def test_a_samples_library_that_is_damaged_is_made_again(rag):
    named = rag("status", "--samples", "--json").json["library"]
    place = Path(named.removesuffix(" (samples)"))
    (place / "collections" / "samples" / "catalog.sqlite").write_bytes(b"no database at all" * 99)
    assert rag("status", "--samples", "--json").json["articles"] == 5
    (place / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all" * 99)
    assert rag("search", "KFOR", "--samples", status=4).err.endswith("Hint: rag doctor --repair\n")
    assert rag("doctor", "--repair", "--samples").out.endswith("The library is whole.\n")
    assert rag("search", "KFOR", "--samples").out
