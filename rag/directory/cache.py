"""The names of articles, kept beside the library: an article is read for its names once.

The file lies in the library's own folder, for it holds names of its articles; those that no article
has any more are dropped. Whatever is wrong with it, the articles are read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from index.articles import Article
from index.cache_files import BUSY_SECONDS, forgiving
from index.durable import OWNER_ONLY
from rag.directory.gathering import Gathered, Named, gather

_FILE = "names.sqlite"
_DAMAGE = (sqlite3.DatabaseError, ValueError, TypeError)
"""What the file raises, and what its JSON does."""
_SCHEMA = "CREATE TABLE IF NOT EXISTS names (key BLOB PRIMARY KEY, gathered TEXT NOT NULL)"
_RULES = ("rag.directory", "rag.language", "rag.quotes")
"""Packages by whose rules names are found."""


class NamesCache:
    """What was gathered of articles, by what they and the rules are."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the one of the library's catalog."""
        self._file = folder / _FILE
        self._used: set[bytes] = set()

    def gathered(self, articles: Sequence[Article]) -> Iterator[Gathered]:
        """Yield what is named in each of the articles, read now or before."""
        keys = [_key(article) for article in articles]
        self._used.update(keys)
        known = self._look_up(keys)
        new: dict[bytes, Gathered] = {}
        for key, article in zip(keys, articles, strict=True):
            if key in known:
                yield known[key]
            else:
                new[key] = gather(article.text)
                yield new[key]
        if new:
            self._keep(new)

    def drop_unused(self) -> None:
        """Forget what was gathered of texts that were not asked for; call it after all were."""
        with forgiving(self._file, damage=_DAMAGE), self._opened() as names, names:
            kept = {key for (key,) in names.execute("SELECT key FROM names")}
            gone = [(key,) for key in kept - self._used]
            names.executemany("DELETE FROM names WHERE key = ?", gone)

    def _look_up(self, keys: Sequence[bytes]) -> dict[bytes, Gathered]:
        found: dict[bytes, Gathered] = {}
        with forgiving(self._file, damage=_DAMAGE), self._opened() as names:
            for key in keys:
                row = names.execute("SELECT gathered FROM names WHERE key = ?", (key,)).fetchone()
                if row:
                    every, acronyms = json.loads(row[0])
                    found[key] = Gathered([Named(*one) for one in every], acronyms)
        return found

    def _keep(self, new: dict[bytes, Gathered]) -> None:
        rows = [(key, json.dumps(one, ensure_ascii=False)) for key, one in new.items()]
        with forgiving(self._file, damage=_DAMAGE), self._opened() as names, names:
            names.executemany("INSERT OR IGNORE INTO names (key, gathered) VALUES (?, ?)", rows)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self._file.touch(mode=OWNER_ONLY)
        with contextlib.closing(sqlite3.connect(self._file, timeout=BUSY_SECONDS)) as names:
            names.execute("PRAGMA synchronous = OFF")  # what is lost is read again
            names.execute(_SCHEMA)
            yield names


def _key(article: Article) -> bytes:
    text = article.text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16, key=_rules()).digest()


@cache
def _rules() -> bytes:
    """Return a hash of the rules: where they are others, an article is read again."""
    hashed = hashlib.blake2b(digest_size=16)
    for package in _RULES:
        for file in sorted(files(package).iterdir(), key=lambda one: one.name):
            if file.is_file():
                hashed.update(file.read_bytes())
    return hashed.digest()
