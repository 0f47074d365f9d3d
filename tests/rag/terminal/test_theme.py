from __future__ import annotations

import io

import pytest
from rich.text import Text

from rag.terminal.theme import make_console

XTERM = {"TERM": "xterm-256color"}


def printed(doubles, *, terminal=True, environ=None, theme="auto"):
    screen = doubles.Screen(width=40, terminal=terminal, environ=environ or XTERM)
    console = make_console(screen.stream, theme=theme, width=40, environ=environ or XTERM)
    console.print(Text("[1]", style="marker"))
    return screen.read(), console.is_terminal


def test_colour_on_a_terminal(doubles):
    assert printed(doubles) == ("\x1b[1;36m[1]\x1b[0m\n", True)


@pytest.mark.parametrize(
    ("terminal", "environ"),
    [
        (False, XTERM),
        (True, XTERM | {"NO_COLOR": "1"}),
        (True, {"TERM": "dumb"}),
        (True, {"TERM": "unknown"}),
        (False, XTERM | {"FORCE_COLOR": "1"}),
    ],
)
def test_no_control_sequence_where_none_is_wanted(doubles, terminal, environ):
    assert printed(doubles, terminal=terminal, environ=environ) == ("[1]\n", False)


@pytest.mark.parametrize(
    ("theme", "background", "colour"),
    [
        ("light", None, "1;34"),
        ("dark", "0;15", "1;36"),
        ("auto", "0;15", "1;34"),
        ("auto", "15;default;0", "1;36"),
        ("auto", "nonsense", "1;36"),
    ],
)
def test_the_background_decides_the_colours(doubles, theme, background, colour):
    environ = XTERM | ({"COLORFGBG": background} if background else {})
    assert printed(doubles, environ=environ, theme=theme)[0] == f"\x1b[{colour}m[1]\x1b[0m\n"


def test_text_is_no_markup_nor_emoji_code_nor_number_to_highlight(doubles):
    screen = doubles.Screen(terminal=True)
    screen.console.print("[bold]1,000[/bold] :smile: 'x'")
    assert screen.read() == "[bold]1,000[/bold] :smile: 'x'\n"


@pytest.mark.parametrize(
    ("encoding", "platform", "written"),
    [
        ("utf-8", "linux", "“日” \n".encode()),
        ("ascii", "linux", b'"?" \n'),
        ("cp1252", "linux", b"\x93?\x94 \n"),
        ("cp1252", "win32", "“日” \n".encode()),
    ],
)
def test_no_encoding_makes_printing_fail(encoding, platform, written):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    console = make_console(stream, width=40, environ=XTERM, platform=platform)
    console.print("“日” ")
    stream.flush()
    assert raw.getvalue() == written


def test_a_lone_surrogate_does_not_stop_the_output():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    make_console(stream, width=40, environ=XTERM).print("\udcff")
    stream.flush()
