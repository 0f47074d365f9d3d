"""Lines of a chat from a prompt that edits, a plain one, a file or pipe; and single questions."""

from __future__ import annotations

import io
import select
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from rag.interrupts import awaiting_line
from rag.terminal.chat.command import SLASH
from rag.terminal.chat.state import ChatState
from rag.terminal.input.modes import silent_keys
from rag.terminal.layout import PROMPT, Block, show
from rag.terminal.render.articles import filters_in_words
from rag.terminal.text import counted, one_line, plain
from rag.terminal.theme import is_dumb

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings

Keys = Literal["emacs", "vi"]
_MENU_ROWS = 8
_WHILE_LOADING = 1.0
"""Seconds between two looks at what is being loaded."""


def lines_for(
    stdin: TextIO, state: ChatState, *, history_file: Path, keys: Keys, plain_screen: bool
) -> Iterable[str]:
    """Return a prompt where a person types at a terminal, else the lines of a file or pipe."""
    if not state.interactive:
        return PipedLines(stdin, state.console)
    if not is_drawn(plain_screen=plain_screen):
        return PlainLines(stdin, state.console)
    return TypedLines(stdin, state, history_file=history_file, keys=keys)


def is_drawn(*, plain_screen: bool) -> bool:
    """Whether a prompt may move the cursor; ``plain_screen`` is the user's own wish."""
    return not (plain_screen or is_dumb())


class PipedLines:
    """Lines of a file or pipe, each echoed so that the output reads as a transcript."""

    def __init__(self, lines: Iterable[str], console: Console) -> None:
        if isinstance(lines, io.TextIOWrapper):
            lines.reconfigure(errors="replace")  # a line in another encoding is still a line
        self._lines = lines
        self._console = console

    def __iter__(self) -> Iterator[str]:
        """Yield the lines that are not blank."""
        for line in self._lines:
            if text := one_line(line):
                show(self._console, Block(Text(text), lead=PROMPT))
                yield text


class PlainLines:
    """Lines typed at a prompt that is only written: the terminal edits, nothing is redrawn.

    For screen readers, and for terminals that cannot move their cursor. Ctrl-C gives a new line.
    """

    def __init__(self, stdin: TextIO, console: Console) -> None:
        self._stdin = stdin
        self._console = console

    def __iter__(self) -> Iterator[str]:
        """Yield what is entered until the input ends."""
        while True:
            early = _has_waiting(self._stdin)
            line = _typed_plainly(self._stdin, self._console)
            if line is None:
                self._console.print()
                continue
            if early:  # its echo stands further up, where it was typed
                show(self._console, Text(one_line(line)))
            if not line:
                self._console.print()
                return
            yield plain(line).strip("\n")


class TypedLines:
    """Lines typed at a prompt that edits, remembers, completes and shows a status line.

    Ctrl-C clears the line; Ctrl-D on an empty one ends the input. ``history_file`` keeps what was
    typed, readable by its owner alone; without a writable place it is kept in memory.
    """

    def __init__(
        self, stdin: TextIO, state: ChatState, *, history_file: Path, keys: Keys = "emacs"
    ) -> None:
        # Imported here: it takes 0.3 s, which only a conversation at a terminal should pay.
        from prompt_toolkit import PromptSession
        from prompt_toolkit.application import get_app
        from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
        from prompt_toolkit.filters import Condition

        from rag.terminal.input.completion import ChatCompleter
        from rag.terminal.input.resizing import follow_reflow

        self._stdin = stdin
        self._state = state
        self._status = ""
        self._session: PromptSession[str] = PromptSession(
            PROMPT,
            history=_history(history_file),
            auto_suggest=AutoSuggestFromHistory(),
            completer=ChatCompleter(state),
            complete_while_typing=Condition(
                lambda: get_app().current_buffer.text.startswith(SLASH)
            ),
            key_bindings=_newline_keys(),
            vi_mode=keys == "vi",
            enable_open_in_editor=True,
            bottom_toolbar=self._toolbar,
            prompt_continuation=" " * len(PROMPT),
            reserve_space_for_menu=_MENU_ROWS,
        )
        follow_reflow(self._session.app)

    def __iter__(self) -> Iterator[str]:
        """Yield what is entered until the input ends."""
        while True:
            # Once a prompt, not at every key: it asks the library.
            self._status = status_line(self._state)
            try:
                # What is being loaded is told in the status line as soon as it begins.
                watched = _WHILE_LOADING if self._state.is_loading else 0
                line = self._session.prompt(refresh_interval=watched)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            with silent_keys(self._stdin):
                yield line

    def _toolbar(self) -> str:
        """Return the status line, cut to the terminal's width as it is now."""
        columns = self._session.output.get_size().columns
        status = one_line(self._state.loading_note) or self._status
        if cell_len(status) <= columns:
            return status
        return set_cell_size(status, columns - 3) + "..."


class Dialogue:
    """Asks somebody at the terminal before the chat begins.

    ``plain_screen`` leaves the editing to the terminal.
    """

    def __init__(self, stdin: TextIO, console: Console, *, plain_screen: bool) -> None:
        self.console = console
        self._stdin = stdin
        self._drawn = is_drawn(plain_screen=plain_screen)

    def ask(self, *, paths: bool = False) -> str | None:
        """Return a line without its margins, ``None`` where Ctrl-C or Ctrl-D was pressed.

        ``paths`` completes the names of files and folders.
        """
        try:
            line = _edited(paths=paths) if self._drawn else self._plainly()
        except (KeyboardInterrupt, EOFError):
            return None
        return plain(line).strip()

    def _plainly(self) -> str:
        line = _typed_plainly(self._stdin, self.console)
        if not line:
            raise EOFError
        return line


def _typed_plainly(stdin: TextIO, console: Console) -> str | None:
    """Return the line typed at a prompt that is only written, ``None`` where Ctrl-C was pressed."""
    with awaiting_line() as is_typed:
        console.print(PROMPT, end="")
        console.file.flush()
        return stdin.readline() if is_typed(stdin) else None


def _edited(*, paths: bool) -> str:
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession(
        PROMPT, completer=_path_completer() if paths else None, complete_while_typing=False
    )
    return session.prompt()


def _path_completer() -> Completer:
    from prompt_toolkit.completion import PathCompleter

    return PathCompleter(expanduser=True)


def _has_waiting(stdin: TextIO) -> bool:
    """Whether a line has been typed already."""
    try:
        return bool(select.select([stdin], [], [], 0)[0])
    except (OSError, ValueError):  # not a file that can be waited for, or not on this platform
        return False


def status_line(state: ChatState) -> str:
    """Return the collection, how much it holds, who answers, and the filter in force."""
    pipeline = state.backend.pipeline
    parts = [
        state.backend.collection,
        counted(pipeline.library.counts()[0], "article"),
        pipeline.model,
    ]
    if state.filters:
        parts.append(filters_in_words(state.filters))
    return " | ".join(map(one_line, parts))


def _history(path: Path) -> History:
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))


def _newline_keys() -> KeyBindings:
    """Bind Alt-Enter, which terminals send as Esc Enter, to a new line within the question."""
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    bindings = KeyBindings()

    @bindings.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return bindings
