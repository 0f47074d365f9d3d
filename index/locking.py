"""One writer at a time: an operating-system lock that says who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryLockedError


@contextlib.contextmanager
def writer_lock(folder: Path, *, timeout: float) -> Iterator[None]:
    """Hold the writer's lock of a library folder, waiting ``timeout`` seconds at most.

    The operating system frees it when its holder ends, however it ends. Raises LibraryLockedError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / "writer.json"
    try:
        with FileLock(folder / "writer.lock", timeout=timeout):
            holder.write_text(json.dumps({"pid": os.getpid(), "command": " ".join(sys.argv)}))
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout:
        raise LibraryLockedError(
            f"the library {str(folder)!r} is being written by {_describe(holder)}",
            hint="wait for it to end, or stop it",
        ) from None


def _describe(holder: Path) -> str:
    try:
        noted = json.loads(holder.read_text())
        return f"process {noted['pid']} ({noted['command']})"
    except (OSError, ValueError, KeyError):
        return "another process"
