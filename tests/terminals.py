"""A pseudo-terminal with a program on it, for tests of what only shows on a terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time

HEARS_CTRL_C = (
    sys.executable,
    "-c",
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "os.execvp(sys.argv[1], sys.argv[1:])",
)
"""Goes before a program that Ctrl-C is to end: whoever runs the tests in the background ignores it,
and so would the program."""

_TAKE_TERMINAL = (
    # Without a controlling terminal, Ctrl-C is a letter like any other; and whoever runs the tests
    # in the background has it ignored.
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "os.execvp(sys.argv[1], sys.argv[1:])"
)


class Pseudo:
    """A program on a pseudo-terminal: keys go in, what it draws comes out."""

    def __init__(self, *arguments, environ=None):
        import pty

        self.leader, follower = pty.openpty()
        environ = os.environ | {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"} | (environ or {})
        if not environ.get("NO_COLOR"):
            environ.pop("NO_COLOR", None)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *arguments],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environ,
            start_new_session=True,
        )
        os.close(follower)
        self.drawn = ""

    def press(self, keys):
        os.write(self.leader, keys.encode())

    def prompted(self, times):
        """Wait until the prompt has been drawn so many times: it turns bracketed paste on."""
        self.until("\x1b[?2004h", times=times)

    def until(self, text, *, times=1, seconds=60):
        deadline = time.monotonic() + seconds
        while self.drawn.count(text) < times:
            left = max(0, deadline - time.monotonic())
            ready, _, _ = select.select([self.leader], [], [], left)
            assert ready, f"{text!r} did not come: {self.drawn!r}"
            try:
                self.drawn += os.read(self.leader, 65536).decode(errors="replace")
            except OSError:  # the other end is closed
                break
        assert self.drawn.count(text) >= times, self.drawn
        return self.drawn

    def pause(self):
        """Take in what is drawn within a fifth of a second."""
        if select.select([self.leader], [], [], 0.2)[0]:
            self.drawn += os.read(self.leader, 65536).decode(errors="replace")

    def finish(self):
        """Wait until the program ends; return all that it drew."""
        while True:
            try:
                self.drawn += os.read(self.leader, 65536).decode(errors="replace")
            except OSError:  # the other end is closed
                self.process.wait(timeout=30)
                return self.drawn

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.leader)
