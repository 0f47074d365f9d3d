"""The prompt, on prompt_toolkit's own pipe and on a real pseudo-terminal."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from datetime import date

import pytest
from terminals import Pseudo

from index.filters import Filters
from rag.terminal.chat import ChatState, Unrecorded
from rag.terminal.prompting import PipedLines, PlainLines, TypedLines, lines_for, status_line

CTRL_C, CTRL_D, ALT_ENTER, TAB, UP = "\x03", "\x04", "\x1b\r", "\t", "\x1b[A"


@pytest.fixture
def state(doubles, pipeline):
    """The state of a conversation about the small newsroom."""
    return ChatState(
        doubles.ScriptedDesk(pipeline),
        console=doubles.Screen().console,
        filters=Filters(),
        recorder=Unrecorded(),
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
        "import sys, rag.terminal.chat, rag.terminal.prompting\n"
        "print('prompt_toolkit' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("False\n", "")


PROGRAM = """
import fcntl, sys, termios, time
from pathlib import Path

fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches this process as a signal

from index.filters import Filters
from rag.answers import Answer, Asked, Searched, Statement, StatementReady
from rag.terminal.chat import ChatState, Unrecorded, chat
from rag.terminal.prompting import TypedLines
from rag.terminal.restoring import restored_terminal
from rag.terminal.theme import make_console


class Shelf:
    revision = 1

    def counts(self):
        return 5, 9


class Slow:
    model, library = "double", Shelf()

    def load(self):
        pass

    def suggestions(self, refused, *, filters):
        return iter(())

    def stream(self, question, *, history, filters):
        yield Searched(asked=Asked(question=question, standalone=question), hits=())
        said = Statement(text=f"Heard after {len(history)} turns.", markers=())
        yield StatementReady(statement=said, citations=())
        if question == "slow":
            time.sleep(60)
        if question == "broken":
            raise ZeroDivisionError
        yield Answer(
            question=question, standalone_question=question, answered=True, text="Heard.",
            confidence=1, model="double",
        )


before = termios.tcgetattr(0)
class Desk:
    collection, pipeline = "news", Slow()


state = ChatState(
    Desk(), console=make_console(sys.stdout), filters=Filters(), recorder=Unrecorded(),
    interactive=True,
)
with restored_terminal(sys.stdin, sys.stdout):
    chat(state, TypedLines(sys.stdin, state, history_file=Path(sys.argv[1])))
print("left", "restored" if termios.tcgetattr(0) == before else "changed")
"""


@pytest.fixture
def start(tmp_path):
    """Start the program on a pseudo-terminal of its own."""
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are a matter of POSIX")
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    started = []

    def _start():
        started.append(Pseudo(sys.executable, str(script), str(tmp_path / "history")))
        return started[-1]

    yield _start
    for pseudo in started:
        pseudo.close()


def test_interrupts_on_a_real_terminal(start):
    program = start()
    program.prompted(1)
    program.press("slow\r")
    program.until("Heard after 0 turns.")
    program.press(CTRL_C)
    program.until("Stopped; what was said is kept.")
    program.prompted(2)
    program.press("thrown away" + CTRL_C)
    program.prompted(3)
    program.press("next\r")
    program.until("Heard after 1 turns.")
    program.prompted(4)
    program.press(CTRL_D)
    drawn = program.until("left restored")
    assert "Traceback" not in drawn
    assert program.process.wait(timeout=30) == 0


def test_completion_on_a_real_terminal(start, tmp_path):
    program = start()
    program.prompted(1)
    program.press("/he")
    program.until("/help")  # the menu that opens while one types
    program.press(TAB + "\r")
    program.until("list the commands")
    program.prompted(2)
    program.press("/exit\r")
    program.until("left restored")
    assert "/help" in (tmp_path / "history").read_text(encoding="utf-8")


def test_an_earlier_question_comes_back_with_the_up_key(start, tmp_path):
    (tmp_path / "history").write_text("# 2025-01-13 00:00:00\n+an earlier question\n")
    program = start()
    program.prompted(1)
    while "an earlier question" not in program.drawn:  # the file is read in the background
        program.press(UP)
        program.pause()
    program.press("\r")
    program.until("Heard after 0 turns.")
