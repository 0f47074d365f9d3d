"""Zip archives that are documents, opened within limits: a small one can unpack to terabytes."""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.reading.formats import RefusedError

_MOST_MEMBERS = 10_000
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_DAMAGED = "it is damaged, or not what its ending says"
_MEGABYTE = 1_000_000


@contextmanager
def opened(path: Path, longest: int) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive whose texts unpack to at most ``longest`` bytes; pictures do not count.

    Raises RefusedError, also for what is found to be wrong inside of the block.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, longest)
            yield archive
    except zipfile.BadZipFile as error:
        if path.read_bytes()[: len(_COMPOUND)] == _COMPOUND:  # what Office encrypts is in one
            raise RefusedError("it is locked with a password, or in an old format") from error
        raise RefusedError(_DAMAGED) from error
    except (zlib.error, EOFError, NotImplementedError) as error:
        raise RefusedError(_DAMAGED) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a member that is said to lie before the file's beginning
            raise
        raise RefusedError(_DAMAGED) from error
    except RuntimeError as error:  # zipfile's way to say that it needs a password
        raise RefusedError("it is locked with a password") from error


def member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Return the content of a file of an archive, ``None`` where it has none of this name."""
    try:
        return archive.read(name)
    except KeyError:
        return None


def _check(archive: zipfile.ZipFile, longest: int) -> None:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise RefusedError(f"it holds more than {_MOST_MEMBERS:,} files")
    # zipfile never unpacks more of a member than it claims to have.
    size = sum(one.file_size for one in members if not _is_picture(one.filename))
    if size > longest:
        raise RefusedError(
            f"it unpacks to {size / _MEGABYTE:,.1f} MB, more than the limit of"
            f" {longest / _MEGABYTE:,.1f} MB (max_file_bytes)"
        )


def _is_picture(name: str) -> bool:
    endings = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".emf", ".wmf", ".tif", ".tiff")
    return name.lower().endswith((*endings, ".ttf", ".otf", ".woff", ".woff2", ".mp3", ".mp4"))
