"""A session's file as it is found, and what is done about one that is damaged.

Nothing is thrown away: the damaged file is set aside under another name, and what can be read of it
goes on as the session.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from rag.errors import SessionError
from rag.sessions import lines
from rag.sessions.exchanges import Exchange, Kind
from rag.sessions.records import VERSION, Head, Json, exchanges_of, head_line, head_of, version_of


@dataclass(frozen=True, kw_only=True)
class Found:
    """What can be read of a session's file."""

    head: Head | None
    exchanges: tuple[Exchange, ...]
    readable: tuple[Json, ...]
    """The lines below the head that can be read."""
    damaged: int
    """Lines that cannot be read."""

    @property
    def whole(self) -> bool:
        """Whether nothing is missing that is known of."""
        return self.head is not None and not self.damaged


def find(path: Path) -> Found:
    """Read a session's file. Raises SessionError for another version's, OSError."""
    found, broken = lines.read(path)
    first = found[0] if found else None
    check_version(path.stem, first)
    head = head_of(first)
    below = found[1:] if head else found
    exchanges, unknown = exchanges_of(below)
    return Found(
        head=head,
        exchanges=tuple(exchanges),
        readable=tuple(line for line in below if line not in unknown),
        damaged=broken + len(unknown),
    )


def check_version(session_id: str, first: Json | None) -> None:
    """Raise SessionError unless this version can read a session with this first line."""
    version = version_of(first)
    if version is not None and version != VERSION:
        raise SessionError(
            f"the session {session_id!r} has the layout {version}, this Dateline reads {VERSION}",
            hint="open it with the Dateline that kept it, or with a newer one",
        )


def set_aside(path: Path) -> Path:
    """Copy a damaged file to a name of its own and return it. Raises OSError."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}")).exists():
        number += 1
    shutil.copy2(path, aside)
    return aside


def set_asides(folder: Path) -> list[Path]:
    """Return the damaged files that were set aside in a folder."""
    return list(folder.glob("*.damaged-*"))


def mend(path: Path, found: Found) -> str:
    """Set a damaged file aside, leave what can be read of it, and say so. Raises OSError."""
    aside = set_aside(path)
    head = found.head or _head_from(found)
    if head:
        lines.write(path, (head_line(head), *found.readable))
        left = f"{len(found.exchanges)} of its questions can be read"
    else:
        path.unlink()
        left = "nothing of it can be read"
    return (
        f"the session {path.stem!r} was damaged: {left}, and the damaged file is kept as "
        f"{str(aside)!r}"
    )


def _head_from(found: Found) -> Head | None:
    """Make a head again from the first question."""
    if not found.exchanges:
        return None
    first = found.exchanges[0]
    return Head(kind=Kind.CHAT, title=first.question, library="", started=first.asked)
