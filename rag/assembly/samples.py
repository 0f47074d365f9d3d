"""The library of the sample articles: in the user's cache, built where it is missing."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from pathlib import Path

from platformdirs import user_cache_path

import seeds
from index.errors import LibraryDamagedError, LibraryMissingError
from index.library import Library
from index.settings import IndexSettings, Location
from rag.assembly.observer import Observer

_TIMEOUT = 180.0
"""Seconds: another process may be building them, and to prepare the model takes a minute."""


def samples_location(settings: IndexSettings, observer: Observer) -> Location:
    """Return where the samples' library is, after building it where it is missing.

    Raises LibraryError.
    """
    patient = settings.model_copy(update={"lock_timeout": max(settings.lock_timeout, _TIMEOUT)})
    location = Location(directory=_folder(patient), collection="samples")
    if not _is_built(location, patient):
        _build(location, patient, observer)
    return location


def _folder(settings: IndexSettings) -> Path:
    """Return a folder of its own for every version of the samples, model and passage size.

    And for every place of the files, to which citations lead: another clone's may be gone.
    """
    made_with = f"{settings.embedding} {settings.passage_size} {seeds.articles()}"
    key = hashlib.sha256(made_with.encode()).hexdigest()[:8]
    return user_cache_path("dateline", appauthor=False) / "samples" / f"{seeds.fingerprint()}-{key}"


def _is_built(location: Location, settings: IndexSettings) -> bool:
    try:
        with Library(location, settings) as library:
            return library.counts()[0] == len(list(seeds.articles().iterdir()))
    except LibraryMissingError:
        return False
    except LibraryDamagedError:
        shutil.rmtree(location.directory, ignore_errors=True)  # a cache: it is made again
        return False


def _build(location: Location, settings: IndexSettings, observer: Observer) -> None:
    from index.sync.update import update  # once for every version of the samples

    with contextlib.closing(
        update([seeds.articles()], location, settings, notify=observer.notify)
    ) as events:
        observer.follow(events)
