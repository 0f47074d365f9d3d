"""Removing articles without a trace, as far as a program can."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from index.catalog import Catalog
from index.errors import LibraryError
from index.fetching.kept import KeptPages
from index.library.backup import known_backups
from index.library.writer import LibraryWriter
from index.settings import Location, public_address

BEYOND_REACH = (
    "what you typed, saved or printed, and runs of rag eval",
    "vectors, though no words, of versions of it that were replaced or removed before",
    "snapshots and backups of the disk, and what its file system has freed and not overwritten yet",
)
"""Where a trace may always be left."""


def shred(writer: LibraryWriter, ids: Sequence[str]) -> list[str]:
    """Remove articles by their whole ids, leave no trace in the library, and return what stays.

    Each thing that stays is told in a phrase. Raises LibraryLockedError, LibraryDamagedError.
    """
    location = writer.location
    articles = writer.catalog.articles
    files = [Path(file) for file in articles.files_of(ids)]
    used_by_others = set(articles.files_of(set(articles.ids()) - set(ids)))
    # Before the articles, so that who is stopped in between can name them again.
    for page in KeptPages(location.pages_folder).all():
        if page.path in files and str(page.path) not in used_by_others:
            page.forget()
    writer.remove(ids, shred=True)
    return [
        *(
            f"its file {str(file)!r}, which rag index would add again"
            for file in files
            if file.exists()
        ),
        *(f"the collection {name!r} of this library" for name in _other_collections(location, ids)),
        *(f"the backup {str(file)!r}" for file in known_backups(location)),
        *(
            f"{str(path)!r}, which rag doctor --repair has set aside"
            for path in sorted(location.directory.rglob("*.damaged*"))
        ),
        *_on_a_server(location),
        *BEYOND_REACH,
    ]


def _other_collections(location: Location, ids: Sequence[str]) -> list[str]:
    """Return the names of the library's other collections that hold one of these articles."""
    names = []
    for file in sorted(location.directory.glob("collections/*/catalog.sqlite")):
        if file == location.catalog_file:
            continue
        with (
            contextlib.suppress(LibraryError),
            contextlib.closing(Catalog(file, create=False)) as catalog,
        ):
            if catalog.articles.by_id(ids):
                names.append(file.parent.name)
    return names


def _on_a_server(location: Location) -> list[str]:
    if location.chroma is None:
        return []
    server = public_address(location.chroma)
    return [
        f"the files of the server {server!r}, until its keeper runs chroma vacuum",
        "the copies of the catalog on other machines that use this server",
    ]
