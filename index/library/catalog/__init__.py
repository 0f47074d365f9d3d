"""The catalog: articles, passages and their full-text index in SQLite.

It is the half of a library that has transactions, so it decides what the library holds: a vector
whose passage is not in the catalog does not exist.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from index.articles import Article
from index.errors import LibraryDamagedError
from index.filters import Selection, date_number, date_of
from index.library.catalog.full_text import FullText
from index.library.catalog.postings import POSTINGS_SCHEMA, TOKENIZER
from index.library.catalog.rows import (
    ARTICLE_COLUMNS,
    PASSAGE_COLUMNS,
    ArticleEntry,
    FileStamp,
    article_of,
    passage_of,
    where_of,
    words_of,
)
from index.library.catalog.stem_code_table import WORDINGS_SCHEMA, KeptWordings
from index.library.catalog.vector_table import VECTORS_SCHEMA, KeptVectors
from index.passages import Passage, embedding_text, text_hash

__all__ = ["ArticleEntry", "Catalog", "FileStamp"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, origin TEXT NOT NULL, path TEXT NOT NULL, file TEXT NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, source TEXT, url TEXT, authors TEXT NOT NULL,
    published INTEGER, first_line INTEGER NOT NULL, content_hash TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS articles_by_file ON articles (file);
CREATE INDEX IF NOT EXISTS articles_by_source ON articles (source, published, id);
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published, source, id);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL,
    position INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, heading TEXT
);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id, position);
CREATE TABLE IF NOT EXISTS embedded_texts (number INTEGER PRIMARY KEY, hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS embedded_texts_by_hash ON embedded_texts (hash);
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, row);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, read INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS stale_vectors (passage_id TEXT PRIMARY KEY);
"""
_WORDS = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    title, heading, text, content='', tokenize='{TOKENIZER}'
)
"""
_ALL_TABLES = _SCHEMA + VECTORS_SCHEMA + WORDINGS_SCHEMA + POSTINGS_SCHEMA + _WORDS


class Catalog(FullText, KeptVectors, KeptWordings):
    """One library's SQLite file; open it once a process and thread."""

    def __init__(self, file: Path, *, create: bool) -> None:
        """Open the catalog, or make it. Raises LibraryDamagedError."""
        super().__init__(file, schema=_ALL_TABLES if create else None)

    # What the library is.

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        row = self._one("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)")
        return (row[0], row[1]) if row else (0, 0)

    def fingerprint(self) -> str:
        """Return sixteen hexadecimal digits of what the articles say, wherever they lie."""
        rows = self._all("SELECT content_hash FROM articles ORDER BY content_hash")
        return hashlib.sha256("".join(row[0] for row in rows).encode()).hexdigest()[:16]

    def is_empty(self) -> bool:
        """Return whether there is no article, without counting them."""
        return self._one("SELECT 1 FROM articles LIMIT 1") is None

    # Reading.

    def entries(self, selection: Selection) -> Iterator[ArticleEntry]:
        """Yield the articles as a list shows them, the newest first, undated ones last."""
        where, values = where_of(selection)
        rows = self._all(
            "SELECT a.id, title, source, published, path, url, origin, count(p.number)"
            f" FROM articles a LEFT JOIN passages p ON p.article_id = a.id WHERE true{where}"
            " GROUP BY a.id ORDER BY published IS NULL, published DESC, title, a.id",
            *values,
        )
        for article_id, title, source, published, path, url, origin, passages in rows:
            yield ArticleEntry(
                id=article_id,
                title=title,
                source=source,
                published=date_of(published),
                path=path,
                url=url,
                origin=origin,
                passages=passages,
            )

    def article_ids(self) -> list[str]:
        """Return the id of every article, in order."""
        return [row[0] for row in self._all("SELECT id FROM articles ORDER BY id")]

    def ids_starting(self, prefix: str) -> list[str]:
        """Return the ids of articles that begin so."""
        rows = self._all("SELECT id FROM articles WHERE substr(id, 1, ?) = ?", len(prefix), prefix)
        return [row[0] for row in rows]

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Return the articles with these ids, by id; unknown ids are left out."""
        rows = self._in(f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id IN", list(ids))
        return {row[0]: article_of(row) for row in rows}

    def all_articles(self) -> Iterator[tuple[Article, str]]:
        """Yield every article with the file it came from, one at a time, in a fixed order."""
        for article_id, file in self._all("SELECT id, file FROM articles ORDER BY id"):
            for article in self.articles([article_id]).values():
                yield article, file

    def passages_of(self, article: Article) -> list[Passage]:
        """Return an article's passages in their order."""
        rows = self._all(
            f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE article_id = ? ORDER BY position",
            article.id,
        )
        return [passage_of(row, article) for row in rows]

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        """Return passages with their articles, by passage id; unknown ids are left out."""
        rows = self._in(
            f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE id IN",
            list(ids),
        )
        articles = self.articles({row[1] for row in rows})
        return {row[0]: (passage_of(row, articles[row[1]]), articles[row[1]]) for row in rows}

    def passage_ids(self) -> Iterator[str]:
        """Yield the id of every passage."""
        yield from (row[0] for row in self._all("SELECT id FROM passages ORDER BY number"))

    def passages_by_text(self, hashes: Sequence[str]) -> dict[str, str]:
        """Return the id of a passage for which a text was embedded, by ``text_hash``."""
        rows = self._in(
            "SELECT hash, min(p.id) FROM embedded_texts JOIN passages p USING (number)"
            " WHERE hash IN",
            list(hashes),
            " GROUP BY hash",
        )
        return dict(rows)

    def content_hashes(self, file: str) -> dict[str, str]:
        """Return the content hash of every article that came from a file, by article id."""
        rows = self._all("SELECT id, content_hash FROM articles WHERE file = ?", file)
        return {row[0]: row[1] for row in rows}

    def files(self) -> list[str]:
        """Return the absolute paths of the files that articles came from."""
        return [row[0] for row in self._all("SELECT DISTINCT file FROM articles ORDER BY file")]

    def stamp(self, file: str) -> FileStamp | None:
        """Return how a file was when it was last read without a complaint."""
        row = self._one("SELECT size, modified, read FROM files WHERE path = ?", file)
        return FileStamp(size=row[0], modified=row[1], read=row[2]) if row else None

    def sources(self) -> list[str]:
        """Return the publishers, each once."""
        # From one to the next in the index, instead of through all articles.
        rows = self._all(
            "WITH RECURSIVE each(source) AS (SELECT min(source) FROM articles UNION ALL"
            " SELECT (SELECT min(a.source) FROM articles a WHERE a.source > each.source)"
            " FROM each WHERE each.source IS NOT NULL)"
            " SELECT source FROM each WHERE source IS NOT NULL"
        )
        return [row[0] for row in rows]

    def dates(self) -> tuple[date | None, date | None]:
        """Return the first and the last date of publication."""
        row = self._one("SELECT min(published), max(published) FROM articles")
        return (date_of(row[0]), date_of(row[1])) if row else (None, None)

    def undated(self) -> int:
        """Return the number of articles without a date, which no date filter lets through."""
        row = self._one("SELECT count(*) FROM articles WHERE published IS NULL")
        return row[0] if row else 0

    # Writing, inside ``transaction``.

    def put(self, article: Article, passages: Sequence[Passage], *, file: str) -> None:
        """Add an article, or put it in the place of its earlier version; its vectors come after."""
        self.drop([article.id])
        self.unmark_stale(passage.id for passage in passages)
        self._run(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            article.id,
            article.origin,
            article.path,
            file,
            article.title,
            article.text,
            article.source,
            article.url,
            json.dumps(article.authors, ensure_ascii=False),
            date_number(article.published),
            article.first_line,
            article.content_hash,
        )
        for number, passage in enumerate(passages, start=self._next_number()):
            self._run(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                number,
                passage.id,
                article.id,
                passage.position,
                passage.start,
                passage.end,
                passage.heading,
            )
            self._run(
                "INSERT INTO embedded_texts VALUES (?, ?)",
                number,
                text_hash(embedding_text(passage, article.title)),
            )
            self._index_words(article, passage)

    def drop(self, ids: Sequence[str]) -> None:
        """Remove articles and everything of theirs; their files are to be read again."""
        self._run(
            "DELETE FROM files WHERE path IN"
            " (SELECT file FROM articles WHERE id IN (SELECT value FROM json_each(?)))",
            json.dumps(list(ids)),
        )
        for article in self.articles(ids).values():
            for passage in self.passages_of(article):
                # A full-text table without content forgets a row only when told what stood in it.
                self._run(
                    "INSERT INTO words (words, rowid, title, heading, text)"
                    " SELECT 'delete', number, ?, ?, ? FROM passages WHERE id = ?",
                    *words_of(article, passage),
                    passage.id,
                )
            for table in ("embedded_texts", "vectors", "wordings"):
                self._run(
                    f"DELETE FROM {table} WHERE number IN"
                    " (SELECT number FROM passages WHERE article_id = ?)",
                    article.id,
                )
            self._run("DELETE FROM passages WHERE article_id = ?", article.id)
            self._run("DELETE FROM articles WHERE id = ?", article.id)

    def set_stamp(self, file: str, stamp: FileStamp | None) -> None:
        """Note how a file was when it was read, or, with ``None``, that it must be read again."""
        self._run("DELETE FROM files WHERE path = ?", file)
        if stamp:
            self._run(
                "INSERT INTO files VALUES (?, ?, ?, ?)",
                file,
                stamp.size,
                stamp.modified,
                stamp.read,
            )

    def forget_stamps(self) -> None:
        """Have every file read again."""
        self._run("DELETE FROM files")

    def mark_stale(self, ids: Iterable[str]) -> None:
        """Note vectors that are, or may be, in Chroma without belonging to the library."""
        self._db.executemany(
            "INSERT OR IGNORE INTO stale_vectors VALUES (?)", ((one,) for one in ids)
        )

    def unmark_stale(self, ids: Iterable[str]) -> None:
        """Strike them off: they belong, or they are gone."""
        self._db.executemany(
            "DELETE FROM stale_vectors WHERE passage_id = ?", ((one,) for one in ids)
        )

    def forget_stale(self) -> None:
        """Strike off all of them: the collection they are in is given up."""
        self._run("DELETE FROM stale_vectors")

    def stale(self) -> list[str]:
        """Return what was noted."""
        return [row[0] for row in self._all("SELECT passage_id FROM stale_vectors")]

    def settle(self) -> None:
        """Make what is made of the passages' words once all are there; not in a transaction."""
        self.make_postings()
        self.make_wordings()

    # Checking and mending.

    def problems(self) -> list[str]:
        """Return what is wrong with the file and its tables, but for the full-text index."""
        checked = [row[0] for row in self._all("PRAGMA quick_check")]
        found = [line for line in checked if line != "ok" and "FTS5" not in line]
        [(homeless,)] = self._all(
            "SELECT count(*) FROM passages WHERE article_id NOT IN (SELECT id FROM articles)"
        )
        if homeless:
            found.append(f"{homeless} passages are of articles that are not there")
        found += (
            f"the passages of article {article_id} are not within its text"
            for (article_id,) in self._all(
                "SELECT a.id FROM articles a LEFT JOIN passages p ON p.article_id = a.id"
                " GROUP BY a.id HAVING count(p.id) = 0 OR min(start) < 0"
                " OR min(stop - start) <= 0 OR max(stop) > length(text)"
            )
        )
        return found

    def problems_of_words(self) -> list[str]:
        """Return what is wrong with the full-text index."""
        try:
            self._run("INSERT INTO words (words) VALUES ('integrity-check')")
            [(unindexed, unknown)] = self._all(
                "SELECT"
                " (SELECT count(*) FROM passages WHERE number NOT IN (SELECT rowid FROM words)),"
                " (SELECT count(*) FROM words WHERE rowid NOT IN (SELECT number FROM passages))"
            )
        except LibraryDamagedError as exc:
            return [f"the full-text index is damaged ({exc.__cause__})"]
        if unindexed or unknown:
            return [f"the full-text index lacks {unindexed} passages and has {unknown} too many"]
        return []

    def finds(self, query: str, passage_id: str) -> bool:
        """Return whether a passage is among the hits of an FTS5 query."""
        hits = self._all(
            "SELECT 1 FROM words JOIN passages p ON p.number = words.rowid"
            " WHERE words MATCH ? AND p.id = ?",
            query,
            passage_id,
        )
        return bool(hits)

    def rebuild_words(self) -> None:
        """Make the full-text index anew from the articles."""
        with self.transaction():
            self._run("DROP TABLE words")
            self._run(_WORDS)
            for article, _ in self.all_articles():
                for passage in self.passages_of(article):
                    self._index_words(article, passage)
            self.forget_postings()
        self.settle()

    def _next_number(self) -> int:
        """Return a passage number above all in use, and above all that postings are of."""
        row = self._one("SELECT max(number) FROM passages")
        return 1 + max(row[0] or 0 if row else 0, self.covered())

    def _index_words(self, article: Article, passage: Passage) -> None:
        self._run(
            "INSERT INTO words (rowid, title, heading, text)"
            " SELECT number, ?, ?, ? FROM passages WHERE id = ?",
            *words_of(article, passage),
            passage.id,
        )
