"""A session's file: JSON lines, each of them whole and on the disk, or not there.

The first line is a head, which names the version of the layout. For each question two lines follow,
one when it is asked and one when it is answered. A line of another version's, or one that is
damaged, is never guessed at; and of a damaged file nothing is thrown away: it is set aside under
another name, and what can be read of it goes on as the session.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from index.durable import OWNER_ONLY, replace_file
from rag.answers import Answer, Turn
from rag.answers.records import from_record, to_record
from rag.errors import SessionError

Json = dict[str, Any]

_VERSION = 1
_HEAD, _ASKED, _ANSWERED = "dateline_session", "asked", "answered"
ANSWERED_START = f'{{"{_ANSWERED}": '.encode()
"""How the line of an answer begins, so that answers can be counted without being read."""


class Kind(StrEnum):
    """Which command a session began with."""

    CHAT = "chat"
    ASK = "ask"


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """A question to which no answer came: it failed, or the program was ended."""

    question: str
    asked: datetime

    def as_json(self) -> dict[str, Any]:
        """Return the question in the shape of a turn."""
        return {
            "asked": self.asked.isoformat(),
            "question": self.question,
            "stopped": False,
            "answer": None,
        }


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a session's first line says."""

    kind: Kind
    title: str
    library: str
    started: datetime


def head_line(head: Head) -> Json:
    """Return the first line."""
    return {
        _HEAD: _VERSION,
        "kind": str(head.kind),
        "title": head.title,
        "library": head.library,
        "started": head.started.isoformat(),
    }


def head_of(line: Json | None) -> Head | None:
    """Return what a first line says; ``None`` where it is damaged."""
    try:
        return (
            Head(
                kind=Kind(line["kind"]),
                title=str(line["title"]),
                library=str(line["library"]),
                started=datetime.fromisoformat(line["started"]),
            )
            if line
            else None
        )
    except (KeyError, TypeError, ValueError):
        return None


def asked_line(question: str) -> tuple[str, Json]:
    """Return a key for the turn and the line to write when the question is asked."""
    key = secrets.token_hex(4)
    return key, {_ASKED: key, "at": _now(), "question": question}


def answered_line(key: str, answer: Answer, *, stopped: bool) -> Json:
    """Return the line to write when the question with this key is answered."""
    return {_ANSWERED: key, "at": _now(), "stopped": stopped, **to_record(answer)}


def turns_of(lines: Iterable[Json]) -> tuple[list[Turn | Unanswered], list[Json]]:
    """Return the turns, in the order of the questions, and the lines that are damaged.

    Two chats may go on with one session, so an answer need not follow on its question.
    """
    turns: dict[str, Turn | Unanswered] = {}
    damaged = []
    for line in lines:
        try:
            if _ASKED in line:
                turns[line[_ASKED]] = Unanswered(
                    question=str(line["question"]), asked=datetime.fromisoformat(line["at"])
                )
            else:
                key = line[_ANSWERED]
                turns[key] = _answered(line, turns.get(key))
        except (KeyError, TypeError, ValueError):
            damaged.append(line)
    return list(turns.values()), damaged


def _answered(line: Json, before: Turn | Unanswered | None) -> Turn:
    answer = from_record(line)
    at = datetime.fromisoformat(line["at"])
    return Turn(
        question=before.question if before else answer.question,
        asked=before.asked if before else at,
        answer=answer,
        stopped=bool(line["stopped"]),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What can be read of a session's file."""

    head: Head | None
    turns: tuple[Turn | Unanswered, ...]
    readable: tuple[Json, ...]
    """The lines below the head that can be read."""
    damaged: int
    """Lines that cannot be read."""

    @property
    def whole(self) -> bool:
        """Whether nothing is missing that is known of."""
        return self.head is not None and not self.damaged


def read_session(path: Path) -> Contents:
    """Read a session's file. Raises SessionError for another version's, OSError."""
    lines, broken = read_lines(path)
    first = lines[0] if lines else None
    check_version(path.stem, first)
    head = head_of(first)
    below = lines[1:] if head else lines
    turns, unknown = turns_of(below)
    return Contents(
        head=head,
        turns=tuple(turns),
        readable=tuple(line for line in below if line not in unknown),
        damaged=broken + len(unknown),
    )


def check_version(session_id: str, first: Json | None) -> None:
    """Raise SessionError unless this version can read a session with this first line."""
    version = (first or {}).get(_HEAD)
    if isinstance(version, int) and version != _VERSION:
        raise SessionError(
            f"the session {session_id!r} has the layout {version}, this Dateline reads {_VERSION}",
            hint="open it with the Dateline that kept it, or with a newer one",
        )


def forget_lines(path: Path, words: Sequence[bytes]) -> int:
    """Take the turns out whose answer holds one of some words; return how many there were.

    A file of which nothing is left, or that cannot be read, is deleted. Raises OSError.
    """
    first, *lines = path.read_bytes().splitlines(keepends=True) or [b""]
    known = (decoded(first) or {}).get(_HEAD) == _VERSION
    head = head_of(decoded(first)) if known else None
    answers = [line for line in lines if any(word in line for word in words)]
    keys = {(decoded(line) or {}).get(_ANSWERED) for line in answers}
    kept = [
        line
        for line in lines
        if line not in answers and (decoded(line) or {}).get(_ASKED, head) not in keys
    ]
    asked = [line for line in map(decoded, kept) if line and _ASKED in line]
    if head is None or None in keys or not asked:
        path.unlink()
        return len(answers)
    times = path.stat()
    title = str(asked[0].get("question", ""))  # the first question may be gone
    fresh = _encoded(head_line(replace(head, title=title)))
    replace_file(path, b"".join((fresh, *kept)), mode=OWNER_ONLY)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    return len(answers)


def mend(path: Path, contents: Contents) -> str:
    """Set a damaged file aside, leave what can be read of it, and say so. Raises OSError."""
    aside = _set_aside(path)
    head = contents.head or _head_from(contents)
    if head:
        write_lines(path, (head_line(head), *contents.readable))
        left = f"{len(contents.turns)} of its questions can be read"
    else:
        path.unlink()
        left = "nothing of it can be read"
    return (
        f"the session {path.stem!r} was damaged: {left}, and the damaged file is kept as "
        f"{str(aside)!r}"
    )


def files_set_aside(folder: Path) -> list[Path]:
    """Return the damaged files that were set aside in a folder."""
    return list(folder.glob("*.damaged-*"))


def _set_aside(path: Path) -> Path:
    """Copy a damaged file to a name of its own and return it. Raises OSError."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}")).exists():
        number += 1
    shutil.copy2(path, aside)
    return aside


def _head_from(contents: Contents) -> Head | None:
    """Make a head again from the first question."""
    if not contents.turns:
        return None
    first = contents.turns[0]
    started = first.asked or datetime.now(UTC)
    return Head(kind=Kind.CHAT, title=first.question, library="", started=started)


def append_line(path: Path, line: Json) -> None:
    """Add a line at the end and see it to the disk; take back a torn one that stands there.

    The caller sees to it that nobody else writes. Raises OSError, FileNotFoundError.
    """
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size and not _ends_a_line(file, size):
            _finish_last_line(file)
        file.write(_encoded(line))
        file.flush()
        os.fsync(file.fileno())


def write_lines(path: Path, lines: Iterable[Json]) -> None:
    """Make a file of these lines, or put them in place of its own; all of them or none.

    Its owner alone can read it. Raises OSError.
    """
    replace_file(path, b"".join(map(_encoded, lines)), mode=OWNER_ONLY)


def read_lines(path: Path) -> tuple[list[Json], int]:
    """Return a file's lines and how many cannot be read; a torn last one is neither.

    Raises OSError, FileNotFoundError.
    """
    *whole, last = path.read_bytes().split(b"\n")
    found = [decoded(line) for line in whole]
    lines = [line for line in (*found, decoded(last)) if line is not None]
    return lines, found.count(None)


def decoded(line: bytes) -> Json | None:
    """Return the object of a line; ``None`` where it holds none."""
    try:
        value = json.loads(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _encoded(line: Json) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _ends_a_line(file: IO[bytes], size: int) -> bool:
    file.seek(size - 1)
    return file.read(1) == b"\n"


def _finish_last_line(file: IO[bytes]) -> None:
    """Leave the file at the end of its last whole line, which may lack no more than its end."""
    file.seek(0)
    data = file.read()
    start = data.rfind(b"\n") + 1
    if decoded(data[start:]) is None:
        file.seek(start)
        file.truncate()
    else:
        file.write(b"\n")
