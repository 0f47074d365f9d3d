"""The wordings of passages as the catalog keeps them, so that no question has to make them.

They are made of the catalog's own texts once writing is over; what lacks one is only slower.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from index.library.catalog.meta import Meta
from index.text.stem_codes import MADE, Wording, packed_wording, unpacked

WORDINGS_SCHEMA = """
CREATE TABLE IF NOT EXISTS wordings (number INTEGER PRIMARY KEY, wording BLOB NOT NULL);
"""

_KEPT = "wordings"
"""The catalog's note of how those that it keeps were made."""
_AT_ONCE = 2_000


class KeptWordings(Meta):
    """The part of the catalog that keeps wordings."""

    def wordings(self, ids: Sequence[str]) -> dict[str, Wording]:
        """Return the wordings of passages, by passage id, of those whose wording is kept."""
        if not self._are_current():
            return {}
        rows = self._in(
            "SELECT id, wording FROM passages JOIN wordings USING (number) WHERE id IN", list(ids)
        )
        return {passage_id: unpacked(stored) for passage_id, stored in rows}

    def wordings_of_article(self, article_id: str) -> list[Wording]:
        """Return the wordings of an article's passages in their order, none if one is not kept."""
        if not self._are_current():
            return []
        rows = self._all(
            "SELECT wording FROM passages LEFT JOIN wordings USING (number)"
            " WHERE article_id = ? ORDER BY position",
            article_id,
        )
        return [unpacked(stored) for (stored,) in rows] if (None,) not in rows else []

    def make_wordings(self) -> None:
        """Make the wordings that are missing, or all where they were made in another way."""
        if not self._are_current():
            with self.transaction():
                self._run("DELETE FROM wordings")
                self.set_meta(_KEPT, MADE)
        missing = self._all(
            "SELECT article_id, number, start, stop FROM passages"
            " WHERE number NOT IN (SELECT number FROM wordings) ORDER BY article_id"
        )
        made = self._made(missing)
        while batch := list(islice(made, _AT_ONCE)):
            with self.transaction():
                self._db.executemany("INSERT INTO wordings VALUES (?, ?)", batch)

    def _made(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, bytes]]:
        """Yield passage numbers and wordings; an article's text is read once for its passages."""
        for article_id, passages in groupby(rows, key=itemgetter(0)):
            [(text,)] = self._all("SELECT text FROM articles WHERE id = ?", article_id)
            for _, number, start, stop in passages:
                yield number, packed_wording(text[start:stop])

    def _are_current(self) -> bool:
        return self.meta(_KEPT) == MADE
