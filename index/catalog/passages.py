"""The passages of a catalog: where each stands in its article, and what was embedded for it.

Inside the catalog a passage is known by a number; numbers grow and are never given again while
postings (``catalog.postings``) cover them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from index.articles import Article
from index.catalog.articles import Articles
from index.catalog.database import Database, Row
from index.passages import Passage, embedding_text, text_hash

_COLUMNS = "id, article_id, position, start, stop, heading"


class Passages:
    """The tables of passages and of the hashes of the texts that were embedded for them."""

    SCHEMA = """
    CREATE TABLE IF NOT EXISTS passages (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL,
        position INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, heading TEXT
    );
    CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article_id, position);
    CREATE TABLE IF NOT EXISTS embedded_texts (number INTEGER PRIMARY KEY, hash TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS embedded_texts_by_hash ON embedded_texts (hash);
    """

    def __init__(self, database: Database, articles: Articles) -> None:
        self._database = database
        self._articles = articles

    def of(self, article: Article) -> list[Passage]:
        """Return an article's passages in their order."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM passages WHERE article_id = ? ORDER BY position", article.id
        )
        with self._database.decoding(f"the passages of article {article.id!r}"):
            return [_passage_of(row, article) for row in rows]

    def by_id(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        """Return passages with their articles, by passage id; unknown ids are left out."""
        rows = self._database.rows_in(f"SELECT {_COLUMNS} FROM passages WHERE id IN", ids)
        articles = self._articles.by_id({row[1] for row in rows})
        with self._database.decoding("a passage"):
            return {row[0]: (_passage_of(row, articles[row[1]]), articles[row[1]]) for row in rows}

    def ids(self) -> Iterator[str]:
        """Yield the id of every passage."""
        yield from (
            row[0] for row in self._database.rows("SELECT id FROM passages ORDER BY number")
        )

    def known(self, ids: Collection[str]) -> set[str]:
        """Return those of the ids that there are."""
        return {
            row[0] for row in self._database.rows_in("SELECT id FROM passages WHERE id IN", ids)
        }

    def by_text(self, hashes: Sequence[str]) -> dict[str, str]:
        """Return the id of a passage for which a text was embedded, by ``text_hash``."""
        rows = self._database.rows_in(
            "SELECT hash, min(p.id) FROM embedded_texts JOIN passages p USING (number)"
            " WHERE hash IN",
            hashes,
            " GROUP BY hash",
        )
        return dict(rows)

    def last_number(self) -> int:
        """Return the highest number in use, 0 where there are no passages."""
        [(number,)] = self._database.rows("SELECT coalesce(max(number), 0) FROM passages")
        return int(number)

    # Writing, inside a transaction.

    def add(self, passage: Passage, *, number: int, title: str) -> None:
        """Add a passage of an article with this title."""
        self._database.run(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            number,
            passage.id,
            passage.article_id,
            passage.position,
            passage.start,
            passage.end,
            passage.heading,
        )
        self._database.run(
            "INSERT INTO embedded_texts VALUES (?, ?)",
            number,
            text_hash(embedding_text(passage, title)),
        )

    def drop(self, article_id: str) -> None:
        """Remove an article's passages; what hangs on their numbers must be gone by then."""
        self._database.run(
            "DELETE FROM embedded_texts WHERE number IN"
            " (SELECT number FROM passages WHERE article_id = ?)",
            article_id,
        )
        self._database.run("DELETE FROM passages WHERE article_id = ?", article_id)


def _passage_of(row: Row, article: Article) -> Passage:
    """Return the passage of a row of ``_COLUMNS``."""
    passage_id, article_id, position, start, stop, heading = row
    if not all(isinstance(number, int) for number in (position, start, stop)):
        raise TypeError("a number is missing or of another kind")
    return Passage(
        id=passage_id,
        article_id=article_id,
        position=position,
        start=start,
        end=stop,
        text=article.text[start:stop],
        heading=heading,
    )
