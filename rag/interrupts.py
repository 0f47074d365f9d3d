"""Ctrl-C: ends the program at once while it is loading, and is an exception from then on.

Until the settings are read nothing is open that would have to be closed; but a KeyboardInterrupt in
the middle of an import would leave a traceback.
"""

import os
import signal

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
