"""A scan of the files before any is opened: which are as the library knows them.

An unchanged file costs a stat and two look-ups. Where all are unchanged that is all that indexing
does, so neither a model, nor Chroma, nor what reads files is imported here.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog
from index.catalog.file_stamps import FileStamp
from index.errors import ReadingError
from index.reading import Named, SourceFile, bytes_to_read, discover, is_table
from index.settings import IndexSettings
from index.sync.report import Progress

COLUMNS = "columns"
"""The catalog's note of the setting by which its tables were read."""
_PROGRESS_EVERY = 100
"""Files between two reports of progress."""


@dataclass(frozen=True, kw_only=True)
class Scan:
    """What was found where the user's paths lead."""

    files: int
    to_read: int
    """Files that are new, or not as they were when they were last read."""
    bytes: int
    """The size of those; a file that will be refused unread counts for nothing."""
    unchanged: int
    """Articles of the other files."""
    failed: tuple[ReadingError, ...]
    """Paths that lead nowhere and folders that cannot be listed."""


def scan(
    paths: Sequence[Named], catalog: Catalog, settings: IndexSettings
) -> Generator[Progress, None, Scan]:
    """Look at every file, yield how many there were so far, and return what was found."""
    files = to_read = size = unchanged = 0
    failed = []
    for file in discover(paths):
        if isinstance(file, ReadingError):
            failed.append(file)
            continue
        files += 1
        stamp = FileStamp.of(file.path)
        if articles := unchanged_articles(file, stamp, catalog, settings):
            unchanged += articles
        else:
            to_read += 1
            longest = settings.max_file_bytes
            size += bytes_to_read(file, size=stamp.size, longest=longest) if stamp else 0
        if files % _PROGRESS_EVERY == 0:
            yield Progress(done=files, total=None, passages=0, path="", articles=unchanged)
    return Scan(files=files, to_read=to_read, bytes=size, unchanged=unchanged, failed=tuple(failed))


def unchanged_articles(
    file: SourceFile, now: FileStamp | None, catalog: Catalog, settings: IndexSettings
) -> int:
    """Return how many articles a file holds that has not changed; 0 where it must be read."""
    if is_table(file) and (catalog.meta.get(COLUMNS) or "") != settings.columns:
        return 0
    then = catalog.file_stamps.get(file.catalog_path)
    if not (then and now and then.proves_unchanged(now)):
        return 0
    return len(catalog.articles.content_hashes(file.catalog_path))


def gone_articles(paths: Sequence[Named], catalog: Catalog) -> list[str]:
    """Return the ids of the articles whose file is gone from the folders among ``paths``."""
    folders = [path.resolve() for path in paths if isinstance(path, Path) and path.is_dir()]
    gone = {
        file
        for file in catalog.articles.files()
        if any(Path(file).is_relative_to(folder) for folder in folders) and _is_gone(file)
    }
    if gone:  # a name that is not UTF-8 is on the disk under another one than in the catalog
        gone.difference_update(
            file.catalog_path for file in discover(paths) if isinstance(file, SourceFile)
        )
    return [
        article_id for file in sorted(gone) for article_id in catalog.articles.content_hashes(file)
    ]


def _is_gone(file: str) -> bool:
    try:
        Path(file).stat()  # Path.exists takes "not allowed to look" for "not there"
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
