"""Make the picture of the chat: run it on a terminal, ask it, and draw what the terminal shows.

python docs/make_picture.py docs/images/chat.svg
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from itertools import groupby
from pathlib import Path

import pyte
from pyte.screens import Char
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

import seeds

COLUMNS, LINES = 84, 40
QUESTIONS = ("What is KFOR?", "How many soldiers does it have?", "What is the capital of Peru?")
PROMPT = b"\x1b[?2004h"
"""What the chat's prompt is drawn with: it turns bracketed paste on."""
RAG = [sys.executable, "-m", "rag"]


def main() -> None:
    """Write the picture to the file that is named."""
    screen = pyte.HistoryScreen(COLUMNS, LINES, history=1_000)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(seeds.articles(), Path(folder, "seeds", "articles"))
        environ = os.environ | {"RAG_LIBRARY": f"{folder}/news", "RAG_THEME": "dark"}
        subprocess.run(
            [*RAG, "index", "seeds/articles"],
            cwd=folder,
            env=environ,
            check=True,
            capture_output=True,
        )
        chat(pyte.ByteStream(screen), folder, environ)
    console = Console(width=COLUMNS, record=True, file=io.StringIO(), color_system="truecolor")
    for line in shown(screen):
        console.print(line, no_wrap=True)
    svg = console.export_svg(title="rag chat", theme=DIMMED_MONOKAI)
    # rich names a font to be fetched from the web, which a picture has no business to do.
    Path(sys.argv[1]).write_text(re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL))


def chat(stream: pyte.ByteStream, folder: str, environ: dict[str, str]) -> None:
    """Ask the chat on a pseudo-terminal, and feed what it draws to the screen."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    colours = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PROMPT_TOOLKIT_NO_CPR": "1"}
    process = subprocess.Popen(
        [*RAG, "chat", "--no-history"],
        cwd=folder,
        env={name: value for name, value in environ.items() if name != "NO_COLOR"} | colours,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    until_prompted(leader, stream)
    for question in QUESTIONS:
        os.write(leader, question.encode() + b"\r")
        until_prompted(leader, stream)
    process.kill()
    process.wait()
    os.close(leader)


def until_prompted(leader: int, stream: pyte.ByteStream) -> None:
    """Feed what is drawn until the next prompt stands there, for two minutes at most."""
    drawn, end = b"", time.monotonic() + 120
    while (
        time.monotonic() < end and select.select([leader], [], [], 1 if PROMPT in drawn else 60)[0]
    ):
        got = os.read(leader, 65_536)
        drawn += got
        stream.feed(got)


def shown(screen: pyte.HistoryScreen) -> list[Text]:
    """Return the lines of the session, in their colours."""
    rows = [*screen.history.top, *(screen.buffer[number] for number in range(screen.lines))]
    lines = [line_of([row[column] for column in range(COLUMNS)]) for row in rows]
    last = max(number for number, line in enumerate(lines) if line.plain.strip(" >"))
    return lines[: last + 1]


def line_of(chars: list[Char]) -> Text:
    """Return a line of the screen, with a span for each change of style."""
    line = Text()
    for style, part in groupby(chars, key=style_of):
        line.append("".join(char.data for char in part), style)
    line.rstrip()
    return line


def style_of(char: Char) -> Style:
    """Return how a character is drawn."""
    return Style(
        color=colour_of(char.fg),
        bgcolor=colour_of(char.bg),
        bold=char.bold,
        italic=char.italics,
        underline=char.underscore,
        reverse=char.reverse,
    )


def colour_of(name: str) -> str | None:
    """Return rich's name of a colour of pyte's."""
    if name == "default":
        return None
    if re.fullmatch("[0-9a-f]{6}", name):
        return f"#{name}"
    return {"brown": "yellow"}.get(name, name.replace("bright", "bright_"))


if __name__ == "__main__":
    main()
