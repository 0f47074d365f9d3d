"""The articles of a catalog: their texts, and what is known about each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.articles import Article
from index.catalog.database import Database, Row
from index.catalog.selection import where_of
from index.errors import LibraryDamagedError
from index.filters import Selection, date_number, date_of

_COLUMNS = (
    "id, origin, path, title, text, source, url, authors, published, first_line, content_hash"
)
_NOBODY = json.dumps([])


@dataclass(frozen=True, kw_only=True)
class ArticleEntry:
    """An article as a list shows it, without its text."""

    id: str
    title: str
    source: str | None
    published: date | None
    path: str
    url: str | None
    origin: str
    passages: int

    def as_json(self) -> dict[str, Any]:
        """Return the entry as ``rag articles list --json`` prints it."""
        return {
            "article_id": self.id,
            "title": self.title,
            "source": self.source,
            "published": self.published.isoformat() if self.published else None,
            "path": self.path,
            "url": self.url,
            "passages": self.passages,
        }


class Articles:
    """The table of articles."""

    SCHEMA = """
    CREATE TABLE IF NOT EXISTS articles (
        id TEXT PRIMARY KEY, origin TEXT NOT NULL, path TEXT NOT NULL, file TEXT NOT NULL,
        title TEXT NOT NULL, text TEXT NOT NULL, source TEXT, url TEXT, authors TEXT NOT NULL,
        published INTEGER, first_line INTEGER NOT NULL, content_hash TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS articles_by_file ON articles (file);
    CREATE INDEX IF NOT EXISTS articles_by_source ON articles (source, published, id);
    CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published, source, id);
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_empty(self) -> bool:
        """Return whether there is no article, without counting them."""
        return self._database.row("SELECT 1 FROM articles LIMIT 1") is None

    def fingerprint(self) -> str:
        """Return sixteen hexadecimal digits of what the articles say, wherever they lie."""
        rows = self._database.rows("SELECT content_hash FROM articles ORDER BY content_hash")
        return hashlib.sha256("".join(row[0] for row in rows).encode()).hexdigest()[:16]

    def entries(self, selection: Selection) -> Iterator[ArticleEntry]:
        """Yield the articles as a list shows them, the newest first, undated ones last."""
        where, values = where_of(selection)
        rows = self._database.rows(
            "SELECT a.id, title, source, published, path, url, origin, count(p.number)"
            f" FROM articles a LEFT JOIN passages p ON p.article_id = a.id WHERE true{where}"
            " GROUP BY a.id ORDER BY published IS NULL, published DESC, title, a.id",
            *values,
        )
        for article_id, title, source, published, path, url, origin, passages in rows:
            with self._database.decoding(f"article {article_id!r}"):
                entry = ArticleEntry(
                    id=article_id,
                    title=title,
                    source=source,
                    published=date_of(published),
                    path=path,
                    url=url,
                    origin=origin,
                    passages=passages,
                )
            yield entry

    def ids(self) -> list[str]:
        """Return the id of every article, in order."""
        return [row[0] for row in self._database.rows("SELECT id FROM articles ORDER BY id")]

    def ids_starting(self, prefix: str) -> list[str]:
        """Return the ids that begin with ``prefix``."""
        rows = self._database.rows(
            "SELECT id FROM articles WHERE substr(id, 1, ?) = ?", len(prefix), prefix
        )
        return [row[0] for row in rows]

    def by_id(self, ids: Iterable[str]) -> dict[str, Article]:
        """Return the articles with these ids, by id; unknown ids are left out."""
        rows = self._database.rows_in(f"SELECT {_COLUMNS} FROM articles WHERE id IN", ids)
        with self._database.decoding("an article"):
            return {row[0]: _article_of(row) for row in rows}

    def holds_text(self, texts: Iterable[str]) -> bool:
        """Return whether some article has one of these texts, whatever its id."""
        return bool(
            self._database.rows_in("SELECT 1 FROM articles WHERE text IN", texts, " LIMIT 1")
        )

    def with_files(self) -> Iterator[tuple[Article, str]]:
        """Yield every article with the file it came from, one at a time, in a fixed order."""
        for article_id, file in self._database.rows("SELECT id, file FROM articles ORDER BY id"):
            for article in self.by_id([article_id]).values():
                yield article, file

    def text(self, article_id: str) -> str:
        """Return the text of an article that is there."""
        rows = self._database.rows("SELECT text FROM articles WHERE id = ?", article_id)
        with self._database.decoding(f"the text of article {article_id!r}"):
            return str(rows[0][0])

    def unlike_hash(self) -> Iterator[str]:
        """Yield the ids of articles that are not what was indexed, told by their content hash."""
        for (article_id,) in self._database.rows("SELECT id FROM articles"):
            try:
                article = self.by_id([article_id]).get(article_id)
            except LibraryDamagedError:
                article = None
            if article is None or article.id != article_id:
                yield article_id

    def content_hashes(self, file: str) -> dict[str, str]:
        """Return the content hash of every article that came from a file, by article id."""
        return dict(
            self._database.rows("SELECT id, content_hash FROM articles WHERE file = ?", file)
        )

    def files(self) -> list[str]:
        """Return the absolute paths of the files that articles came from."""
        rows = self._database.rows("SELECT DISTINCT file FROM articles ORDER BY file")
        return [row[0] for row in rows]

    def files_of(self, ids: Iterable[str]) -> list[str]:
        """Return the files that some articles came from."""
        rows = self._database.rows_in("SELECT DISTINCT file FROM articles WHERE id IN", ids)
        return [row[0] for row in rows]

    def sources(self) -> list[str]:
        """Return the publishers, each once."""
        # From one to the next in the index, instead of through all articles.
        rows = self._database.rows(
            "WITH RECURSIVE each(source) AS (SELECT min(source) FROM articles UNION ALL"
            " SELECT (SELECT min(a.source) FROM articles a WHERE a.source > each.source)"
            " FROM each WHERE each.source IS NOT NULL)"
            " SELECT source FROM each WHERE source IS NOT NULL"
        )
        return [row[0] for row in rows]

    def dates(self) -> tuple[date | None, date | None]:
        """Return the first and the last date of publication."""
        [(first, last)] = self._database.rows("SELECT min(published), max(published) FROM articles")
        with self._database.decoding("the dates of publication"):
            return date_of(first), date_of(last)

    def undated(self) -> int:
        """Return the number of articles without a date, which no date filter lets through."""
        [(count,)] = self._database.rows("SELECT count(*) FROM articles WHERE published IS NULL")
        return int(count)

    # Writing, inside a transaction.

    def add(self, article: Article, *, file: str) -> None:
        """Add an article that is not there."""
        self._database.run(
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

    def drop(self, article_id: str) -> None:
        """Remove an article."""
        self._database.run("DELETE FROM articles WHERE id = ?", article_id)


def _article_of(row: Row) -> Article:
    """Return the article of a row of ``_COLUMNS``; raise ValueError where its hash is another."""
    _, origin, path, title, text, source, url, authors, published, first_line, content_hash = row
    if None in (origin, path, title, text) or not isinstance(first_line, int):
        raise TypeError("a value is missing or of another kind")
    article = Article(
        origin=origin,
        path=path,
        title=title,
        text=text,
        source=source,
        url=url,
        authors=tuple(json.loads(authors)) if authors != _NOBODY else (),
        published=date_of(published),
        first_line=first_line,
    )
    if article.content_hash != content_hash:
        raise ValueError("it is not as it was indexed")
    return article
