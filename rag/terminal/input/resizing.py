"""Drawing the prompt anew in a window that was made narrower."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from prompt_toolkit.renderer import Renderer

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.layout.screen import Char, Screen

_CUTS_LINES_OFF = "XTERM_VERSION"
"""A variable of xterm, which leaves every line in its row."""


def follow_reflow(app: Application[str]) -> None:
    """Let the application erase all that it drew when a narrower terminal has wrapped it.

    prompt_toolkit goes up as many rows as it had drawn, but the terminal has made more of them.
    """
    if _CUTS_LINES_OFF not in os.environ:
        app.renderer = _Reflowed(app)


class _Reflowed(Renderer):
    """A renderer that counts rows as the terminal has them now."""

    def __init__(self, app: Application[str]) -> None:
        before = app.renderer
        super().__init__(
            before.style,
            before.output,
            full_screen=before.full_screen,
            mouse_support=before.mouse_support,
            cpr_not_supported_callback=app.cpr_not_supported_callback,
        )
        self._app = app

    def erase(self, leave_alternate_screen: bool = True) -> None:
        """Remove what was drawn, and go to where it began."""
        if screen := self.last_rendered_screen:
            self.output.cursor_up(self._added_rows(screen))
        super().erase(leave_alternate_screen)

    def _added_rows(self, screen: Screen) -> int:
        """Return how many rows the lines down to the cursor take beyond one each."""
        columns = self.output.get_size().columns
        cursor = screen.get_cursor_position(self._app.layout.current_window)
        *above, last = (_end(screen.data_buffer[row]) for row in range(cursor.y + 1))
        # Behind the last letter the cursor stays in that letter's row, also where that is full.
        return sum(column // columns for column in (*above, min(cursor.x, last)))


def _end(row: Mapping[int, Char]) -> int:
    """Return the last column with something on it."""
    return max((column for column, cell in row.items() if cell.char.strip()), default=0)
