"""Which fields of articles a person has edited, and what their files say of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from index.articles import Article
from index.catalog.database import Database
from index.edits import NOTHING


class Edits:
    """The table of what files say of the fields that were edited, by article id."""

    SCHEMA = "CREATE TABLE IF NOT EXISTS edits (article_id TEXT PRIMARY KEY, stated TEXT NOT NULL);"

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return what the files of these articles say of edited fields; the others are left out."""
        if not self._is_there:
            return {}
        return dict(
            self._database.rows_in("SELECT article_id, stated FROM edits WHERE article_id IN", ids)
        )

    @cached_property
    def _is_there(self) -> bool:
        # A library that was last written by an older version is read without this table.
        return bool(self._database.row("SELECT 1 FROM sqlite_master WHERE name = 'edits'"))

    # Writing, inside a transaction.

    def keep(self, article: Article) -> None:
        """Note an article's edits, where it says anything of them."""
        if article.stated is None:
            return
        self.forget([article.id])
        if article.stated != NOTHING:
            self._database.run("INSERT INTO edits VALUES (?, ?)", article.id, article.stated)

    def forget(self, ids: Iterable[str]) -> None:
        """Strike off the edits of articles that are gone."""
        self._database.run_many("DELETE FROM edits WHERE article_id = ?", ((each,) for each in ids))
