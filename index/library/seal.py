"""The seal of a catalog: whether its file is as its last writer left it.

SQLite has no checksums: bits that change in its file change what it answers, often without an
error. So who writes breaks the seal at first and puts a new one on at the end: the file's size and
time, and its checksum. Where those of the file are other ones, the checksum tells whether what it
holds is. A catalog without a seal, whose writer was killed, is taken as it is, and so is the copy
of a server's, to which who reads writes, too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.durable import OWNER_ONLY, file_sha256, replace_file
from index.errors import LibraryDamagedError
from index.settings import Location

SEAL = "catalog.seal"


def require_intact(location: Location) -> None:
    """Raise LibraryDamagedError where a catalog is not as its last writer left it."""
    if not is_intact(location):
        raise LibraryDamagedError(
            f"the catalog {str(location.catalog_file)!r} is not as it was written",
            hint="rag doctor --repair",
        )


def is_intact(location: Location) -> bool:
    """Return whether the catalog is as its last writer left it, as far as there is a seal."""
    seal = _seal_of(location)
    if seal is None or seal.get("stamp") == _stamp(location.catalog_file):
        return True
    # A copied file has another time. And a writer may have begun meanwhile.
    return seal.get("sha256") == _sha256(location.catalog_file) or _seal_of(location) != seal


def break_seal(location: Location) -> dict[str, Any] | None:
    """Note that the catalog is written to; return the seal that it had."""
    seal = _seal_of(location)
    (location.home / SEAL).unlink(missing_ok=True)
    return seal


def put_seal(location: Location, *, broken: dict[str, Any] | None) -> None:
    """Seal a catalog that is closed; ``broken`` is the seal that it had, if nothing has changed."""
    stamp = _stamp(location.catalog_file)
    if broken is None or broken.get("stamp") != stamp:
        broken = {"stamp": stamp, "sha256": _sha256(location.catalog_file)}
    replace_file(location.home / SEAL, json.dumps(broken), mode=OWNER_ONLY)


def _seal_of(location: Location) -> dict[str, Any] | None:
    try:
        seal = json.loads((location.home / SEAL).read_text())
    except (OSError, ValueError):
        return None
    return seal if isinstance(seal, dict) else None


def _stamp(file: Path) -> str:
    try:
        stat = file.stat()
    except OSError:
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def _sha256(file: Path) -> str:
    try:
        return file_sha256(file)
    except OSError:
        return ""
