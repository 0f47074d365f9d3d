"""The prompt in a window that is made narrower while somebody types."""

from __future__ import annotations

import asyncio
import io
import re

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from rag.terminal.input.resizing import follow_reflow


@pytest.mark.parametrize(
    ("typed", "columns", "rows"),
    [
        (38, 40, 0),  # nothing is wrapped
        (31, 16, 2),  # the prompt and 31 letters, which stood in one row, stand in three
        (80, 16, 4),  # the first row stands in four, and the second in two
    ],
)
def test_all_that_was_drawn_is_erased(typed, columns, rows, monkeypatch):
    monkeypatch.delenv("XTERM_VERSION", raising=False)
    assert asyncio.run(_rows_up(typed, columns)) == rows


def test_lines_that_the_terminal_leaves_alone_are_one_row_each(monkeypatch):
    monkeypatch.setenv("XTERM_VERSION", "XTerm(379)")
    assert asyncio.run(_rows_up(31, 16)) == 0


async def _rows_up(typed: int, columns: int) -> int:
    """Return how many rows beyond those it drew the prompt goes up, once it is so narrow."""
    size = Size(rows=20, columns=60)
    screen = io.StringIO()
    with create_pipe_input() as keys:
        output = Vt100_Output(screen, lambda: size, enable_cpr=False)
        session = PromptSession("> ", input=keys, output=output, prompt_continuation="  ")
        follow_reflow(session.app)
        asked = asyncio.create_task(session.prompt_async())
        keys.send_text("x" * typed)
        while screen.getvalue().count("x") < typed:
            await asyncio.sleep(0.01)
        drawn = session.app.renderer.last_rendered_screen
        assert drawn is not None
        below = drawn.get_cursor_position(session.app.layout.current_window).y
        size, before = Size(rows=20, columns=columns), len(screen.getvalue())
        session.app.renderer.erase(leave_alternate_screen=False)
        output.flush()
        ups = screen.getvalue()[before:]
        keys.send_text("\r")
        await asked
    return _ups(ups) - below


def _ups(written: str) -> int:
    """Return how many rows the cursor went up in all."""
    return sum(int(rows or 1) for rows in re.findall(r"\x1b\[(\d*)A", written))
