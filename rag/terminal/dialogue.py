"""A question or two to somebody at the terminal, before the conversation begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.console import Console

from rag.terminal.layout import PROMPT
from rag.terminal.text import plain
from rag.terminal.theme import is_dumb

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer


class Dialogue:
    """Asks and returns what is typed; ``plain_screen`` leaves the editing to the terminal."""

    def __init__(self, stdin: TextIO, console: Console, *, plain_screen: bool) -> None:
        self.console = console
        self._stdin = stdin
        self._plain = plain_screen or is_dumb()

    def ask(self, *, paths: bool = False) -> str | None:
        """Return a line without its margins, ``None`` where Ctrl-C or Ctrl-D was pressed.

        ``paths`` completes the names of files and folders.
        """
        try:
            line = self._plainly() if self._plain else _edited(paths=paths)
        except (KeyboardInterrupt, EOFError):
            return None
        return plain(line).strip()

    def _plainly(self) -> str:
        self.console.print(PROMPT, end="")
        self.console.file.flush()
        line = self._stdin.readline()
        if not line:
            raise EOFError
        return line


def _edited(*, paths: bool) -> str:
    # Imported here: it takes 0.3 s.
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession(
        PROMPT, completer=_paths() if paths else None, complete_while_typing=False
    )
    return session.prompt()


def _paths() -> Completer:
    from prompt_toolkit.completion import PathCompleter

    return PathCompleter(expanduser=True)
