"""What of a message its sender wrote: without the messages it answers, and without a signature.

What is quoted are somebody else's words; cited from here they would be put into the wrong mouth. A
message that is forwarded stays, for it is what the mail is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUOTED = re.compile(r"\s*>")
_SIGNATURE = re.compile(r"--\s?$|-- $|_{5,}\s*$")
_FORWARDED = re.compile(
    r"-{3,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|messaggio inoltrato|mesazh i përcjellë|прослеђена порука)\s*-{3,}|begin forwarded message:",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"-{3,}\s*(?:original(?:e|es)? (?:message|appointment)|ursprüngliche nachricht"
    r"|message d['’]origine|mensaje original|messaggio originale|mesazhi origjinal)\s*-{3,}",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"(?:on|am|le|el|il|më|dana|em|op|den|dne|w dniu|пре?)\b.{5,200}"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|shkroi|je napisa[ol](?:\(la\))?|napisa[ol]"
    r"|escreveu|schreef|skrev|написао|пише)\b.{0,80}:",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = re.compile(
    r"\*?(?:from|sent|to|subject|von|gesendet|an|betreff|de|envoyé|à|objet|enviado|para|asunto"
    r"|da|inviato|oggetto|nga|dërguar|od|poslato)\s?:\*?\s",
    re.IGNORECASE,
)
_HEADER_LINES = 3
_MOST_BLANK = 3
"""Blank lines between a quotation and what introduces it."""


def own_words(text: str, *, is_forwarded: bool) -> str:
    """Return what the sender of a message wrote.

    ``is_forwarded`` says that its subject calls it so; what it forwards is then kept.
    """
    lines = text.split("\n")
    marks = (n for n, line in enumerate(lines) if _FORWARDED.match(line.strip()))
    forwarded = max(marks, default=-1)
    ends = (n for n in range(len(lines)) if _ends_at(lines, n, is_forwarded, forwarded))
    end = next(ends, len(lines))
    return "\n".join(_without_quotes(lines[:end])).strip()


def _ends_at(lines: Sequence[str], number: int, is_forwarded: bool, forwarded: int) -> bool:
    """Whether the sender's words end above a line.

    ``forwarded`` is the line of the last forwarded message: no signature above it ends them.
    """
    line = lines[number]
    if _SIGNATURE.match(line) and number > forwarded:
        return True
    if is_forwarded:
        return False
    return bool(_ORIGINAL.match(line.strip())) or _is_header(lines, number)


def _is_header(lines: Sequence[str], number: int) -> bool:
    """Whether the header of an earlier message begins here, as Outlook writes it."""
    block = [line for line in lines[number : number + 6] if line.strip()]
    above = lines[number - 1] if number else "text"
    is_apart = not above.strip() or bool(re.fullmatch(r"\s*_{5,}\s*", above))
    return is_apart and sum(bool(_HEADER.match(line)) for line in block) >= _HEADER_LINES


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """Return the lines that are not quoted, without those that introduce a quotation."""
    kept: list[str] = []
    for line in lines:
        if not _QUOTED.match(line):
            kept.append(line)
            continue
        introduced = _introduction(kept)
        del kept[len(kept) - introduced :]
    # Below a quotation that was cut off, its introduction may be all that is left.
    return kept[: len(kept) - _introduction(kept)]


def _introduction(kept: Sequence[str]) -> int:
    """Return how many of the last lines say whose words follow, blank lines among them."""
    blank = 0
    while blank < min(len(kept), _MOST_BLANK) and not kept[-1 - blank].strip():
        blank += 1
    for count in (1, 2, 3):
        block = "\n".join(kept[len(kept) - blank - count : len(kept) - blank]).strip()
        if _INTRODUCTION.fullmatch(block):
            return blank + count
    return 0
