"""Press releases one after the other, each below a line that says that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.metadata import Metadata
from index.reading.text_files.exported import Exported, below

_HEAD = (
    r"\W{0,3}(?:FOR (?:IMMEDIATE|GENERAL) RELEASE|(?:PRESS|MEDIA|NEWS) (?:RELEASE|STATEMENT)"
    r"|EMBARGOED (?:UNTIL|FOR)\b.{0,60}|(?:PRESSE|MEDIEN)MITTEILUNG|COMUNICATO STAMPA"
    r"|COMMUNIQUÉ DE PRESSE|COMUNICADO DE PRENSA|KOMUNIKATË PËR (?:MEDIA|SHTYP)"
    r"|SAOPŠTENJE ZA (?:JAVNOST|MEDIJE)|САОПШТЕЊЕ ЗА (?:ЈАВНОСТ|МЕДИЈЕ))\W{0,3}"
)
MARK = re.compile(rf"^[ \t]*{_HEAD}[ \t]*$", re.MULTILINE | re.IGNORECASE)
"""What such a file has somewhere."""
_HEAD_LINE = re.compile(_HEAD, re.IGNORECASE)
_END = re.compile(
    r"#{2,5}|# # #|[-–— ]*30[-–— ]*|[-–—*( ]*(?:ENDS?|ENDE|FIN|FINE|KRAJ|FUND)[-–—*) ]*",
    re.IGNORECASE,
)


def articles_in(lines: Sequence[str]) -> list[Exported]:
    """Return the releases of a file, none where one is not marked as ended before the next."""
    starts: list[int] = []
    ended = True
    for number, line in enumerate(lines):
        ended = ended or bool(_END.fullmatch(line.strip()))
        if ended and _HEAD_LINE.fullmatch(line.strip()):
            starts.append(number)
            ended = False
    if len(starts) < 2:
        return []
    parts = zip([0, *starts[1:]], [*starts[1:], len(lines)], strict=True)
    found = (below(lines, start, end, metadata=Metadata()) for start, end in parts)
    return [article for article in found if article]
