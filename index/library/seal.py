"""The seal of a catalog: whether its file is as its last writer left it.

SQLite has no checksums: bits that change in its file change what it answers, often without an
error. So who writes breaks the seal at first and puts a new one on at the end: the file's size and
time, and its checksum. Where those of the file are other ones, the checksum tells whether what it
holds is. A catalog without a seal, whose writer was killed, is taken as it is.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

from index.durable import OWNER_ONLY, replace_file
from index.errors import LibraryDamagedError
from index.settings import Location

SEAL = "catalog.seal"
_PART = 1 << 20


def require_intact(location: Location) -> None:
    """Raise LibraryDamagedError where the catalog of an embedded library is not as it was left."""
    if not is_intact(location):
        raise LibraryDamagedError(
            f"the catalog {str(location.catalog_file)!r} is not as it was written",
            hint="rag doctor --repair",
        )


def is_intact(location: Location) -> bool:
    """Return whether the catalog is as its last writer left it, as far as there is a seal."""
    seal = _seal_of(location)
    if seal is None or location.chroma or seal.get("stamp") == _stamp(location.catalog_file):
        return True
    # A copied file has another time. And a writer may have begun meanwhile.
    return seal.get("checksum") == _checksum(location.catalog_file) or _seal_of(location) != seal


def break_seal(location: Location) -> dict[str, Any] | None:
    """Note that the catalog is written to; return the seal that it had."""
    seal = None if location.chroma else _seal_of(location)
    (location.home / SEAL).unlink(missing_ok=True)
    return seal


def put_seal(location: Location, *, broken: dict[str, Any] | None) -> None:
    """Seal a catalog that is closed; ``broken`` is the seal that it had, if nothing has changed."""
    stamp = _stamp(location.catalog_file)
    if broken is None or broken.get("stamp") != stamp:
        broken = {"stamp": stamp, "checksum": _checksum(location.catalog_file)}
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


def _checksum(file: Path) -> str:
    checksum = 0
    try:
        with file.open("rb") as stream:
            while part := stream.read(_PART):
                checksum = zlib.crc32(part, checksum)
    except OSError:
        return ""
    return f"{checksum:08x}"
