"""What can go wrong between a file and a searchable library.

LibraryError
├── InstallationError       a package that Dateline needs cannot be imported
├── ReadingError            a file, or one article of it, cannot be taken in
├── EmbeddingModelError     the embedding model is missing, unreadable or fails its check
├── LibraryMissingError     nothing has been indexed at this place
├── LibraryEmptyError       a library is there and holds no articles
├── LibraryLockedError      another process is writing to it
├── LibraryDamagedError     catalog and vectors disagree, or a file is unreadable
├── NewerLibraryError       a newer version of Dateline wrote it
├── OtherModelError         it was embedded with another model, or split with other settings
├── ChromaServerError       the Chroma server cannot be reached or refuses
├── BackupError             a backup cannot be written or is none that can be restored
└── ArticleNotFoundError    no article has this id
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


class LibraryError(Exception):
    """Base of every error of this package.

    ``message`` says what happened and with which value; ``hint`` is the command or the step that
    mends it, or ``None`` where there is none.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InstallationError(LibraryError):
    """A package that Dateline needs cannot be imported."""


@contextlib.contextmanager
def importing(*packages: str) -> Iterator[None]:
    """Turn an ImportError inside into an InstallationError; ``packages`` are what pip installs.

    So a broken installation is never mistaken for something that is wrong with the user's files.
    """
    try:
        yield
    except ImportError as exc:
        reason = " ".join(str(exc).split()) or type(exc).__name__
        raise InstallationError(
            f"the installation is incomplete: {exc.name or packages[0]!r} cannot be imported"
            f" ({reason})",
            hint=f"pip install {' '.join(packages)}",
        ) from exc


class ReadingError(LibraryError):
    """A file, or one article of it, cannot be taken in."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class EmbeddingModelError(LibraryError):
    """The embedding model is missing, unreadable or fails its check."""


class LibraryMissingError(LibraryError):
    """Nothing has been indexed at this place."""


class LibraryEmptyError(LibraryError):
    """A library is there and holds no articles."""


class LibraryLockedError(LibraryError):
    """Another process is writing to the library."""


class LibraryDamagedError(LibraryError):
    """The library's catalog and vectors disagree, or a file of it is unreadable."""


class NewerLibraryError(LibraryError):
    """A newer version of Dateline wrote the library; nothing of it is read, written or repaired."""


class OtherModelError(LibraryError):
    """The library was embedded with another model, or split with other settings."""


class ChromaServerError(LibraryError):
    """The Chroma server cannot be reached or refuses."""


class BackupError(LibraryError):
    """A backup cannot be written, or a file is no backup that can be restored."""


class ArticleNotFoundError(LibraryError):
    """No article has this id."""
