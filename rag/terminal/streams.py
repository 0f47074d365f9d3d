"""Output streams that take every letter. Without rich, which JSON in a pipe can do without."""

from __future__ import annotations

import io
import sys
from typing import IO

from rag.terminal.text import SPELT_OUT


def make_encodable(stream: IO[str], platform: str = sys.platform) -> None:
    """Let every character through: spelt out where the encoding lacks it, never an exception."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    utf8 = stream.encoding.lower().replace("-", "") == "utf8"
    if platform == "win32" and not utf8:
        # Output piped on Windows is in the ANSI code page unless told otherwise.
        stream.reconfigure(encoding="utf-8", errors="replace")
    else:
        stream.reconfigure(errors="replace" if utf8 else SPELT_OUT)
