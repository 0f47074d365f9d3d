"""Search by words: BM25, over postings in a large library and by FTS5 in any other.

BM25 adds up what each term of a query is worth, so the terms may be scored in different places:
stems by their postings, quoted phrases by FTS5, and so may the passages.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.errors import LibraryDamagedError
from index.filters import Selection
from index.library.catalog.postings import WEIGHTS, Postings
from index.library.catalog.rows import where_of
from index.library.catalog.selection import Numbered, Selecting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Scored = tuple[str, float]
"""A passage id and its BM25, higher is better."""

_BM25 = f"bm25(words, {', '.join(map(str, WEIGHTS.values()))})"

_TERM = r'"[^"]*"'
_ANY_OF = re.compile(f"{_TERM}(?: OR {_TERM})*")

_FOR_GONE = 2
"""So many times as many as are wanted are looked at first: some are gone."""
_NARROW = 0.1
"""What passes is listed where it is less than this share, and else looked up among the best."""
_MORE = 8
"""So many times as many are looked at where too few of them pass."""


class FullText(Postings, Selecting):
    """The part of the catalog that is searched by words."""

    def full_text(self, query: str, *, limit: int, selection: Selection) -> list[Scored]:
        """Return the best passages for an FTS5 query, the best first.

        Raises ValueError for what FTS5 cannot read as a query.
        """
        covered = self.covered() if _ANY_OF.fullmatch(query) else 0
        try:
            found = self._ranked(query, limit=limit, selection=selection, after=covered)
        except LibraryDamagedError as exc:
            if getattr(exc.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
                raise
            raise ValueError(f"{query!r} is not a full-text query: {exc.__cause__}") from exc
        if covered:
            scores = self._any_of(re.findall(_TERM, query), covered=covered)
            found += self._best(scores, limit=limit, selection=selection)
        return sorted(found, key=lambda one: (-one[1], one[0]))[:limit]

    def frequency(self, stem: str) -> int:
        """Return the number of passages that hold a word with this stem (Porter's)."""
        row = self._one("SELECT doc FROM vocabulary WHERE term = ?", stem)
        return row[0] if row else 0

    def vocabulary(self, beginning: str) -> dict[str, int]:
        """Return the stems that begin so, each with the number of passages that hold it."""
        return dict(
            self._all(
                "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?",
                beginning,
                beginning + chr(sys.maxunicode),
            )
        )

    def _ranked(self, query: str, *, limit: int, selection: Selection, after: int) -> list[Scored]:
        """Return the best of what FTS5 finds among the passages with a number above ``after``."""
        if after and not self._one("SELECT 1 FROM passages WHERE number > ? LIMIT 1", after):
            return []
        where, values = where_of(selection)
        # Not "rowid IN": SQLite would ask the full-text index anew for every row of the list.
        filtered = ("", "")
        if where:
            filtered = (
                " JOIN passages p ON p.number = words.rowid",
                f" AND p.article_id IN (SELECT a.id FROM articles a WHERE true{where})",
            )
        # Only what is returned is looked up, which is why the ids come from outside.
        return self._all(
            "SELECT passages.id, score FROM passages JOIN (SELECT words.rowid AS number,"
            f" -{_BM25} AS score FROM words{filtered[0]} WHERE words MATCH ? AND words.rowid > ?"
            f"{filtered[1]} ORDER BY score DESC LIMIT ?) USING (number)",
            query,
            after,
            *values,
            limit,
        )

    def _any_of(self, terms: Sequence[str], *, covered: int) -> NDArray[np.float32]:
        """Return what terms in quotation marks are worth to each passage up to ``covered``."""
        stems = self.stems_of(terms)
        scores = self.stem_scores([one[0] for one in stems if len(one) == 1])
        for term, phrase in zip(terms, stems, strict=True):
            if len(phrase) > 1:
                for number, score in self._all(
                    f"SELECT rowid, -{_BM25} FROM words WHERE words MATCH ? AND rowid <= ?",
                    term,
                    covered,
                ):
                    scores[number] += score
        return scores

    def _best(
        self, scores: NDArray[np.float32], *, limit: int, selection: Selection
    ) -> list[Scored]:
        """Return the best of what has a score and is selected."""
        import numpy as np

        matching = np.flatnonzero(scores)
        share = self.share(selection)
        if share < _NARROW:
            passing = np.array(self.all_numbers(selection), dtype=np.int64)
            matching = np.intersect1d(matching, passing, assume_unique=True)
            share = 1.0
        most, found = limit * _FOR_GONE / max(share, _NARROW), list[Numbered]()
        looked_at = matching[:0]
        while len(found) < limit and len(looked_at) < len(matching):
            looked_at = _strongest(matching, scores, most=int(most))
            found = self.passing_numbers(looked_at.tolist(), selection)
            most *= _MORE
        ranked = sorted(found, key=lambda one: (-scores[one[1]], one[0]))
        return [(passage_id, float(scores[number])) for passage_id, number in ranked[:limit]]


def _strongest(
    numbers: NDArray[np.int64], scores: NDArray[np.float32], *, most: int
) -> NDArray[np.int64]:
    """Return the numbers with the highest scores, in no order."""
    import numpy as np

    if len(numbers) <= most:
        return numbers
    chosen: NDArray[np.int64] = numbers[np.argpartition(-scores[numbers], most)[:most]]
    return chosen
