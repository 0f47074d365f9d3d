"""Chroma: the vectors, with each passage's text and what it takes to rebuild its article.

The only module that imports chromadb; the embedded database, a server and Chroma Cloud differ in
nothing but how the client is made.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np

from index.embedding import Vectors
from index.errors import ChromaServerError, LibraryDamagedError, LibraryMissingError
from index.filters import Selection
from index.settings import Location

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_PAGE = 2_000
"""Rows fetched at once where all are wanted."""

_CONFIGURATION: Any = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}}

Metadata = Mapping[str, str | int | float | bool]


@dataclass(frozen=True, kw_only=True)
class Record:
    """A passage as Chroma holds it."""

    id: str
    text: str
    metadata: Metadata


class VectorStore:
    """One Chroma collection."""

    def __init__(self, location: Location, name: str, *, create: bool) -> None:
        """Open collection ``name``. Raises LibraryMissingError, ChromaServerError."""
        self._location = location
        self._name = name
        self._client, self._collection = self._open(create=create)

    def close(self) -> None:
        """Let go of the database's files."""
        self._client.close()

    def reopen(self) -> None:
        """See what another process wrote: an open client goes on answering from old vectors."""
        # Chroma shares one system a path inside a process and drops it with its last client.
        self._client.close()
        self._client, self._collection = self._open(create=False)

    def metadata(self) -> dict[str, Any]:
        """Return the collection's own metadata, as it is on the server now."""
        with self._translated():
            fresh = self._client.get_collection(self._name, embedding_function=None)
            return dict(fresh.metadata or {})

    def set_metadata(self, **values: str | int) -> None:
        """Set some of the collection's own metadata and keep the rest."""
        with self._translated():
            self._collection.modify(metadata={**self.metadata(), **values})

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

    def delete(self, ids: Sequence[str]) -> None:
        """Remove records; ids that are not there do no harm."""
        size = self._batch_size()
        with self._translated():
            for first in range(0, len(ids), size):
                self._collection.delete(ids=list(ids[first : first + size]))

    def nearest(
        self, vector: Vectors, *, limit: int, selection: Selection
    ) -> list[tuple[str, float]]:
        """Return the passages nearest to ``(dimension,)``: id and cosine, the nearest first."""
        with self._translated():
            found = self._collection.query(
                query_embeddings=vector[np.newaxis],
                n_results=limit,
                where=_where(selection),
                include=["distances"],
            )
        distances = found["distances"] or [[]]
        # A cosine distance may come back as -0.0000001.
        return [
            (passage_id, min(1.0, max(-1.0, 1.0 - distance)))
            for passage_id, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def ids(self) -> Iterator[str]:
        """Yield the id of every record."""
        for page in self._pages(include=[]):
            yield from page["ids"]

    def records(self, ids: Sequence[str]) -> Iterator[Record]:
        """Yield the records with these ids."""
        for first in range(0, len(ids), _PAGE):
            with self._translated():
                found = self._collection.get(
                    ids=list(ids[first : first + _PAGE]), include=["documents", "metadatas"]
                )
            for passage_id, text, metadata in zip(
                found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True
            ):
                yield Record(id=passage_id, text=text, metadata=cast(Metadata, metadata or {}))

    def embeddings(self, ids: Sequence[str]) -> dict[str, Any]:
        """Return the stored vectors, by id, for checking what a query can reach."""
        with self._translated():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], cast(Iterable[Any], found["embeddings"]), strict=True))

    def drop(self) -> None:
        """Delete the collection itself."""
        with self._translated():
            self._client.delete_collection(self._name)

    def _pages(self, *, include: list[str]) -> Iterator[Any]:
        offset = 0
        while True:
            with self._translated():
                page = self._collection.get(include=include, limit=_PAGE, offset=offset)  # type: ignore[arg-type]
            if not page["ids"]:
                return
            yield page
            offset += len(page["ids"])

    def _batch_size(self) -> int:
        with self._translated():
            return self._client.get_max_batch_size()

    def _open(self, *, create: bool) -> tuple[Client, Collection]:
        from chromadb.errors import NotFoundError

        with self._translated():
            client = _client(self._location)
            try:
                collection = client.get_collection(self._name, embedding_function=None)
            except NotFoundError:
                if not create:
                    raise LibraryMissingError(
                        f"there is no collection {self._name!r} in {self._location}",
                        hint="rag index PATH...",
                    ) from None
                collection = client.create_collection(
                    self._name, configuration=_CONFIGURATION, embedding_function=None
                )
        # Not ``configuration``, which warns of collections that have no embedding function.
        space = (collection.configuration_json.get("hnsw") or {}).get("space")
        if space != "cosine":
            raise LibraryDamagedError(
                f"the collection {self._name!r} in {self._location} measures {space!r}, not cosine",
                hint="name another one with --collection NAME",
            )
        return client, collection

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        except (ChromaError, httpx.HTTPError, ValueError) as exc:
            if self._location.chroma is None:
                raise LibraryDamagedError(
                    f"Chroma cannot use {str(self._location.chroma_folder)!r}: {exc}",
                    hint="rag doctor --repair",
                ) from exc
            reason = str(exc) or type(exc).__name__
            raise ChromaServerError(
                f"the Chroma server {self._location.chroma!r} failed: {reason}",
                hint="check --chroma / RAG_CHROMA, and that the server runs (chroma run)",
            ) from exc


def _client(location: Location) -> Client:
    # The constructors are typed by an interface that lacks ``close``; what they return has it.
    return cast("Client", _make_client(location))


def _make_client(location: Location) -> object:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if location.chroma is None:
        return chromadb.PersistentClient(str(location.chroma_folder), settings=settings)
    if location.chroma == "cloud":
        return chromadb.CloudClient(
            tenant=os.environ.get("CHROMA_TENANT"),
            database=os.environ.get("CHROMA_DATABASE"),
            api_key=location.token or os.environ.get("CHROMA_API_KEY"),
            settings=settings,
        )
    url = urlsplit(location.chroma)
    return chromadb.HttpClient(
        host=url.hostname or "localhost",
        port=url.port or (443 if url.scheme == "https" else 8000),
        ssl=url.scheme == "https",
        headers={"x-chroma-token": location.token} if location.token else None,
        settings=settings,
    )


def _where(selection: Selection) -> dict[str, Any] | None:
    """Return Chroma's form of a selection; it refuses one-element ``$and``s and empty filters."""
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


def manifest_metadata(manifest: str, revision: int) -> dict[str, str | int]:
    """Return the collection metadata by which other machines know a library."""
    return {"dateline": manifest, "revision": revision}
