"""Reading an embedded Chroma in a process of its own, to see whether it survives.

Chroma trusts the files of its search index: a wrong number in one of them ends the process that
reads it, with no error that could be caught.
"""

from __future__ import annotations

import os
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
_READ = """
import sys
from pathlib import Path

from index.chroma import VectorStore
from index.chroma.clients import stored_collections
from index.filters import Selection
from index.settings import Location

location = Location(directory=Path(sys.argv[1]), collection=sys.argv[2])
for name in stored_collections(location):
    with VectorStore(location, name, create=False) as vectors:
        ids = list(vectors.ids())
        for first in range(0, len(ids) if sys.argv[3] == "all" else 1, 200):
            for vector in list(vectors.embeddings(ids[first : first + 200]).values())[::40]:
                vectors.nearest(vector, limit=10, selection=Selection(), among=len(ids))
"""


def index_stamp(location: Location) -> str:
    """Return what changes when the files of an embedded Chroma's search indexes are written to."""
    stats = [(file, file.stat()) for file in _index_files(location)]
    return " ".join(f"{file.name}:{stat.st_size}:{stat.st_mtime_ns}" for file, stat in stats)


def index_checksum(location: Location) -> str:
    """Return what changes when the contents of those files do; a gigabyte takes a second."""
    checksum = 0
    for path in _index_files(location):
        with path.open("rb") as file:
            while part := file.read(_PART):
                checksum = zlib.crc32(part, checksum)
    return f"{checksum:08x}"


def _index_files(location: Location) -> list[Path]:
    return sorted(location.chroma_folder.glob("*/*.bin"))


def can_be_read(location: Location, *, part: Literal["all", "some"] = "all") -> bool:
    """Return whether a process that reads an embedded Chroma lives to the end of it.

    To read ``some`` takes as long as to open it, and finds what is wrong where a search begins.
    What Chroma itself reports as an error is left to whoever reads it next. Where no search index
    was saved yet, there is nothing to die of.
    """
    if not _index_files(location):
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
    return ended.returncode >= 0


def require_readable(location: Location, *, noted: str | None) -> None:
    """Raise LibraryDamagedError where reading the search index would end the process.

    It is only tried where its files are not as ``noted``, by ``index_stamp``.
    """
    if (noted or "") == index_stamp(location) or can_be_read(location, part="some"):
        return
    raise LibraryDamagedError(
        f"the search index in {str(location.chroma_folder)!r} is damaged: a process that reads it "
        "does not survive",
        hint="rag doctor --repair",
    )
