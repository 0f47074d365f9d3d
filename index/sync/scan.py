"""A look at the files before any is opened: which are as the library knows them.

An unchanged file costs a stat and two look-ups. Where all are unchanged that is all that indexing
does, so neither a model, nor Chroma, nor what reads files is imported here.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadingError
from index.library.catalog import Catalog, FileStamp
from index.reading import SourceFile, bytes_to_read, discover
from index.reading.files import printable_path
from index.sync.report import Progress

_TOLD_EVERY = 100
"""Files between two tellings of how far the look has come."""

_RACY = 2_000_000_000
"""Nanoseconds: a file that changed less than this before it was read may change again unseen."""


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What was found where the user's paths lead."""

    files: int
    to_read: int
    """Files that are new, or not as they were when they were last read."""
    bytes: int
    """Of those; what will be refused unread counts for nothing."""
    unchanged: int
    """Articles of the other files."""
    failed: tuple[ReadingError, ...]
    """Paths that lead nowhere and folders that cannot be listed."""


def survey(
    paths: Sequence[Path], catalog: Catalog, *, longest: int
) -> Generator[Progress, None, Survey]:
    """Look at every file, yield how many there were so far, and return what was found.

    ``longest`` is the setting ``max_file_bytes``.
    """
    files = to_read = weight = unchanged = 0
    failed = []
    for found in discover(paths):
        if isinstance(found, ReadingError):
            failed.append(found)
            continue
        files += 1
        stamp = stamp_of(found.path)
        if articles := unchanged_articles(key_of(found), stamp, catalog):
            unchanged += articles
        else:
            to_read += 1
            weight += weight_of(found, stamp, longest=longest)
        if files % _TOLD_EVERY == 0:
            yield Progress(done=files, total=None, passages=0, path="", articles=unchanged)
    return Survey(
        files=files, to_read=to_read, bytes=weight, unchanged=unchanged, failed=tuple(failed)
    )


def key_of(file: SourceFile) -> str:
    """Return the name by which the catalog knows a file: its path, printable."""
    return printable_path(file.path.as_posix())


def stamp_of(path: Path) -> FileStamp | None:
    """Return how a file is now, ``None`` where it cannot be looked at."""
    try:
        stat = path.stat()
    except OSError:
        return None  # reading it will say why
    return FileStamp(size=stat.st_size, modified=stat.st_mtime_ns, read=time.time_ns())


def unchanged_articles(file: str, now: FileStamp | None, catalog: Catalog) -> int:
    """Return how many articles a file holds that is as it was; 0 where it must be read."""
    then = catalog.stamp(file)
    if then is None or now is None or (then.size, then.modified) != (now.size, now.modified):
        return 0
    return len(catalog.content_hashes(file)) if then.read - then.modified > _RACY else 0


def weight_of(file: SourceFile, stamp: FileStamp | None, *, longest: int) -> int:
    """Return how much of the reading a file makes, in bytes."""
    return bytes_to_read(file, size=stamp.size, longest=longest) if stamp else 0


def gone_articles(paths: Sequence[Path], catalog: Catalog) -> list[str]:
    """Return the ids of the articles whose file is gone from the folders among ``paths``."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    gone = {
        file
        for file in catalog.files()
        if any(Path(file).is_relative_to(folder) for folder in folders) and _is_gone(file)
    }
    if gone:  # names that are not UTF-8 are there under another one
        gone.difference_update(
            key_of(file) for file in discover(paths) if isinstance(file, SourceFile)
        )
    return [article_id for file in sorted(gone) for article_id in catalog.content_hashes(file)]


def _is_gone(file: str) -> bool:
    try:
        Path(file).stat()  # Path.exists takes "not allowed to look" for "not there"
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
