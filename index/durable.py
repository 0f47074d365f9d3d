"""Files that are whole whenever the program is stopped.

A file is written under another name beside its place, seen to the disk, and then put in its place:
whoever reads it sees the old content or the new one.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

OWNER_ONLY = 0o600
"""Mode of a file that its owner alone may read and write."""

_LIKE_ANY_FILE = 0o666


def replace_file(path: Path, content: str | bytes, *, mode: int = _LIKE_ANY_FILE) -> None:
    """Put ``content`` in the place of the file ``path``, or make it; text is written as UTF-8.

    What UTF-8 cannot write becomes a question mark. ``mode`` is cut down by the user's umask.
    Raises OSError, and then ``path`` is as it was.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk; Windows opens no folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
