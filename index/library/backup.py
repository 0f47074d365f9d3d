"""A whole library in one file, and the library made of that file again.

The file is a gzipped tar archive. Its first member lists the others with their hashes, so that a
file that was changed or cut short is never taken for a library.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.durable import file_sha256, make_folder, replace_file
from index.errors import BackupError, LibraryMissingError
from index.library.locking import hold_lock
from index.library.seal import SEAL
from index.settings import IndexSettings, Location, public_address

_BACKUPS = "backups.json"
_FORMAT = 1
"""Raised when the archive's form changes."""
_CONTENTS = "contents.json"
_LARGEST_CONTENTS = 100_000_000
_DATABASES = (".sqlite", ".sqlite3")
_SIDE_FILES = ("-wal", "-shm", "-journal")
_OF_THESE_FILES = ("writer.json", "writer.lock", SEAL)
"""Files that mean something to a running process only, or of the very files beside them."""
_UNREADABLE = (tarfile.TarError, EOFError, zlib.error, ValueError, KeyError, TypeError)
"""What is raised on the way through an archive that is none of ours."""
_FAST = 1
"""The level of compression: vectors hardly get smaller, whatever it costs."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup that was written or restored."""

    file: Path
    directory: Path
    articles: int
    bytes: int
    """Of the library's files, before compression."""

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``rag backup --json`` and ``rag restore --json`` print."""
        return {
            "file": str(self.file),
            "library": str(self.directory),
            "articles": self.articles,
            "bytes": self.bytes,
        }


def back_up(location: Location, settings: IndexSettings, file: Path) -> Backup:
    """Write all collections of an embedded library to ``file``, which must not exist yet.

    The library notes where its backups are, for ``rag articles remove --shred`` to tell.
    Nobody can write to it meanwhile; readers are not disturbed. Raises BackupError,
    LibraryMissingError, LibraryLockedError, LibraryDamagedError.
    """
    if location.chroma:
        raise BackupError(
            f"the vectors of this library are kept by {public_address(location.chroma)!r}",
            hint="back up the folder that the server was started with (chroma run --path)",
        )
    if not location.catalog_file.exists():
        raise LibraryMissingError(
            f"there is no library in {str(location)!r}", hint="rag index PATH..."
        )
    if file.exists():
        raise BackupError(f"{str(file)!r} exists already", hint="name a file that does not exist")
    fresh = file.with_name(f".{file.name}.unfinished")
    try:
        with (
            hold_lock(location, settings),
            tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as scratch,
        ):
            copy = Path(scratch)
            _copy(location.directory, copy)
            articles, size = _articles_in(copy), _write(copy, fresh)
            noted = sorted({*known_backups(location), file})
            replace_file(location.directory / _BACKUPS, json.dumps([str(each) for each in noted]))
        fresh.replace(file)
    except (OSError, sqlite3.Error) as exc:
        raise BackupError(
            f"the backup {str(file)!r} cannot be written: {exc}",
            hint="check the folder and the room on its disk; rag doctor checks the library",
        ) from exc
    finally:
        fresh.unlink(missing_ok=True)
    return Backup(file=file, directory=location.directory, articles=articles, bytes=size)


def known_backups(location: Location) -> list[Path]:
    """Return the backups of a library that were made and are still there."""
    try:
        noted = json.loads((location.directory / _BACKUPS).read_bytes())
        return [path for path in map(Path, noted) if path.exists()]
    except (OSError, ValueError, TypeError):
        return []


def restore(file: Path, directory: Path) -> Backup:
    """Make the library of a backup in ``directory``, where there must be none.

    The library appears whole or not at all. Raises BackupError.
    """
    if directory.exists() and any(directory.iterdir()):
        raise BackupError(
            f"there is something in {str(directory)!r} already",
            hint="name another place with --library DIR",
        )

    def fill(scratch: Path) -> str:
        _extract(file, scratch)
        return directory.name

    try:
        with contextlib.suppress(FileNotFoundError):
            directory.rmdir()
        make_folder(directory.parent, fill)
    except (*_UNREADABLE, OSError) as exc:
        raise BackupError(
            f"{str(file)!r} cannot be restored: {' '.join(str(exc).split())}",
            hint="a backup is what rag backup FILE has written",
        ) from exc
    size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    return Backup(file=file, directory=directory, articles=_articles_in(directory), bytes=size)


def _copy(library: Path, copy: Path) -> None:
    """Copy the files of a library; databases as SQLite says they are at this moment."""
    for path in sorted(library.rglob("*")):
        place = copy / path.relative_to(library)
        if path.is_symlink() or path.name in _OF_THESE_FILES or path.name.endswith(_SIDE_FILES):
            continue
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif path.suffix in _DATABASES:
            address = f"{path.absolute().as_uri()}?mode=ro"
            with (
                contextlib.closing(sqlite3.connect(address, uri=True)) as source,
                contextlib.closing(sqlite3.connect(place)) as target,
            ):
                source.backup(target)
        else:
            shutil.copyfile(path, place)


def _articles_in(library: Path) -> int:
    """Return the number of articles in all collections of a library that nobody writes to."""
    count = 0
    for catalog_file in library.glob("collections/*/catalog.sqlite"):
        with contextlib.closing(Catalog(catalog_file, create=False)) as catalog:
            count += catalog.counts()[0]
    return count


def _write(copy: Path, file: Path) -> int:
    """Pack a folder; return the size of its files in bytes."""
    paths = sorted(path for path in copy.rglob("*") if path.is_file())
    listed = {path.relative_to(copy).as_posix(): file_sha256(path) for path in paths}
    contents = json.dumps({"format": _FORMAT, "files": listed}).encode()
    with tarfile.open(file, "w:gz", compresslevel=_FAST) as archive:
        head = tarfile.TarInfo(_CONTENTS)
        head.size = len(contents)
        archive.addfile(head, io.BytesIO(contents))
        for name in listed:
            archive.add(copy / name, arcname=f"library/{name}")
    file.chmod(0o600)
    return sum(path.stat().st_size for path in paths)


def _extract(file: Path, scratch: Path) -> None:
    """Unpack what the list names and nothing else. Raises ValueError for what is otherwise."""
    with tarfile.open(file, "r:gz") as archive:
        listed = _listed(archive)
        while member := archive.next():
            name = member.name.removeprefix("library/")
            if not member.isfile() or name == member.name or name not in listed:
                raise ValueError(f"it holds {member.name!r}, which is not on its list")
            archive.extract(member, scratch, filter="data")
            if file_sha256(scratch / member.name) != listed.pop(name):
                raise ValueError(f"{name!r} is not as it was when the backup was made")
    if listed:
        raise ValueError(f"{next(iter(listed))!r} is missing")
    for path in list((scratch / "library").iterdir()):
        path.rename(scratch / path.name)
    (scratch / "library").rmdir()


def _listed(archive: tarfile.TarFile) -> dict[str, str]:
    """Return the hashes of the files that a backup says it holds, by name."""
    head = archive.next()
    if head is None or head.name != _CONTENTS or head.size > _LARGEST_CONTENTS:
        raise ValueError("it does not begin with a list of what it holds")
    content = archive.extractfile(head)
    listed = json.load(content) if content else {}
    if listed["format"] != _FORMAT:
        raise ValueError(
            f"it has format {listed['format']}, this version of Dateline reads {_FORMAT}"
        )
    return dict(listed["files"])
