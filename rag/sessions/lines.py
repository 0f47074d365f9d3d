"""Files of JSON lines that survive being stopped: a line is whole and on the disk, or not there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from index.durable import OWNER_ONLY, replace_file

Json = dict[str, Any]


def append(path: Path, line: Json) -> None:
    """Add a line at the end and see it to the disk; take back a torn one that stands there.

    The caller sees to it that nobody else writes. Raises OSError, FileNotFoundError.
    """
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size and not _ends_a_line(file, size):
            _finish_last_line(file)
        file.write(_encoded(line))
        _to_disk(file)


def write(path: Path, lines: Iterable[Json]) -> None:
    """Make a file of these lines, or put them in place of its own; all of them or none.

    Its owner alone can read it. Raises OSError.
    """
    replace_file(path, b"".join(map(_encoded, lines)), mode=OWNER_ONLY)


def read(path: Path) -> tuple[list[Json], int]:
    """Return a file's lines and how many cannot be read; a torn last one is neither.

    Raises OSError, FileNotFoundError.
    """
    *whole, last = path.read_bytes().split(b"\n")
    read_lines = [decoded(line) for line in whole]
    lines = [line for line in (*read_lines, decoded(last)) if line is not None]
    return lines, read_lines.count(None)


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


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
