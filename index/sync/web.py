"""The pages among what is to be indexed: fetched, or found kept, before files are looked at."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.reading import Named, SourceFile
from index.sync.report import Progress

if TYPE_CHECKING:
    from index.fetching.kept import KeptPages
    from index.settings import IndexSettings, Location


def with_pages(
    named: Sequence[Path | str],
    location: Location,
    settings: IndexSettings,
    *,
    refresh: bool = False,
    allow_private: bool = False,
) -> Generator[Progress, None, list[Named]]:
    """Return what was named with a file in the place of each address, or the reason for none.

    ``refresh`` asks again for the pages that are named, and for all that the library holds.
    """
    addresses = [one for one in named if isinstance(one, str)]
    places: list[Named] = [one for one in named if isinstance(one, Path)]
    if not (addresses or refresh):
        return places
    # Without an address nothing of this is needed, and it takes a third of a second to import.
    from index.fetching.client import Client, Limits
    from index.fetching.gather import gather
    from index.fetching.kept import KeptPages

    pages = KeptPages(location.pages_folder)
    if refresh:
        addresses += _indexed(pages, location)
    limits = Limits(longest=settings.max_file_bytes)
    with Client(limits, allow_private=allow_private) as client:
        steps = gather(addresses, pages, client, refresh=refresh)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return [*places, *end.value]
            yield Progress(done=step.done, total=step.total, passages=0, path=step.address)


def kept_pages(named: Sequence[Path | str], location: Location) -> list[Named]:
    """Return what was named with the file of each page that is kept; the others are left out."""
    places: list[Named] = [one for one in named if isinstance(one, Path)]
    addresses = [one for one in named if isinstance(one, str)]
    if not addresses:
        return places
    from index.fetching.kept import KeptPages

    pages = KeptPages(location.pages_folder)
    kept = [page for address in addresses if (page := pages.get(address)) and not page.is_feed]
    return [*places, *(SourceFile(path=p.path, shown=p.address, named=True) for p in kept)]


def _indexed(pages: KeptPages, location: Location) -> list[str]:
    """Return the addresses of the kept pages whose articles were not removed, and of feeds."""
    if not location.catalog_file.is_file():
        return []
    with closing(Catalog(location.catalog_file, create=False)) as catalog:
        files = set(catalog.articles.files())
    return [page.address for page in pages.all() if page.is_feed or page.path.as_posix() in files]
