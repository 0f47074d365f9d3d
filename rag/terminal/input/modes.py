"""The terminal's modes: put back as they were, whatever ends the program."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import TextIO

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_LINE_CLEARED = "\r\x1b[K"
_PASTE_OFF, _CURSOR_ON, _PLAIN = "\x1b[?2004l", "\x1b[?25h", "\x1b[0m"
_SIGNALLED = 128
"""What a shell adds to a signal's number for the exit status of what it ended."""


@contextlib.contextmanager
def restored_terminal(stdin: TextIO, stdout: TextIO, *, drawn: bool) -> Iterator[None]:
    """Leave the terminal's modes as they are now, also after a signal that ends the program.

    ``drawn`` says that more than lines is drawn on it, which may leave modes of its own behind. It
    begins on an empty line: what was typed while the program started stands there, and is shown
    again by the prompt.
    """
    if not (stdin.isatty() and stdout.isatty()):
        yield
        return
    if drawn:
        stdout.write(_LINE_CLEARED)
    with _modes_restored(stdin), _ended_in_order():
        try:
            yield
        finally:
            if drawn:
                with contextlib.suppress(OSError, ValueError):  # nobody is there any more
                    stdout.write(_PASTE_OFF + _CURSOR_ON + _PLAIN)
                    stdout.flush()


@contextlib.contextmanager
def silent_keys(stdin: TextIO) -> Iterator[None]:
    """Keep what is typed meanwhile from being drawn; it is read afterwards all the same."""
    if sys.platform == "win32" or not stdin.isatty():
        yield
        return
    import termios

    with _modes_restored(stdin):
        modes = termios.tcgetattr(stdin)
        modes[3] &= ~termios.ECHO
        termios.tcsetattr(stdin, termios.TCSANOW, modes)
        yield


@contextlib.contextmanager
def _modes_restored(stdin: TextIO) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import termios

    before = termios.tcgetattr(stdin)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error, OSError, ValueError):
            termios.tcsetattr(stdin, termios.TCSANOW, before)


@contextlib.contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let the signals that end a program unwind it, so that everything is put back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def _leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(_SIGNALLED + number)

    before = {number: signal.signal(number, _leave) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
