"""Other programs that the terminal is lent to: a pager, an editor; and the browser beside it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from rag.errors import SettingsError

_PAGERS = ("less", "more")
_EDITORS = ("nano", "vim", "vi", "notepad")
# How a program is told the line: "+12 FILE", "FILE:12", "--goto FILE:12"; others are not told.
_LINE_BEFORE = frozenset(
    {"less", "more", "most", "vi", "vim", "nvim", "view", "nano", "pico", "joe", "jed", "mg", "ne"}
    | {"emacs", "emacsclient", "micro", "kak"}
)
_LINE_BEHIND = frozenset({"helix", "hx", "mate", "subl", "zed"})
_GO_TO = frozenset({"code", "code-insiders", "codium", "cursor", "windsurf"})


def pager(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command of ``$PAGER``, or of a pager that is there. Raises SettingsError."""
    return _command(environ, ("PAGER",), _PAGERS)


def editor(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command of ``$VISUAL`` or ``$EDITOR``, or of an editor that is there.

    Raises SettingsError.
    """
    return _command(environ, ("VISUAL", "EDITOR"), _EDITORS)


def at_line(command: Sequence[str], file: Path, line: int) -> list[str]:
    """Return the whole command that shows ``file`` at the 1-based ``line``."""
    name = PurePath(command[0]).name.removesuffix(".exe")
    if name in _LINE_BEFORE:
        return [*command, f"+{line}", str(file)]
    if name in _LINE_BEHIND:
        return [*command, f"{file}:{line}"]
    if name in _GO_TO:
        return [*command, "--goto", f"{file}:{line}"]
    return [*command, str(file)]


def lend_terminal(command: Sequence[str]) -> None:
    """Run a program on the terminal until it ends; Ctrl-C is its own meanwhile.

    Raises SettingsError where it cannot be started.
    """
    with _deaf_to_interrupts():
        try:
            subprocess.run(command, check=False)
        except OSError as exc:
            raise SettingsError(
                f"{command[0]!r} cannot be started: {exc.strerror}",
                hint="name another in PAGER or EDITOR",
            ) from exc


def edited(text: str) -> str:
    """Let somebody write on in their editor, and return what they leave. Raises SettingsError."""
    command = editor()
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        file = Path(folder) / "question.txt"
        file.write_text(text + "\n", encoding="utf-8")
        lend_terminal([*command, str(file)])
        return file.read_text(encoding="utf-8", errors="replace").strip()


def open_in_browser(url: str) -> bool:
    """Open an address; return whether there is a browser that took it."""
    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False


def _command(
    environ: Mapping[str, str], variables: Sequence[str], known: Sequence[str]
) -> list[str]:
    for variable in variables:
        if chosen := environ.get(variable, "").strip():
            return _split(variable, chosen)
    found = next((name for name in known if shutil.which(name)), None)
    if found is None:
        raise SettingsError(
            f"none of {', '.join(known)} is installed", hint=f"name a program in {variables[-1]}"
        )
    return [found]


def _split(variable: str, chosen: str) -> list[str]:
    if shutil.which(chosen):  # a path with spaces in it
        return [chosen]
    try:
        return shlex.split(chosen, posix=os.name != "nt")
    except ValueError as exc:
        raise SettingsError(
            f"{variable} is {chosen!r}, whose quotation marks do not match", hint="mend it"
        ) from exc


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A function, not SIG_IGN: that would be handed on to the program.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
