"""Ctrl-C: ends the program at once while it is loading, and is an exception from then on.

Until the settings are read nothing is open that would have to be closed; but a KeyboardInterrupt in
the middle of an import would leave a traceback. In a conversation it stops what is being answered:
between the answers it would end the program, and amid the handling of another one, too.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from collections.abc import Callable, Iterator
from typing import TextIO

_STOPPED = 130
"""What a shell calls the exit status of what Ctrl-C ended."""


def end_at_once() -> None:
    """Let Ctrl-C end the program, unless it is ignored, as in a job in the background."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def raise_again() -> None:
    """Let Ctrl-C raise KeyboardInterrupt again, where ``end_at_once`` changed that."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(_number: int, _frame: object) -> None:
    os.write(2, b"\nStopped.\n")
    os._exit(_STOPPED)


class Interrupts:
    """While it is entered, Ctrl-C raises KeyboardInterrupt within ``stoppable`` alone, and once."""

    def __init__(self) -> None:
        self._stoppable = False
        self._taken = False

    def __enter__(self) -> Interrupts:
        """Take Ctrl-C, unless it is ignored or taken by somebody else."""
        in_main = threading.current_thread() is threading.main_thread()
        self._taken = in_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self._taken:
            signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, *_exc: object) -> None:
        """Let Ctrl-C raise KeyboardInterrupt anywhere again."""
        if self._taken:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    @contextlib.contextmanager
    def stoppable(self) -> Iterator[None]:
        """Let one Ctrl-C raise KeyboardInterrupt."""
        self._stoppable = True
        try:
            yield
        finally:
            self._stoppable = False

    def _hear(self, _number: int, _frame: object) -> None:
        if self._stoppable:
            self._stoppable = False
            raise KeyboardInterrupt


@contextlib.contextmanager
def awaiting_line() -> Iterator[Callable[[TextIO], bool]]:
    """Yield what waits for a typed line and returns whether there is one; else Ctrl-C was pressed.

    It notices what was pressed since this was entered. A plain read does not, where Ctrl-C comes
    after Python last looked and before the system begins to read.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda _stdin: True
        return
    pressed, signalled = os.pipe()
    os.set_blocking(signalled, False)
    before = signal.set_wakeup_fd(signalled, warn_on_full_buffer=False)

    def wait(stdin: TextIO) -> bool:
        try:
            while True:
                watched: list[TextIO | int] = [stdin, pressed]
                ready, _, _ = select.select(watched, [], [])
                if pressed not in ready:
                    return True
                if signal.SIGINT in os.read(pressed, 512):
                    return False
        except (OSError, ValueError):  # not a file that can be waited for, or not on this platform
            return True

    try:
        yield wait
    finally:
        signal.set_wakeup_fd(before)
        os.close(pressed)
        os.close(signalled)
