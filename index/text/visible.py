"""Text that somebody else wrote, made safe to show: as text that one sees, and as JSON."""

from __future__ import annotations

import json
from typing import Any

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

_SHOWS_NOTHING = (
    dict.fromkeys(_REMOVED, "\u200c")
    | dict.fromkeys(map(ord, _LINE_ENDS), " ")
    | {ord("\n"): "\n", ord("\t"): "\t"}
)

_ESCAPED = {
    code: json.dumps(chr(code))[1:-1]  # a pair of surrogates for what is beyond U+FFFF
    for code in (*_REMOVED, *map(ord, _LINE_ENDS), *range(0xD800, 0xE000))
    if code >= 0x7F  # json escapes what is below, and line feeds between values stay
}
"""What JSON need not escape and we do, so that neither a terminal nor a line reader acts on it, and
nothing stands there unseen."""


def plain(text: str) -> str:
    r"""Return ``text`` without what a terminal would obey or a reader could not see.

    Line ends of every kind become ``\n``. What makes scripts and emoji join (U+200C, U+200D) and
    the directional marks that change nothing but neutral characters (U+200E, U+200F) stay.
    """
    return text.replace("\r\n", "\n").translate(_NEUTRAL)


def one_line(text: str) -> str:
    """Return ``plain(text)`` with every run of white space as one space."""
    return " ".join(plain(text).split())


def in_place(text: str) -> str:
    """Return ``text`` with a mark that shows nothing for each character that ``plain`` removes.

    It is as long as before, for what counts its characters.
    """
    return text.translate(_SHOWS_NOTHING)


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """Return a value as JSON in which nothing acts on a terminal; it reads back as it was.

    With ``indent=None`` it is one line by anybody's count.
    """
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)
