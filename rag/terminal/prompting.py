"""Where the chat's lines come from: somebody at a terminal, or a file or pipe."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from rich.console import Console
from rich.text import Text

from rag.terminal.chat.parsing import SLASH, by_name
from rag.terminal.chat.registry import COMMANDS
from rag.terminal.layout import PROMPT, Block, show
from rag.terminal.text import one_line

if TYPE_CHECKING:
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings


def source_for(
    stdin: TextIO, console: Console, *, history_file: Path, keys: Literal["emacs", "vi"]
) -> TypedLines | PipedLines:
    """Return a prompt where somebody types and reads, else the lines as they are piped in."""
    if stdin.isatty() and console.file.isatty():
        return TypedLines(history_file=history_file, keys=keys)
    if isinstance(stdin, io.TextIOWrapper):
        stdin.reconfigure(errors="replace")  # a line in another encoding is still a line
    return PipedLines(stdin, console)


class PipedLines:
    """Lines of a file or pipe, each echoed so that the output reads as a transcript."""

    interactive = False

    def __init__(self, lines: Iterable[str], console: Console) -> None:
        self._lines = lines
        self._console = console

    def __iter__(self) -> Iterator[str]:
        """Yield the lines that are not blank."""
        for line in self._lines:
            if text := one_line(line):
                show(self._console, Block(Text(text), lead=PROMPT))
                yield text


class TypedLines:
    """Lines typed at a prompt that edits, remembers and completes.

    Ctrl-C clears the line; Ctrl-D on an empty one ends the input. ``history_file`` keeps what was
    typed, readable by its owner alone; without a writable place it is kept in memory.
    """

    interactive = True

    def __init__(self, *, history_file: Path, keys: Literal["emacs", "vi"] = "emacs") -> None:
        # Imported here: it takes 0.3 s, which only a conversation at a terminal should pay.
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter

        commands = [SLASH + name for name in by_name(COMMANDS)]
        self._session: PromptSession[str] = PromptSession(
            PROMPT,
            history=_history(history_file),
            completer=WordCompleter(commands, sentence=True),
            key_bindings=_newline_keys(),
            vi_mode=keys == "vi",
            prompt_continuation=" " * len(PROMPT),
            reserve_space_for_menu=len(commands),
        )

    def __iter__(self) -> Iterator[str]:
        """Yield what is entered until the input ends."""
        while True:
            try:
                yield self._session.prompt()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return


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
