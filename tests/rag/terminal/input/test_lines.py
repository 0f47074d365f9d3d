"""The prompt, on prompt_toolkit's own pipe and on a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from terminals import Pseudo

from index.filters import Filters
from rag.sessions import NullRecorder
from rag.terminal.chat import ChatState
from rag.terminal.input.lines import PipedLines, PlainLines, TypedLines, lines_for, status_line

CTRL_C, CTRL_D, CTRL_R, ALT_ENTER, TAB, UP = "\x03", "\x04", "\x12", "\x1b\r", "\t", "\x1b[A"


@pytest.fixture
def state(doubles, pipeline):
    """The state of a conversation about the small newsroom."""
    return ChatState(
        doubles.ScriptedBackend(pipeline),
        console=doubles.Screen().console,
        filters=Filters(),
        recorder=NullRecorder(),
        interactive=True,
    )


@pytest.fixture
def type_in(tmp_path, state):
    """Type keys at a prompt that draws nowhere; return the lines it yields."""
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    def _type_in(typed, *, history=tmp_path / "data" / "history", **options):
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(typed)
            return list(TypedLines(io.StringIO(), state, history_file=history, **options))

    return _type_in


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("who?\rwhen?\r" + CTRL_D, ["who?", "when?"]),
        ("wrong" + CTRL_C + "right\r" + CTRL_D, ["right"]),
        ("one" + ALT_ENTER + "two\r" + CTRL_D, ["one\ntwo"]),
        ("\x1b[200~a\r\nb\x1b[201~\r" + CTRL_D, ["a\nb"]),
        (CTRL_C + CTRL_C + CTRL_D, []),
    ],
)
def test_keys(type_in, typed, lines):
    assert type_in(typed) == lines


def test_vi_keys(type_in):
    assert type_in("abc\x1bhrx\r" + CTRL_D, keys="vi") == ["axc"]


def test_history_is_kept_for_the_next_time_and_for_its_owner_alone(type_in, tmp_path):
    history = tmp_path / "new" / "folder" / "history"
    type_in("an earlier question\r" + CTRL_D, history=history)
    assert "+an earlier question\n" in history.read_text(encoding="utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(history.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_to_costs_only_the_memory(type_in, tmp_path):
    (tmp_path / "file").touch()
    assert type_in("a\r" + CTRL_D, history=tmp_path / "file" / "history") == ["a"]


def test_a_bar_tells_how_things_stand(state):
    assert status_line(state) == "news | 4 articles | extractive"
    state.filters = Filters(sources=("Balkan Wire",), since=date(2025, 1, 13))
    assert status_line(state).endswith(" | Balkan Wire, since 13 January 2025")


@pytest.mark.parametrize("keys", ["emacs", "vi"])
def test_which_prompt_it_is(state, tmp_path, monkeypatch, keys):
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.output import DummyOutput

    def _kind(*, interactive=True, plain=False, term="xterm"):
        monkeypatch.setenv("TERM", term)
        state.interactive = interactive
        with create_app_session(output=DummyOutput()):
            lines = lines_for(
                io.StringIO(),
                state,
                history_file=tmp_path / "history",
                keys=keys,
                plain_screen=plain,
            )
        return type(lines)

    assert _kind() is TypedLines
    assert _kind(plain=True) is _kind(term="dumb") is PlainLines
    assert _kind(interactive=False) is PipedLines


def test_a_piped_line_in_another_encoding_is_still_a_line(doubles):
    screen = doubles.Screen()
    stdin = io.TextIOWrapper(io.BytesIO(b"caf\xe9?\n\n \nnext\n"), encoding="utf-8")
    assert list(PipedLines(stdin, screen.console)) == ["caf\ufffd?", "next"]
    assert screen.read() == "> caf\ufffd?\n> next\n"


def test_a_plain_prompt_is_written_and_nothing_else(doubles):
    screen = doubles.Screen()
    stdin = io.StringIO("who?\n\x1b[A\nend")
    assert list(PlainLines(stdin, screen.console)) == ["who?", "[A", "end"]
    assert screen.read() == "> > > > \n"


def test_prompt_toolkit_is_imported_by_a_prompt_alone():
    script = (
        "import sys, rag.terminal.chat, rag.terminal.input.lines\n"
        "print('prompt_toolkit' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("False\n", "")


@pytest.fixture
def on_terminal(tmp_path):
    """Start a conversation on a pseudo-terminal of its own."""
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are a matter of POSIX")
    program, history = Path(__file__).parent / "programs" / "talk.py", tmp_path / "history"
    started = []

    def start(*, screen="full", loading=0, environ=None):
        arguments = (sys.executable, str(program), str(history), screen, str(loading))
        started.append(Pseudo(*arguments, environ=environ))
        return started[-1]

    yield start
    for pseudo in started:
        pseudo.close()


def test_interrupts_on_a_real_terminal(on_terminal):
    program = on_terminal()
    program.prompted(1)
    program.press("slow\r")
    program.until("Heard after 0 turns, unfiltered.")
    program.press(CTRL_C)
    program.until("Stopped; what was said is kept.")
    program.prompted(2)
    program.press("thrown away" + CTRL_C)
    program.prompted(3)
    program.press("next\r")
    program.until("Heard after 1 turns")
    program.prompted(4)
    program.press(CTRL_D)
    drawn = program.until("left restored")
    assert "Traceback" not in drawn
    assert program.process.wait(timeout=30) == 0


def test_completion_on_a_real_terminal(on_terminal, tmp_path):
    program = on_terminal()
    program.prompted(1)
    program.press("/he")
    program.until("list the commands")  # the menu that opens while one types
    program.press(TAB + "\r")
    program.until("Ask a question, or give a command:")
    program.prompted(2)
    program.press("/exit\r")
    program.until("left restored")
    assert "/help" in (tmp_path / "history").read_text(encoding="utf-8")


def test_an_earlier_question_comes_back_with_the_up_key(on_terminal, tmp_path):
    (tmp_path / "history").write_text("# 2025-01-13 00:00:00\n+an earlier question\n")
    program = on_terminal()
    program.prompted(1)
    while "an earlier question" not in program.drawn:  # the file is read in the background
        program.press(UP)
        program.pause()
    program.press("\r")
    program.until("Heard after 0 turns")


def test_what_was_typed_before_can_be_searched(on_terminal, tmp_path):
    (tmp_path / "history").write_text("# d\n+who leads KFOR?\n\n# d\n+what of the LDK?\n")
    program = on_terminal()
    program.prompted(1)
    program.press(CTRL_R)
    program.until("reverse-i-search")
    program.press("KFOR")
    program.until("': who leads ")
    program.press("\r\r")
    program.until("Heard after 0 turns")


def test_how_things_stand_is_below_the_prompt_and_goes_with_it(on_terminal):
    program = on_terminal(environ={"PROMPT_TOOLKIT_NO_CPR": "0"})
    program.until("\x1b[6n")  # where is the cursor?
    program.press("\x1b[1;1R")  # at the top left
    program.until("news | 5 articles | extractive")
    program.press(CTRL_D)
    assert "\x1b[J" in program.finish().rpartition("news | 5")[2]


def test_a_question_typed_while_models_load_is_answered_when_they_are_there(on_terminal):
    program = on_terminal(loading=2)
    program.prompted(1)
    program.press("early\r")
    program.until("Loading the models")
    program.press("the next\r")  # while nobody reads
    program.until("Heard after 0 turns")
    program.until("Heard after 1 turns")
    program.prompted(3)
    program.press(CTRL_D)
    program.until("left restored")


def test_loading_can_be_interrupted_and_goes_on(on_terminal):
    program = on_terminal(loading=2)
    program.prompted(1)
    program.press("early\r")
    program.until("Loading the models")
    program.press(CTRL_C)
    program.until("Stopped.")
    program.prompted(2)
    program.press("again\r")
    program.until("Heard after 1 turns")


@pytest.mark.parametrize("while_", ["typing", "answering"])
def test_a_signal_that_ends_it_leaves_the_terminal_as_it_was(on_terminal, while_):
    program = on_terminal()
    program.prompted(1)
    if while_ == "typing":
        program.press("half a questi")
        program.until("half a questi")
    if while_ == "answering":
        program.press("slow\r")
        program.until("Heard after 0 turns")
    program.process.send_signal(signal.SIGTERM)
    drawn = program.until("left restored")
    assert drawn.rpartition("left")[0].count("\x1b[?2004l") >= 1
    program.finish()
    assert program.process.returncode == 128 + signal.SIGTERM


def test_at_a_plain_prompt_no_ctrl_c_is_lost_however_early_it_comes(on_terminal):
    program = on_terminal(screen="plain")
    for times in range(1, 400):
        program.until("> ", times=times, seconds=10)
        program.press(CTRL_C)


def test_a_failure_leaves_the_terminal_as_it_was(on_terminal):
    program = on_terminal()
    program.prompted(1)
    program.press("broken\r")
    assert "ZeroDivisionError" in program.until("left restored") + program.finish()


@pytest.mark.parametrize("how", [{"screen": "plain"}, {"environ": {"TERM": "dumb"}}])
def test_a_plain_screen_has_nothing_but_lines(on_terminal, how):
    program = on_terminal(**how)
    program.until("> ")
    program.press("who?\n")
    program.until("Heard after 0 turns, unfiltered.\r\n\r\n> ")
    program.press("slow\n")
    program.until("Heard after 1 turns")
    program.press(CTRL_C)
    program.until("Stopped; what was said is kept.\r\n\r\n> ")
    program.press(CTRL_C)
    program.until("> ", times=4)
    program.press(CTRL_D)
    drawn = program.until("left restored")
    assert "\x1b" not in drawn
