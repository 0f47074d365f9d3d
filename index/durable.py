"""Files and folders that are whole whenever the program is stopped.

They are written under another name beside their place and then renamed: whoever looks sees the old
content or the new one, never a part.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

OWNER_ONLY = 0o600
"""Mode of a file that its owner alone may read and write."""
OWNER_ONLY_FOLDER = 0o700
"""Mode of a folder that its owner alone may enter."""

_LIKE_ANY_FILE = 0o666
MAKE_ROOM = "make room on the disk"
"""What mends what a full disk breaks."""


def lacks_room(folder: Path, *, needed: int) -> bool:
    """Return whether the disk of a folder has fewer than ``needed`` bytes left."""
    try:
        return shutil.disk_usage(folder).free < needed
    except OSError:
        return False


def replace_file(path: Path, content: str | bytes, *, mode: int = _LIKE_ANY_FILE) -> None:
    """Put ``content`` in the place of the file ``path``, or make it; text is written as UTF-8.

    What UTF-8 cannot write becomes a question mark. The user's umask applies to ``mode``. Raises
    OSError, and then ``path`` is as it was.
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


def make_folder(parent: Path, fill: Callable[[Path], str | None]) -> Path | None:
    """Make a folder in ``parent`` that is complete as soon as it has its name; return its path.

    ``fill`` writes into a scratch folder and returns the name it gets, or ``None`` to give it up. A
    folder that has this name already stays as it is. Raises OSError, and what ``fill`` raises.
    """
    parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=parent))
    try:
        name = fill(scratch)
        if name is None:
            return None
        try:
            scratch.rename(parent / name)
        except OSError:
            if not (parent / name).is_dir():
                raise
        return parent / name
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of what a file holds, in hexadecimal digits. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk (Windows opens no folders)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
