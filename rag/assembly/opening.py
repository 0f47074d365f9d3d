"""Opening a library, and what answers from it, as the settings name them.

Everything heavy is imported when it is opened: the reader of passages loads in a thread of its own
while the rest is imported, which spares a question a fifth of a second.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.assembly.models import reader_of
from rag.assembly.observer import QUIET, Observer

if TYPE_CHECKING:
    from index.library import Library
    from index.settings import Location
    from rag.pipeline import Pipeline
    from rag.settings import Effective


def library_location(
    effective: Effective, *, samples: bool = False, observer: Observer = QUIET
) -> Location:
    """Return where the library is; that of the samples is built where it is missing.

    Raises LibraryError.
    """
    if not samples:
        return effective.location()
    from rag.assembly.samples import samples_location

    return samples_location(effective.settings.index_settings(), observer)


@contextlib.contextmanager
def open_library(
    effective: Effective,
    *,
    samples: bool = False,
    as_is: bool = False,
    observer: Observer = QUIET,
) -> Iterator[Library]:
    """Open the library, ``as_is`` to check it. Raises LibraryError in its kinds."""
    location = library_location(effective, samples=samples, observer=observer)
    from index.library import Library

    settings = effective.settings.index_settings()
    with Library(
        location, settings, notify=observer.notify, follow=observer.copy, as_is=as_is
    ) as library:
        yield library


@contextlib.contextmanager
def open_pipeline(
    effective: Effective,
    *,
    samples: bool = False,
    strict: bool = False,
    observer: Observer = QUIET,
) -> Iterator[Pipeline]:
    """Open the library and what answers from it.

    ``strict`` leaves out what a language model says without support. Raises LibraryError, RagError.
    """
    settings = effective.settings
    location = library_location(effective, samples=samples, observer=observer)
    if settings.reader and (location.chroma or location.catalog_file.is_file()):
        reader_of(settings.reader, observer.notify)  # it loads while the rest is imported
    from index.library import Library
    from rag.assembly.pipelines import build_pipeline

    with Library(
        location, settings.index_settings(), notify=observer.notify, follow=observer.copy
    ) as library:
        library.require_articles()  # before a model is opened
        yield build_pipeline(settings, library, strict=strict, observer=observer)


@contextlib.contextmanager
def open_search(
    effective: Effective, *, samples: bool = False, observer: Observer = QUIET
) -> Iterator[Pipeline]:
    """Open the library to search it, which takes nothing that answers. Raises LibraryError."""
    with open_library(effective, samples=samples, observer=observer) as library:
        from rag.assembly.pipelines import build_search

        yield build_search(effective.settings, library)
