"""Which files the user's paths stand for."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import ReadingError
from index.reading.shares import Share

_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"})


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file to be read."""

    path: Path
    """Absolute, without symlinks."""
    shown: str
    """The path as the user named it, or as it follows from the folder that was named."""
    named: bool
    """Whether the user named this very file."""
    share: Share | None = None
    """Which of its articles are wanted, by their origin; ``None`` for all."""

    @property
    def catalog_path(self) -> str:
        """The path by which a library knows the file: ``path``, printable, with slashes."""
        return printable_path(self.path.as_posix())


DIVIDED = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".mbox", ".warc", ".warc.gz")
"""The endings of files with many articles, which shares divide by article."""


class _Seen:
    """The real paths that were reached, so that nothing is read or walked twice.

    There may be very many, so only a hash of each is kept.
    """

    def __init__(self) -> None:
        self._hashes: set[bytes] = set()

    def first_time(self, path: Path) -> bool:
        digest = hashlib.blake2b(os.fsencode(path), digest_size=16).digest()
        if digest in self._hashes:
            return False
        self._hashes.add(digest)
        return True


Named = Path | SourceFile | ReadingError
"""A file or a folder that the user named; a page that was fetched, or that could not be."""


def discover(paths: Sequence[Named]) -> Iterator[SourceFile | ReadingError]:
    """Yield the files that ``paths``, files and folders, stand for, each once.

    Folders are walked with their subfolders, in the order of names. Hidden files, files that the
    operating system left behind and links that lead out of the folder are skipped there; a path
    that is named is always taken. One that does not exist or cannot be listed yields an error.
    """
    seen = _Seen()
    own = [path for path in paths if isinstance(path, Path)]
    named_files = {_real(path) for path in own if _mode(path) and not path.is_dir()}
    for path in paths:
        if not isinstance(path, Path):
            yield path
            continue
        mode = _mode(path)
        if mode is None:
            yield ReadingError(printable_path(str(path)), "no such file or folder")
        elif stat.S_ISDIR(mode):
            yield from _walk(path, seen, named_files)
        elif not stat.S_ISREG(mode):
            yield ReadingError(printable_path(str(path)), "it is neither a file nor a folder")
        elif seen.first_time(real := _real(path)):
            yield SourceFile(path=real, shown=printable_path(str(path)), named=True)


def discover_share(paths: Sequence[Named], share: Share) -> Iterator[SourceFile | ReadingError]:
    """Yield what ``discover`` does of one share.

    A file that may hold any number of articles is in every share, with a part of its articles.
    """
    for file in discover(paths):
        if isinstance(file, ReadingError):
            if share.number == 1:  # one of them says so
                yield file
        elif file.path.name.lower().endswith(DIVIDED):
            yield replace(file, share=share)
        elif share.holds(file.catalog_path):
            yield file


def printable_path(path: str) -> str:
    """Return ``path`` with the bytes of a name that is not UTF-8 written as escapes."""
    return path.encode(errors="backslashreplace").decode()


def _walk(folder: Path, seen: _Seen, named_files: set[Path]) -> Iterator[SourceFile | ReadingError]:
    root = _real(folder)
    listed = [iter([(folder, root)])]  # a stack: folders can be nested deeper than calls
    while listed:
        entry = next(listed[-1], None)
        if entry is None:
            listed.pop()
            continue
        path, real = entry
        mode = _mode(path)
        if mode is None or not real.is_relative_to(root):
            continue
        if stat.S_ISDIR(mode) and _is_library(path) and path != folder:
            continue
        if stat.S_ISDIR(mode) and seen.first_time(real):
            try:
                listed.append(_entries(path, real))
            except OSError as error:
                reason = f"the folder cannot be read ({error.strerror})"
                yield ReadingError(printable_path(str(path)), reason)
        elif stat.S_ISREG(mode) and seen.first_time(real):
            shown = printable_path(str(path))
            yield SourceFile(path=real, shown=shown, named=real in named_files)


def _is_library(folder: Path) -> bool:
    """Whether a folder is a library of ours, whose files are no articles."""
    return (folder / "writer.lock").is_file() and any(
        (folder / name).is_dir() for name in ("collections", "servers")
    )


def _entries(folder: Path, real: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the paths in ``folder`` in the order of names, each with its real path.

    Hidden files and litter are left out. Only for links does the file system have to be asked for
    the real path, and only the names are kept in memory.
    """
    names, links = [], set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and entry.name.lower() not in _LITTER:
                names.append(entry.name)
                if entry.is_symlink():
                    links.add(entry.name)
    names.sort()
    return (
        (folder / name, _real(folder / name) if name in links else real / name) for name in names
    )


def _mode(path: Path) -> int | None:
    """Return the type bits of what ``path`` leads to, ``None`` where it leads nowhere."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return None


def _real(path: Path) -> Path:
    # Not Path.resolve, which raises on a symlink that leads to itself before Python 3.13.
    return Path(os.path.realpath(path))
