"""Text that somebody else wrote, made safe to show: nothing in it can act on the terminal.

Without rich, which JSON in a pipe does not need.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from datetime import date
from typing import IO

ELLIPSIS = "…"

_LINE_ENDS = "\r\v\f\x85\u2028\u2029"
_REMOVED = (
    *range(0x20),  # C0, among them ESC and BEL
    *range(0x7F, 0xA0),  # DEL and C1, among them the one-byte CSI
    0x00AD,  # soft hyphen: terminals disagree on its width
    0x180E,
    0x200B,  # zero-width space, which splits a word unseen
    *range(0x202A, 0x202F),  # bidirectional embeddings and overrides
    *range(0x2060, 0x2070),  # invisible operators, bidirectional isolates, deprecated controls
    0xFEFF,
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    *range(0xE0000, 0xE0080),  # tags: a hidden alphabet
)
_NEUTRAL = (
    dict.fromkeys(_REMOVED)
    | dict.fromkeys(map(ord, _LINE_ENDS), "\n")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # a lone surrogate cannot be encoded
    | {ord("\n"): "\n", ord("\t"): "\t"}
)

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


def plain(text: str) -> str:
    r"""Return ``text`` without what a terminal would obey or a reader could not see.

    Line ends of every kind become ``\n``. What makes scripts and emoji join (U+200C, U+200D) and
    the directional marks that change nothing but neutral characters (U+200E, U+200F) stay.
    """
    return text.replace("\r\n", "\n").translate(_NEUTRAL)


def one_line(text: str) -> str:
    """Return ``plain(text)`` with every run of white space as one space."""
    return " ".join(plain(text).split())


def shortened(text: str, length: int) -> str:
    """Return ``text`` on one line, cut between words to ``length`` characters at most."""
    line = one_line(text)
    if len(line) <= length:
        return line
    head = line[: length - len(ELLIPSIS)]
    if " " in head and line[len(head)] != " ":
        head = head.rpartition(" ")[0]
    return head.rstrip(" ,;:-") + ELLIPSIS


def long_date(day: date) -> str:
    """Return a date as in "13 January 2025"."""
    return f"{day.day} {day:%B %Y}"


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
