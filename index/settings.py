"""The settings that shape a library: what is read, how it is split, what embeds it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

HIDDEN = "********"
"""What is shown in the place of a secret."""
DEFAULT_EMBEDDING = "sentence-transformers/all-MiniLM-L6-v2"


@dataclass(frozen=True)
class Harmless:
    """Marks a setting that anybody's file may set, as one that comes with a folder of articles.

    It opens no connection, loads no model, names no place and makes nothing be deleted. Without the
    mark a setting counts once the user has trusted the file.
    """

    only: bool | None = None
    """The one value that is harmless; ``None`` for all of them."""

    def allows(self, value: object) -> bool:
        """Return whether this value is harmless."""
        return self.only is None or value is self.only


class IndexSettings(BaseModel):
    """Settings of indexing; sizes in characters of text or bytes of file, as named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    embedding: str = DEFAULT_EMBEDDING
    """A sentence-transformers name or folder, or ``langchain:provider:name``."""

    embedding_url: Annotated[str | None, Field(description="an http(s) address")] = None
    """Where the server of a ``langchain:provider:name`` listens, such as one that speaks OpenAI's
    protocol on another machine."""

    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    """Where passages are embedded: ``auto`` uses a graphics processor for many of them.

    Questions are embedded on the processor, unless the model cannot run as an ONNX graph."""

    passage_size: Annotated[int, Field(ge=200, le=20_000), Harmless()] = 1_000
    """Characters of a passage, at most."""

    max_file_bytes: Annotated[int, Field(ge=1_000)] = 50_000_000
    """A larger file is reported and left out; record files (.jsonl) are read line by line, each
    record counting for itself."""

    max_text_chars: Annotated[int, Field(ge=1_000)] = 5_000_000
    """A longer article, ten long novels by default, is reported and left out."""

    columns: Annotated[
        str,
        Field(
            pattern=r"^(?:\s*\w+\s*=[^=,]+(?:,\s*\w+\s*=[^=,]+)*)?$",
            description="fields with the names of their columns, such as text=Body,title=Headline",
        ),
        Harmless(),
    ] = ""
    """Which columns of a table (.csv, .tsv) hold the text, title, source, url, authors and date,
    where their names do not tell: ``text=Body,title=Headline``."""

    chroma_timeout: Annotated[float, Field(gt=0, le=3_600), Harmless()] = 60.0
    """Seconds that a Chroma server may take for each step of a request."""

    model_timeout: Annotated[float, Field(gt=0, le=3_600), Harmless()] = 120.0
    """Seconds that the server of a model may take: for the next word of an answer, or for the
    vectors of some passages."""

    lock_timeout: Annotated[float, Field(ge=0, le=600), Harmless()] = 5.0
    """Seconds to wait for another writer."""


@dataclass(frozen=True, kw_only=True)
class SearchSettings:
    """Which way a search by meaning takes; the defaults are what was measured to be quickest."""

    exact_up_to: int = 20_000
    """Passages of a library whose vectors are all held in memory and compared. That takes 30
    megabytes with 384 dimensions; a question takes some three milliseconds."""

    exact_filtered_up_to: int = 30_000
    """Passages that pass a filter, in a larger library, whose vectors are read and compared. A
    thousand take some 15 milliseconds, where Chroma's own filter takes seconds among 500,000."""

    wide_share: float = 0.1
    """Share of the articles that pass, from which the nearest of all are searched and filtered."""

    oversample: float = 1.5
    """How many times as many of the nearest are asked for then as would do if the passages that
    pass were spread evenly."""

    least_asked: int = 800
    """How many are asked for then at least: Chroma finds the fiftieth that passes less surely than
    the fiftieth of all."""


def public_address(address: str) -> str:
    """Return an address as it may be shown: without its login and its query."""
    scheme, slashes, rest = address.rpartition("://")
    login, at, rest = rest.rpartition("@")
    rest, mark, _ = rest.partition("?")
    return scheme + slashes + (HIDDEN if login else "") + at + rest + (mark and mark + HIDDEN)


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where a library is."""

    directory: Path
    collection: str = "articles"
    chroma: str | None = None
    """URL of a Chroma server, or ``cloud``; ``None`` for the embedded one in ``directory``."""
    token: str | None = field(default=None, repr=False)
    """Sent to the server as ``x-chroma-token``."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    """Sent to the server with every request, such as those that a proxy before it asks for."""
    tenant: str | None = None
    database: str | None = None
    """Where on the server the collection is; ``None`` for the server's defaults."""
    timeout: float = 60.0
    """Seconds that a server may take for each step of a request."""
    indexer: str | None = None
    """Which of several indexers on one machine; each has its own copy of a server's catalog."""

    @property
    def chroma_folder(self) -> Path:
        """The embedded Chroma's folder."""
        return self.directory / "chroma"

    @property
    def home(self) -> Path:
        """The folder of this collection's catalog; a server's is a local copy of its own."""
        if self.chroma is None:
            return self.directory / "collections" / self.collection
        part = "".join(f"\n{name}" for name in (self.tenant, self.database) if name)
        server = hashlib.sha256(f"{self.chroma}{part}".encode()).hexdigest()[:12]
        own = f"~{self.indexer}" if self.indexer else ""
        return self.directory / "servers" / server / f"{self.collection}{own}"

    @property
    def catalog_file(self) -> Path:
        """The SQLite catalog."""
        return self.home / "catalog.sqlite"

    @property
    def pages_folder(self) -> Path:
        """Where fetched pages are kept; hidden, so that a folder around it is not read with it."""
        return self.home / ".pages"

    def __str__(self) -> str:
        """Name the library as its user would."""
        where = public_address(self.chroma) if self.chroma else str(self.directory)
        return where if self.collection == "articles" else f"{where} ({self.collection})"
