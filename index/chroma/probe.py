"""Reading an embedded Chroma in a process of its own, to see whether it survives.

Chroma trusts the files of its search index: a wrong number in one of them ends the process that
reads it, with no error that could be caught.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Literal

from index.errors import LibraryDamagedError
from index.settings import Location

_SECONDS = 600
"""After so long a process that reads some million vectors has hung."""
_PART = 1 << 20
_HEADER = "header.bin"
_PATTERNS = ("*.bin", "index_metadata.pickle")
"""The graph of neighbours, and which vector is whose."""
_READ = """
import sys
from pathlib import Path

from index.chroma import VectorStore
from index.chroma.clients import stored_collections
from index.errors import LibraryDamagedError
from index.filters import Selection
from index.settings import Location

location = Location(directory=Path(sys.argv[1]), collection=sys.argv[2])
try:
    for name in stored_collections(location):
        with VectorStore(location, name, create=False) as vectors:
            ids = list(vectors.ids())
            for first in range(0, len(ids) if sys.argv[3] == "all" else 1, 200):
                for vector in list(vectors.embeddings(ids[first : first + 200]).values())[::40]:
                    vectors.nearest(vector, limit=10, selection=Selection(), among=len(ids))
except LibraryDamagedError as exc:
    sys.exit("repair" in (exc.hint or ""))
"""


def index_stamp(location: Location, name: str) -> str:
    """Return what changes when the files of a collection's search index are written to."""
    stats = [(file.name, file.stat()) for file in _index_files(location, name)]
    return " ".join(f"{file}:{stat.st_size}:{stat.st_mtime_ns}" for file, stat in stats)


def index_checksum(location: Location, name: str) -> str:
    """Return what changes when what those files hold does; a gigabyte takes a second.

    What is not in use does not count: where nothing is, every reader writes such files anew.
    """
    checksum, used = 0, dict[str, int]()
    for path in _index_files(location, name):
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            left = used.get(path.name, size)
            while part := file.read(min(left, _PART)):
                checksum, left = zlib.crc32(part, checksum), left - len(part)
                if path.name == _HEADER:
                    used = _bytes_in_use(part)
            checksum = zlib.crc32(f"{path.name}:{size}".encode(), checksum)
    return f"{checksum:08x}"


def has_index(location: Location, name: str) -> bool:
    """Return whether a search index of a collection was saved; empty files of one are none."""
    files = _index_files(location, name)
    headers = (file.read_bytes() for file in files if file.name == _HEADER)
    return any(any(_bytes_in_use(header).values()) for header in headers)


def _bytes_in_use(header: bytes) -> dict[str, int]:
    """Return how much of each file is in use, as the header of a search index says."""
    try:
        _, _, _, count, size = struct.unpack_from("<i4Q", header)
    except struct.error:  # it was cut short
        return {}
    return {"data_level0.bin": count * size, "length.bin": count * 4}


def _index_files(location: Location, name: str) -> list[Path]:
    """Return the files of a collection's search index, the header first."""
    file = location.chroma_folder / "chroma.sqlite3"
    query = (
        "SELECT segments.id FROM segments JOIN collections ON segments.collection = collections.id"
        " WHERE collections.name = ? AND segments.scope = 'VECTOR'"
    )
    try:
        address = f"{file.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as chroma:
            ids = [str(row[0]) for row in chroma.execute(query, [name])]
    except sqlite3.Error:  # whoever opens the database will tell what is wrong with it
        return []
    folders = [path for path in location.chroma_folder.iterdir() if path.name in ids]
    found = (file for folder in folders for pattern in _PATTERNS for file in folder.glob(pattern))
    files = (file for file in found if file.is_file())  # a pipe would be waited for
    return sorted(files, key=lambda file: (file.name != _HEADER, file.name))


def can_be_read(location: Location, *, part: Literal["all", "some"] = "all") -> bool:
    """Return whether a process that reads an embedded Chroma lives to the end of it.

    To read ``some`` takes as long as to open it, and finds what is wrong where a search begins.
    Where Chroma reports an error that can be repaired, the next process may die of it. Where no
    search index was saved yet, there is nothing to die of.
    """
    if not any(location.chroma_folder.glob("*/*.bin")):
        return True
    # Where this package is, so that the process imports the same one.
    packages = str(Path(__file__).parents[2])
    search_path = os.pathsep.join(filter(None, (packages, os.environ.get("PYTHONPATH"))))
    try:
        ended = subprocess.run(  # -P: the folder it runs in may hold modules too
            [sys.executable, "-P", "-c", _READ, str(location.directory), location.collection, part],
            env=os.environ | {"PYTHONPATH": search_path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0


def is_as_noted(location: Location, name: str, checksum: str) -> bool:
    """Return whether a collection's search index is as its writer left it, or there is none."""
    return not _index_files(location, name) or checksum == index_checksum(location, name)


def is_readable(
    location: Location,
    name: str,
    *,
    stamp: str | None,
    checksum: str | None,
    part: Literal["all", "some"] = "all",
) -> bool:
    """Return whether reading the search index ends no process.

    It is as a writer left it, by ``index_checksum``. Where it is not and no stamp was noted, for
    the next writer was killed, another process must survive reading it.
    """
    if checksum and is_as_noted(location, name, checksum):
        return True
    return not stamp and can_be_read(location, part=part)


def require_readable(location: Location, name: str, *, stamp: str, checksum: str) -> None:
    """Raise LibraryDamagedError where reading the search index might end the process.

    Files that have the ``index_stamp`` with which a writer left them are not read for that.
    """
    if stamp and stamp == index_stamp(location, name):
        return
    if is_readable(location, name, stamp=stamp, checksum=checksum, part="some"):
        return
    raise LibraryDamagedError(
        f"the search index in {str(location.chroma_folder)!r} is damaged",
        hint="rag doctor --repair",
    )
