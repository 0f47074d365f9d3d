"""From addresses to files: pages fetched or found kept, feeds opened to the pages they list."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from index.articles import is_address
from index.errors import ReadingError
from index.fetching.client import Client
from index.fetching.errors import FetchError
from index.fetching.kept import KeptPage, KeptPages
from index.reading import SourceFile
from index.reading.formats import RefusedError
from index.reading.web.feeds import addresses_in, feeds_in

MOST_ENTRIES = 100
"""Pages of one feed."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """How far gathering has come."""

    done: int
    total: int
    address: str
    """What is fetched next."""


def gather(
    addresses: Sequence[str], pages: KeptPages, client: Client, *, refresh: bool
) -> Generator[Step, None, list[SourceFile | ReadingError]]:
    """Yield the steps, and return the files of the pages, with an error in place of each failure.

    A page that is kept is asked for again only with ``refresh``; a feed always is. What cannot be
    fetched again stays as it is kept.
    """
    waiting = deque(dict.fromkeys(urldefrag(address).url for address in addresses))
    seen = set(waiting)
    found: list[SourceFile | ReadingError] = []
    done = 0
    while waiting:
        address = waiting.popleft()
        yield Step(done=done, total=done + len(waiting) + 1, address=address)
        done += 1
        try:
            page = _page(address, pages, client, refresh=refresh)
            if page.is_feed:
                listed = [one for one in _listed(page) if one not in seen]
                seen.update(listed)
                waiting.extend(listed)
            else:
                found.append(SourceFile(path=page.path, shown=address, named=True))
        except (FetchError, RefusedError) as error:
            found.append(ReadingError(address, str(error)))
        except OSError as error:
            found.append(ReadingError(address, f"it cannot be kept ({error.strerror or error})"))
    return found


def _page(address: str, pages: KeptPages, client: Client, *, refresh: bool) -> KeptPage:
    kept = pages.get(address)
    if kept and not (refresh or kept.is_feed):
        return kept
    fetched = client.get(address, known=kept.validators if kept else None)
    if fetched is None and kept:
        return kept
    if fetched is None:
        raise FetchError("its server says that it has not changed, and it is not kept")
    return pages.put(address, fetched)


def _listed(feed: KeptPage) -> list[str]:
    """Return the addresses that a feed, or a list of feeds, names. Raises RefusedError."""
    content = feed.path.read_bytes()
    links = feeds_in(content) or addresses_in(content)
    whole = (urldefrag(urljoin(feed.found_at, link)).url for link in links)
    return [link for link in whole if is_address(link)][:MOST_ENTRIES]
