"""Chroma: the vectors, with each passage's text and what it takes to rebuild its article.

Only this package imports chromadb. The embedded database, a server and Chroma Cloud differ only in
how the client is made.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np

from index.chroma.clients import connected, database_file, space_of, translated
from index.chroma.probe import has_index
from index.embedding import Notify, Vectors
from index.errors import LibraryDamagedError, LibraryError, LibraryMissingError
from index.filters import Selection
from index.settings import Location

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_PAGE = 2_000
"""Records that are fetched at once."""

_CLOUD_PAGE = 300
"""The same, and what is written and found at once, with Chroma Cloud: its quotas allow no more
(docs.trychroma.com/cloud/quotas-limits)."""

_EF_SEARCH = 400
_CONFIGURATION: Any = {
    "hnsw": {
        "space": "cosine",
        "max_neighbors": 32,
        "ef_construction": 400,
        "ef_search": _EF_SEARCH,
    }
}
"""Recall@10 against exact search, among 30,000 vectors that are hard to tell apart (see
``tests/bench/scale.py``): 0.946 with 16 neighbours, 200 and 200; 0.985 with 32, 200 and 200; 0.997
with these, which cost half a millisecond more a passage and 1.5 milliseconds more a question."""

_ONE_IN = 300
"""At least one in so many vectors is looked at, which is more than ``ef_search`` from 120,000 on.
Among 500,000, a width of 400 gave a recall@10 of 0.87 in 6 milliseconds, 1,666 one of 0.989 in
20."""

_SAVED_EVERY = 1_000
"""Changes after which an embedded Chroma saves its graph of neighbours (its ``sync_threshold``)."""

Metadata = Mapping[str, str | int | float | bool]


@dataclass(frozen=True, kw_only=True)
class Record:
    """A passage as Chroma holds it."""

    id: str
    text: str
    metadata: Metadata


class VectorStore:
    """One Chroma collection."""

    def __init__(
        self,
        location: Location,
        name: str,
        *,
        create: bool,
        notify: Notify = lambda _: None,
    ) -> None:
        """Open collection ``name``; ``notify`` is told when its server is away.

        Raises LibraryMissingError, LibraryDamagedError, ChromaServerError.
        """
        self._location = location
        self._name = name
        self._is_cloud = location.chroma == "cloud"
        self._page = _CLOUD_PAGE if self._is_cloud else _PAGE
        with contextlib.ExitStack() as closing:
            if not create:
                _require_database(location)
            self._client = closing.enter_context(connected(location, create=create, notify=notify))
            self._collection = self._open(create=create)
            self._closing = closing.pop_all()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Let go of the database's files."""
        self._closing.close()

    @property
    def client(self) -> Any:
        """Chroma's own client, for what is made by others and searches the same collection."""
        return self._client

    def metadata(self) -> dict[str, Any]:
        """Return the collection's own metadata, as it is on the server now."""
        with self._translated():
            fresh = self._client.get_collection(self._name, embedding_function=None)
            return dict(fresh.metadata or {})

    def set_metadata(self, **values: str | int) -> dict[str, Any]:
        """Set some of the collection's own metadata and keep the rest; return how it was."""
        before = self.metadata()
        with self._translated():
            self._collection.modify(metadata={**before, **values})
        return before

    def count(self) -> int:
        """Return the number of vectors."""
        with self._translated():
            return self._collection.count()

    def upsert(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Add or replace records; ``vectors`` is ``(len(records), dimension)`` float32."""
        size = self._batch_size()
        with self._translated():
            for first in range(0, len(records), size):
                part = records[first : first + size]
                self._collection.upsert(
                    ids=[record.id for record in part],
                    embeddings=vectors[first : first + size],
                    documents=[record.text for record in part],
                    metadatas=[dict(record.metadata) for record in part],
                )
        if not self._location.chroma and not has_index(self._location, self._name):
            # As long as none is saved, each process that reads writes an empty one, at times over
            # the first that is.
            self.save()

    def delete(self, ids: Sequence[str]) -> None:
        """Remove records; ids that are not there do no harm."""
        size = self._batch_size()
        with self._translated():
            for first in range(0, len(ids), size):
                self._collection.delete(ids=list(ids[first : first + size]))

    def overwrite(self, ids: Sequence[str], *, dimension: int) -> None:
        """Put nothing in the place of records, before they are deleted.

        The graph of neighbours keeps a deleted vector until another one takes its place.
        """
        nothing = np.zeros((len(ids), dimension), dtype=np.float32)
        nothing[:, 0] = 1
        self.upsert([Record(id=each, text="", metadata={"gone": True}) for each in ids], nothing)

    def save(self) -> None:
        """Have an embedded Chroma save its graph, which it only does every 1,000 changes.

        Every process puts what is not saved into the graph anew when it first asks, which takes
        some 5 milliseconds of processor time a vector. There is no call to save; but changes that
        change nothing count too, and 1,000 of those take a quarter of a second.
        """
        self.delete([f"none-{number}" for number in range(_SAVED_EVERY)])

    def nearest(
        self, vector: Vectors, *, limit: int, selection: Selection, among: int = 0
    ) -> list[tuple[str, float]]:
        """Return the passages nearest to ``(dimension,)``: id and cosine, the nearest first.

        ``among`` is the number of vectors in the collection: the more, the wider the search.
        """
        wide = results_to_ask_for(limit, among=among)
        if self._is_cloud:
            wide = min(wide, _CLOUD_PAGE)
        with self._translated():
            results = self._collection.query(
                query_embeddings=vector[None],
                n_results=wide,
                where=_where(selection),
                include=["distances"],
            )
        distances = results["distances"] or [[]]
        # A cosine distance may come back as -0.0000001.
        return [
            (passage_id, min(1.0, max(-1.0, 1.0 - distance)))
            for passage_id, distance in zip(results["ids"][0][:limit], distances[0], strict=False)
        ]

    def ids(self, *, since: int | None = None) -> Iterator[str]:
        """Yield the id of every record, or of those of a later revision than ``since``."""
        later: Any = None if since is None else {"revision": {"$gt": since}}
        offset = 0
        while True:
            with self._translated():
                found = self._collection.get(
                    include=[], limit=self._page, offset=offset, where=later
                )
                page = found["ids"]
            if not page:
                return
            yield from page
            offset += len(page)

    def records(self, ids: Sequence[str]) -> Iterator[Record]:
        """Yield the records with these ids."""
        for first in range(0, len(ids), self._page):
            with self._translated():
                page = self._collection.get(
                    ids=list(ids[first : first + self._page]), include=["documents", "metadatas"]
                )
            for passage_id, text, metadata in zip(
                page["ids"], page["documents"] or [], page["metadatas"] or [], strict=True
            ):
                yield Record(id=passage_id, text=text, metadata=cast(Metadata, metadata or {}))

    def embeddings(self, ids: Sequence[str]) -> dict[str, Any]:
        """Return the stored vectors that there are, by id."""
        with self._translated():
            stored = self._collection.get(ids=list(ids), include=["embeddings"])
        return dict(zip(stored["ids"], cast(Iterable[Any], stored["embeddings"]), strict=True))

    def _batch_size(self) -> int:
        with self._translated():
            most = self._client.get_max_batch_size()
        return min(most, _CLOUD_PAGE) if self._is_cloud else most

    def _open(self, *, create: bool) -> Collection:
        from chromadb.errors import NotFoundError

        with self._translated():
            try:
                collection = self._client.get_collection(self._name, embedding_function=None)
            except NotFoundError:
                if not create:
                    raise self._missing() from None
                # "get or" for a server, on which another machine may be making it just now.
                collection = self._client.get_or_create_collection(
                    self._name, configuration=_CONFIGURATION, embedding_function=None
                )
        space = space_of(collection)
        if space != "cosine":
            raise LibraryDamagedError(
                f"the collection {self._name!r} in {self._location} measures {space!r}, not cosine",
                hint="name another one with --collection NAME",
            )
        return collection

    def _missing(self) -> LibraryError:
        message = f"there is no collection {self._name!r} in {self._location}"
        if self._location.chroma:
            return LibraryMissingError(message, hint="rag index PATH...")
        return LibraryDamagedError(message, hint="rag doctor --repair")

    def _translated(self) -> contextlib.AbstractContextManager[None]:
        return translated(self._location)


def results_to_ask_for(limit: int, *, among: int) -> int:
    """Return how many results make a search for ``limit`` wide enough among so many vectors.

    Chroma looks at as many vectors as it returns; there is no other way to widen one search.
    """
    width = among // _ONE_IN
    return max(limit, width) if width > _EF_SEARCH else limit


def _require_database(location: Location) -> None:
    """Keep Chroma from making an empty database where a reader looks for one."""
    if location.chroma is None and not database_file(location).is_file():
        raise LibraryDamagedError(
            f"the vectors of {str(location)!r} are gone: there is no {database_file(location)}",
            hint="rag doctor --repair",
        )


def _where(selection: Selection) -> dict[str, Any] | None:
    """Return a selection as Chroma's filter; it refuses an ``$and`` of one and empty filters."""
    conditions: list[dict[str, Any]] = []
    if selection.sources is not None:
        conditions.append({"source": {"$in": list(selection.sources)}})
    if selection.since is not None:
        conditions.append({"published": {"$gte": selection.since}})
    if selection.until is not None:
        conditions.append({"published": {"$lte": selection.until}})
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None
