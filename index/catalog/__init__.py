"""The catalog: articles, passages and their full-text index in SQLite.

It is the half of a library that has transactions, so it decides what the library holds: a vector
whose passage is not in the catalog does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from index.articles import Article
from index.catalog.articles import ArticleEntry, Articles
from index.catalog.database import Database
from index.catalog.edits import Edits
from index.catalog.file_stamps import FileStamps
from index.catalog.full_text import FullText
from index.catalog.meta import Meta
from index.catalog.passages import Passages
from index.catalog.postings import BlockSizes, Postings
from index.catalog.selection import Selector
from index.catalog.stale_vectors import StaleVectors
from index.catalog.stem_code_table import StemCodeTable
from index.catalog.vector_table import VectorTable
from index.manifest import refuse_newer
from index.passages import Passage

__all__ = ["ArticleEntry", "BlockSizes", "Catalog"]

_SCHEMA = "".join(
    part.SCHEMA
    for part in (
        *(Meta, Articles, Edits, Passages, FileStamps, StaleVectors, VectorTable, StemCodeTable),
        *(Postings, FullText),
    )
)


class Catalog:
    """One library's SQLite file, and a part for each kind of thing in it.

    Open it once a process and thread. What the parts write is written inside ``transaction``,
    unless they say otherwise; whatever concerns several parts is a method here.
    """

    def __init__(self, file: Path, *, create: bool, blocks: BlockSizes | None = None) -> None:
        """Open the catalog, or make it; an older one gets the tables that it lacks.

        Raises LibraryDamagedError, NewerLibraryError.
        """
        self._database = database = Database(file, create=create)
        self.meta = Meta(database)
        try:
            refuse_newer(self.meta.manifest)
            if create:
                database.make_tables(_SCHEMA)
        except BaseException:
            database.close()
            raise
        self.file_stamps = FileStamps(database)
        self.articles = Articles(database)
        self.edits = Edits(database)
        self.passages = Passages(database, self.articles)
        self.selector = Selector(database)
        postings = Postings(database, self.passages, blocks or BlockSizes())
        self.full_text = FullText(database, self.selector, postings)
        self.vectors = VectorTable(database, self.meta)
        self.stem_codes = StemCodeTable(database, self.meta, self.articles)
        self.stale_vectors = StaleVectors(database)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def is_in_its_file(self) -> bool:
        """Return whether the file holds all that was written, and no log the rest of it."""
        return self._database.is_in_its_file()

    def transaction(self) -> AbstractContextManager[None]:
        """Make what is written inside appear at once, or not at all."""
        return self._database.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        """Let everything that is read inside be of one moment."""
        return self._database.snapshot()

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        [(articles, passages)] = self._database.rows(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
        )
        return articles, passages

    def problems(self) -> list[str]:
        """Return what is wrong with the articles and passages, which nothing here can make again.

        ``full_text.problems``, ``vectors.problems`` and ``stem_codes.problems`` tell of the rest.
        """
        checks = [row[0] for row in self._database.rows("PRAGMA integrity_check")]
        problems = [line for line in checks if line != "ok" and "FTS5" not in line]
        if others := list(self._database.of_another_kind()):
            return [*problems, f"there is something of another kind in {', '.join(others)}"]
        problems += (
            f"article {article_id} is not as it was indexed"
            for article_id in self.articles.unlike_hash()
        )
        [(homeless,)] = self._database.rows(
            "SELECT count(*) FROM passages WHERE article_id NOT IN (SELECT id FROM articles)"
        )
        if homeless:
            problems.append(f"{homeless} passages are of articles that are not there")
        problems += (
            f"the passages of article {article_id} are not within its text"
            for (article_id,) in self._database.rows(
                "SELECT a.id FROM articles a LEFT JOIN passages p ON p.article_id = a.id"
                " GROUP BY a.id HAVING count(p.id) = 0 OR min(start) < 0"
                " OR min(stop - start) <= 0 OR max(stop) > length(text)"
                " OR min(typeof(start) = 'integer' AND typeof(stop) = 'integer') = 0"
            )
        )
        return problems

    # Writing, inside ``transaction``.

    def put(self, article: Article, passages: Sequence[Passage], *, file: str) -> None:
        """Add an article, or put it in the place of its earlier version; its vectors come after."""
        self.drop([article.id])
        self.stale_vectors.unmark(passage.id for passage in passages)
        self.articles.add(article, file=file)
        self.edits.keep(article)
        for number, passage in enumerate(passages, start=self._next_number()):
            self.passages.add(passage, number=number, title=article.title)
            self.full_text.add(article, passage)

    def remove(self, ids: Sequence[str]) -> None:
        """Remove articles, and what was edited of them."""
        self.drop(ids)
        self.edits.forget(ids)

    def drop(self, ids: Sequence[str]) -> None:
        """Remove articles and everything of theirs but edits; their files are to be read again."""
        self.file_stamps.forget(self.articles.files_of(ids))
        for article in self.articles.by_id(ids).values():
            for passage in self.passages.of(article):
                self.full_text.drop(article, passage)
            self.vectors.drop(article.id)
            self.stem_codes.drop(article.id)
            self.passages.drop(article.id)
            self.articles.drop(article.id)

    # Writing, in transactions of its own.

    def settle(self) -> None:
        """Make what is made of the passages' words once all are there."""
        self.full_text.postings.make()
        self.stem_codes.make()

    def remake_indexes(self) -> None:
        """Have SQLite make its own indexes anew: one may be out of step with its table."""
        self._database.run("REINDEX")

    def rebuild_full_text(self) -> None:
        """Make the full-text index anew from the articles."""
        with self.transaction():
            self.full_text.clear()
            for article, _ in self.articles.with_files():
                for passage in self.passages.of(article):
                    self.full_text.add(article, passage)
        self.settle()

    def compact(self) -> None:
        """Leave no trace of articles that were removed: no word in an index, no byte in a page.

        Raises LibraryLockedError where another process reads the catalog for too long.
        """
        self.full_text.compact()
        self._database.compact()

    def _next_number(self) -> int:
        """Return a passage number above all in use, and above all that postings cover."""
        return 1 + max(self.passages.last_number(), self.full_text.postings.covered())
