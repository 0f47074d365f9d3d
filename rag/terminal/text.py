"""Text that somebody else wrote, made safe to show: nothing in it can act on the terminal.

Without rich, which JSON in a pipe does not need.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from typing import IO

from index.text.visible import one_line as one_line
from index.text.visible import plain as plain

ELLIPSIS = "…"

_ASCII = {
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("‐‑‒–—―", "-"),
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
    ELLIPSIS: "...",
    "•": "*",
}
_SPELT_OUT = "dateline.spelt_out"
"""The name of an error handler for encodings without typographic characters."""


def shortened(text: str, length: int) -> str:
    """Return ``text`` on one line, cut between words to ``length`` characters at most."""
    line = one_line(text)
    if len(line) <= length:
        return line
    head = line[: length - len(ELLIPSIS)]
    if " " in head and line[len(head)] != " ":
        head = head.rpartition(" ")[0]
    return head.rstrip(" ,;:-") + ELLIPSIS


def counted(number: int, noun: str) -> str:
    """Return "1 article" or "2,000 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def make_encodable(stream: IO[str], platform: str = sys.platform) -> None:
    """Let every character through: spelt out where the encoding lacks it, never an exception."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    utf8 = stream.encoding.lower().replace("-", "") == "utf8"
    if platform == "win32" and not utf8:
        # Output piped on Windows is in the ANSI code page unless told otherwise.
        stream.reconfigure(encoding="utf-8", errors="replace")
    else:
        stream.reconfigure(errors="replace" if utf8 else _SPELT_OUT)


def _spell_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unknown = error.object[error.start : error.end]
    return "".join(map(_in_ascii, unknown)), error.end


def _in_ascii(character: str) -> str:
    """Return the nearest in ASCII: the letter without its accents, a question mark for others."""
    bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return _ASCII.get(character) or bare or "?"


codecs.register_error(_SPELT_OUT, _spell_out)
