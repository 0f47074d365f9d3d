"""What can go wrong between a file and a searchable library.

LibraryError
├── ReadingError            a file, or one article of it, cannot be taken in
├── EmbeddingModelError     the embedding model is missing, unreadable or fails its check
├── LibraryMissingError     nothing has been indexed at this place
├── LibraryEmptyError       a library is there and holds no articles
├── LibraryLockedError      another process is writing to it
├── LibraryDamagedError     its two halves disagree or a file of it is unreadable
├── OtherModelError         it was embedded with another model, or split with other settings
├── ChromaServerError       the Chroma server cannot be reached or refuses
└── ArticleNotFoundError    no article has this id
"""

from __future__ import annotations


class LibraryError(Exception):
    """Base of every error of this package.

    ``message`` says what happened and with which value; ``hint`` is the command or the step that
    mends it, or ``None`` where there is none.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


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
    """The library's two halves disagree, or a file of it is unreadable."""


class OtherModelError(LibraryError):
    """The library was embedded with another model, or split with other settings."""


class ChromaServerError(LibraryError):
    """The Chroma server cannot be reached or refuses."""


class ArticleNotFoundError(LibraryError):
    """No article has this id."""
