"""One writer at a time: a lock of the operating system, with a note of who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from index.durable import OWNER_ONLY_FOLDER, replace_file
from index.errors import LibraryDamagedError, LibraryLockedError
from index.settings import IndexSettings, Location

_HOLDER = "writer.json"


@contextlib.contextmanager
def writer_lock(folder: Path, *, timeout: float) -> Iterator[None]:
    """Hold the writer's lock of a library folder, waiting ``timeout`` seconds at most.

    The operating system frees it when its holder ends, however it ends.

    Raises LibraryLockedError, LibraryDamagedError.
    """
    from filelock import FileLock, Timeout  # readers, who are most, need none

    holder = folder / _HOLDER
    lock = FileLock(folder / "writer.lock", timeout=timeout)
    try:
        folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise LibraryLockedError(
            f"the library {str(folder)!r} is being written by {_describe(holder)}",
            hint="wait for it to end, or stop it",
        ) from None
    except OSError as exc:
        raise LibraryDamagedError(
            f"the library {str(folder)!r} cannot be written to: {exc.strerror or exc}",
            hint="make the folder writable, or name another one with --library DIR",
        ) from exc
    try:
        replace_file(holder, json.dumps({"pid": os.getpid(), "command": _command()}))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def hold_lock(location: Location, settings: IndexSettings) -> AbstractContextManager[None]:
    """Hold the writer's lock of a library. Raises LibraryLockedError, LibraryDamagedError."""
    # One lock for all collections of an embedded Chroma: they share its files.
    folder = location.directory if location.chroma is None else location.home
    return writer_lock(folder, timeout=settings.lock_timeout)


def is_being_written(folder: Path) -> bool:
    """Return whether a process says that it is writing to a library folder, and has not ended."""
    try:
        pid = int(json.loads((folder / _HOLDER).read_text())["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return os.name != "posix" or _is_alive(pid)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # sends nothing
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True  # another user's
    return True


def _command() -> str:
    """Return the program and its command only: the arguments may be private."""
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])


def _describe(holder: Path) -> str:
    try:
        noted = json.loads(holder.read_text())
        return f"process {noted['pid']} ({noted['command']})"
    except (OSError, ValueError, KeyError):
        return "another process"
