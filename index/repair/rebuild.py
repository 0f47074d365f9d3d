"""Repairing a library that cannot be opened: the catalog is made again from Chroma."""

from __future__ import annotations

import contextlib
import functools
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.chroma import VectorStore
from index.chroma.clients import stored_collections
from index.chroma.mirror import rebuild
from index.chroma.probe import can_be_read
from index.embedding import Embedder, Notify
from index.errors import LibraryDamagedError, LibraryMissingError
from index.library.locking import hold_lock
from index.library.seal import break_seal, is_intact
from index.library.writer import open_locked
from index.manifest import Manifest
from index.repair.checks import has_readable_index
from index.repair.mending import repair
from index.settings import IndexSettings, Location

_SIDE_FILES = ("", "-wal", "-shm")
"""The endings of the files that make up a SQLite database."""

_MADE_DERIVED = "made again what the catalog holds beside the articles"


def rebuild_damaged(
    location: Location,
    settings: IndexSettings,
    *,
    embedder: Embedder | None = None,
    notify: Notify = lambda _: None,
) -> list[str]:
    """Repair a library, also one that cannot be opened; return what was done, in sentences.

    What cannot be read is moved aside, with ``.damaged`` behind its name, and not deleted. Raises
    LibraryMissingError, LibraryDamagedError if nothing can be read, LibraryLockedError,
    OtherModelError for a library on a server, EmbeddingModelError, ChromaServerError.
    """
    if location.chroma is None and not _exists(location):
        raise LibraryMissingError(
            f"there is no library in {str(location)!r}", hint="rag index PATH..."
        )
    with hold_lock(location, settings):
        done = _repair_local_copy(location) if location.chroma else _repair_files(location)
        opened = functools.partial(
            open_locked, location, settings, embedder=embedder, notify=notify
        )
        intact = is_intact(location)
        try:
            with opened() as writer:
                done += repair(writer, notify, intact=intact)
                return done if done or intact else [_MADE_DERIVED]
        except LibraryDamagedError:
            if location.chroma or not location.chroma_folder.exists():
                raise
        # It can be read and not written to. The catalog is sound, or it would not have come so far.
        done.append(f"moved the damaged Chroma to {_move_aside(location.chroma_folder)}")
        with opened() as writer:
            return [*done, *repair(writer, notify, intact=intact)]


def _exists(location: Location) -> bool:
    return location.catalog_file.exists() or location.chroma_folder.exists()


def _repair_local_copy(location: Location) -> list[str]:
    """Move an unreadable copy of a server's library aside; opening it makes a new one."""
    if not location.catalog_file.exists() or _is_sound(location.catalog_file):
        return []
    return [f"moved the unreadable catalog to {_move_catalog_aside(location)}"]


def _repair_files(location: Location) -> list[str]:
    """Make sure that the catalog can be opened, and that Chroma is readable or moved aside."""
    done = []
    stores = _stores(location)
    if stores is None:
        done.append(f"moved the unreadable Chroma to {_move_aside(location.chroma_folder)}")
    if location.catalog_file.exists():
        done += _mend_in_place(location, stores or {})
    if _is_sound(location.catalog_file) and not _has_lost_its_articles(location):
        return done
    name = _newest(location, stores or {})
    if name is None:
        raise _nothing_left(location)
    replacement = _catalog_from(location, name, (stores or {})[name])
    if location.catalog_file.exists():
        done.append(f"moved the unreadable catalog to {_move_catalog_aside(location)}")
    break_seal(location)  # that of the catalog whose place it takes
    replacement.replace(location.catalog_file)
    return [*done, "made the catalog again from Chroma"]


def _stores(location: Location) -> dict[str, dict[str, Any]] | None:
    """Return the metadata of the embedded collections by name, ``None`` for a damaged Chroma."""
    if not _survives(location):
        return None
    try:
        stores = stored_collections(location)
        for name in stores:
            if _is_ours(location, name):
                with VectorStore(location, name, create=False) as vectors:
                    for _ in vectors.records(list(vectors.ids())):
                        pass
    except LibraryDamagedError:
        return None
    return stores


def _number(value: object) -> int:
    """Return a revision as Chroma keeps it, 0 where it is damaged."""
    return value if isinstance(value, int) else 0


def _mend_in_place(location: Location, stores: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Mend the catalog's notes and indexes, where the rest can be read; say what was done."""
    try:
        catalog = Catalog(location.catalog_file, create=False)
    except LibraryDamagedError:
        return
    with contextlib.closing(catalog), contextlib.suppress(LibraryDamagedError):
        if not _can_read(lambda: catalog.meta.revision):
            _note(catalog, revision=str(time.time_ns()))
            yield "set the library's revision anew"
        manifest = catalog.meta.get("manifest")
        if manifest is not None and not _can_read(lambda: Manifest.from_json(manifest)):
            name = catalog.meta.get("chroma") or location.collection
            _note(catalog, manifest=str(stores.get(name, {}).get("dateline", "")))
            yield "took the model's name from Chroma"
        if any("index" in problem for problem in catalog.problems()):
            catalog.remake_indexes()
            yield "made the catalog's indexes again"


def _can_read(read: Callable[[], object]) -> bool:
    try:
        read()
    except LibraryDamagedError:
        return False
    return True


def _note(catalog: Catalog, **notes: str) -> None:
    with catalog.transaction():
        for key, value in notes.items():
            catalog.meta.set(key, value)


def _survives(location: Location) -> bool:
    """Return whether a process may read Chroma, by the catalog's notes where it can be read."""
    try:
        with contextlib.closing(Catalog(location.catalog_file, create=False)) as catalog:
            return has_readable_index(location, catalog)
    except LibraryDamagedError:
        return can_be_read(location)


def _is_ours(location: Location, name: str) -> bool:
    """Return whether a collection is this library's: ``move_to_model`` adds a time to its name."""
    return re.fullmatch(rf"{re.escape(location.collection)}(--\d+)?", name) is not None


def _newest(location: Location, stores: dict[str, dict[str, Any]]) -> str | None:
    """Return the name of the library's newest complete collection: one with a manifest."""
    complete = [
        (_number(metadata.get("revision")), name)
        for name, metadata in stores.items()
        if _is_ours(location, name) and "dateline" in metadata
    ]
    return max(complete)[1] if complete else None


def _is_sound(file: Path) -> bool:
    try:
        with contextlib.closing(Catalog(file, create=False)) as catalog:
            return not catalog.problems()
    except LibraryDamagedError:
        return False


def _has_lost_its_articles(location: Location) -> bool:
    """Return whether the catalog is empty and Chroma is not, as after the catalog was deleted."""
    with contextlib.closing(Catalog(location.catalog_file, create=False)) as catalog:
        if catalog.counts()[0]:
            return False
        stale = set(catalog.stale_vectors.ids())
        name = catalog.meta.get("chroma") or location.collection
    try:
        with VectorStore(location, name, create=False) as vectors:
            return any(one not in stale for one in vectors.ids())
    except LibraryDamagedError:
        return False


def _catalog_from(location: Location, name: str, metadata: dict[str, Any]) -> Path:
    """Make a catalog from a collection, beside the one it is to replace; return its path."""
    file = location.catalog_file.with_suffix(".new")
    for side in _SIDE_FILES:
        Path(f"{file}{side}").unlink(missing_ok=True)
    with (
        contextlib.closing(Catalog(file, create=True)) as catalog,
        VectorStore(location, name, create=False) as vectors,
    ):
        rebuild(vectors, catalog)
        with catalog.transaction():
            catalog.meta.set("chroma", name)
            catalog.meta.set("manifest", str(metadata["dateline"]))
            catalog.meta.set("revision", str(time.time_ns()))
    return file


def _move_catalog_aside(location: Location) -> Path:
    file = location.catalog_file
    free = _free(file)
    for side in _SIDE_FILES:
        with contextlib.suppress(FileNotFoundError):
            Path(f"{file}{side}").rename(f"{free}{side}")
    return free


def _move_aside(path: Path) -> Path:
    return path.rename(_free(path))


def _free(path: Path) -> Path:
    free = path.with_name(f"{path.name}.damaged")
    while free.exists():
        free = free.with_name(f"{free.name}.damaged")
    return free


def _nothing_left(location: Location) -> LibraryDamagedError:
    return LibraryDamagedError(
        f"neither the catalog nor the vectors of {str(location)!r} can be read",
        hint="index the articles again, into a new folder with --library DIR",
    )
