"""What a writer leaves in a library's files, and that no trace of what was shredded is in them."""

from __future__ import annotations

from index.catalog import Catalog
from index.chroma.clients import clear_unused, compact
from index.chroma.probe import index_checksum, index_stamp
from index.embedding.cache import forget_cache
from index.library import INDEX_CHECKSUM, INDEX_STAMP
from index.settings import Location

SHREDDING = "shredding"
"""The catalog's note that what was removed has yet to leave no trace."""


def note_index(location: Location, catalog: Catalog, name: str) -> None:
    """Note how the files of a collection's search index are, once it is closed.

    What it left in them of the memory of this process is cleared before.
    """
    clear_unused(location)
    stamp, checksum = index_stamp(location, name), index_checksum(location, name)
    with catalog.transaction():
        catalog.meta.set(INDEX_STAMP, stamp)
        catalog.meta.set(INDEX_CHECKSUM, checksum)


def forget_index(catalog: Catalog) -> None:
    """Note, inside a transaction, that those files are written to, or will be.

    Where nobody notes how they are then, for the writer was killed, they may be as they were.
    """
    catalog.meta.set(INDEX_STAMP, "")


def clear_traces(location: Location, catalog: Catalog, name: str) -> None:
    """Write the library's files anew without what was removed; Chroma is saved and closed.

    Raises LibraryLockedError where another process reads them for too long, LibraryDamagedError.
    """
    if location.chroma is None:
        compact(location)
        note_index(location, catalog, name)
    catalog.compact()
    forget_cache()
    with catalog.transaction():
        catalog.meta.set(SHREDDING, "")
