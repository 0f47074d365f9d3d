"""A cache of vectors on the disk, so that what was asked before needs no model.

A question that is asked again finds its own vector and those of the sentences it was answered from;
then neither onnxruntime nor the weights are loaded. The file is in the user's cache folder; it
holds hashes and vectors, no words. Whatever is wrong with it, the model is used instead.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import platformdirs

from index.cache_files import BUSY_SECONDS, forgiving
from index.durable import OWNER_ONLY_FOLDER
from index.embedding import Embedder, Vectors, WrappedEmbedder

KEPT = 20_000
"""Vectors; about 40 MB on disk with 384 dimensions."""

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS vectors"
    " (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL)"
)


def cache_file() -> Path:
    """Return the file that all libraries of the user share."""
    return platformdirs.user_cache_path("dateline", appauthor=False) / "vectors.sqlite"


def forget_cache() -> None:
    """Delete the cache, for it may hold vectors of sentences that are to leave no trace."""
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            Path(f"{cache_file()}{ending}").unlink()


class CachingEmbedder(WrappedEmbedder):
    """Embeds with another embedder what no process has embedded before."""

    def __init__(self, embedder: Embedder, file: Path | None = None, *, kept: int = KEPT) -> None:
        super().__init__(embedder)
        self._file = file or cache_file()
        self._kept = kept
        self._latest: tuple[bytes, Vectors] | None = None

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return ``(len(texts), dimension)`` float32 of unit length, in the order of ``texts``."""
        keys = [self._key("document", text) for text in texts]
        known = self._look_up(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            new = self._embedder.embed_documents(list(missing.values()))
            made = dict(zip(missing, new, strict=True))
            self._keep(made)
            known |= made
        vectors = np.empty((len(keys), self.dimension), dtype=np.float32)
        for number, key in enumerate(keys):
            vectors[number] = known[key]
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Return ``(dimension,)`` float32 of unit length."""
        key = self._key("query", text)
        latest = self._latest  # read once: another thread may replace it
        if latest and latest[0] == key:
            return latest[1]
        vector = self._look_up([key]).get(key)
        if vector is None:
            vector = self._embedder.embed_query(text)
            self._keep({key: vector})
        self._latest = key, vector
        return vector

    def _key(self, kind: str, text: str) -> bytes:
        identity = "\0".join((self.fingerprint, kind, text))
        return hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _look_up(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        found: dict[bytes, Vectors] = {}
        with forgiving(self._file), self._opened() as vectors:
            for key in keys:
                row = vectors.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
                if row and len(row[0]) == 4 * self.dimension:
                    found[key] = np.frombuffer(row[0], dtype=np.float32)
        return found

    def _keep(self, made: dict[bytes, Vectors]) -> None:
        rows = [(key, np.asarray(vector, np.float32).tobytes()) for key, vector in made.items()]
        with forgiving(self._file), self._opened() as vectors, vectors:
            vectors.executemany("INSERT OR IGNORE INTO vectors (key, vector) VALUES (?, ?)", rows)
            vectors.execute(
                "DELETE FROM vectors WHERE number <= (SELECT max(number) FROM vectors) - ?",
                (self._kept,),
            )

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Lend the file, by a connection of its own: there may be several threads."""
        self._file.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(self._file, timeout=BUSY_SECONDS)) as vectors:
            vectors.execute("PRAGMA journal_mode = WAL")
            vectors.execute("PRAGMA synchronous = NORMAL")
            vectors.execute(_SCHEMA)
            yield vectors
