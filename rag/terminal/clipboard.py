"""The clipboard: a program of the platform's, or the terminal itself.

A terminal takes text in the sequence OSC 52 and never says whether it did, so nor can we.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from rich.console import Console

_TIMEOUT = 5.0
"""Seconds."""
LONGEST = 74_994
"""Bytes that terminals take in one OSC 52 sequence, in base64 (xterm's bound)."""


def copy_with_program(text: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """Copy the text; return the name of the program that took it, if one did."""
    for command in _programs(environ):
        if not shutil.which(command[0]):
            continue
        encoding = "utf-16" if command[0] == "clip.exe" else "utf-8"
        data = text.encode(encoding, "replace")
        try:
            # Its output goes nowhere: xclip stays behind and would hold a pipe open.
            done = subprocess.run(
                command,
                input=data,
                timeout=_TIMEOUT,
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return command[0]
    return None


def copy_through_terminal(text: str, console: Console) -> bool:
    """Send the text to the terminal; return ``False`` where there is none or it is too long."""
    data = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    if not console.is_terminal or len(data) > LONGEST:
        return False
    console.file.write(f"\x1b]52;c;{data}\x07")
    console.file.flush()
    return True


def _programs(environ: Mapping[str, str]) -> list[list[str]]:
    if environ.get("SSH_CONNECTION"):
        return []  # the clipboard is on the other machine, which the terminal alone reaches
    programs = []
    if sys.platform == "darwin":
        programs.append(["pbcopy"])
    if sys.platform == "win32" or "WSL_DISTRO_NAME" in environ:
        programs.append(["clip.exe"])
    if environ.get("WAYLAND_DISPLAY"):
        programs.append(["wl-copy"])
    if environ.get("DISPLAY"):
        programs += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return programs
