"""Search by words: BM25 over the full-text index, at a cost that frequent words do not drive up.

To score a passage takes SQLite some microseconds, and half of a large library holds some word of
almost any question. So, of a question's words, the rarest decide which passages are scored, as many
of the words as ``_SCORED`` passages have; the others count in the scores and no more. What is left
out has none of the rare words. In a library whose passages with any of the words are no more than
that, which is any of some thousand passages, the ranking is the exact one.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from index.catalog.database import Database
from index.catalog.rows import where_of
from index.errors import LibraryDamagedError
from index.filters import Selection

Scored = tuple[str, float]
"""A passage id and its BM25, higher is better."""

_SCORED = 8_000
"""Passages with one of the words that choose, at most, unless that leaves too few to rank.

Measured with 100,000 passages: see ``tests/bench/README.md``.
"""
_MORE = 8
"""So many times as many, where it did."""

_BM25 = "bm25(words, 1.0, 0.5, 1.0)"
"""With the weights of title, heading and text."""

_TERM = r'"[^"]*"'
_ANY_OF = re.compile(f"{_TERM}(?: OR {_TERM})+")


class FullText(Database):
    """The part of the catalog that is searched by words."""

    def full_text(self, query: str, *, limit: int, selection: Selection) -> list[Scored]:
        """Return the best passages for an FTS5 query.

        Of a query that is quoted terms with ``OR`` between them, the rarest terms choose what is
        scored. Raises ValueError for what FTS5 cannot read as a query.
        """
        try:
            if _ANY_OF.fullmatch(query):
                terms = re.findall(_TERM, query)
                return self._any_of(terms, limit=limit, selection=selection)
            return self._ranked([query], limit=limit, selection=selection)
        except LibraryDamagedError as exc:
            if getattr(exc.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
                raise
            raise ValueError(f"{query!r} is not a full-text query: {exc.__cause__}") from exc

    def frequency(self, stem: str) -> int:
        """Return the number of passages that hold a word with this stem (Porter's)."""
        row = self._one("SELECT doc FROM vocabulary WHERE term = ?", stem)
        return row[0] if row else 0

    def _any_of(self, terms: Sequence[str], *, limit: int, selection: Selection) -> list[Scored]:
        most = _SCORED
        while True:
            choosing, others = self._by_rarity(terms, most=most)
            found = self._ranked(_queries(choosing, others), limit=limit, selection=selection)
            if not others or len(found) == limit:
                return found
            most *= _MORE

    def _by_rarity(self, terms: Sequence[str], *, most: int) -> tuple[list[str], list[str]]:
        """Return the rarest terms, of ``most`` passages together but one at least, and the rest."""
        counts = {term: self._passages_with(term, most=most) for term in terms}
        choosing: list[str] = []
        others: list[str] = []
        left = most
        for term in sorted(terms, key=lambda term: counts[term]):
            if choosing and counts[term] > left:
                others.append(term)
                continue
            choosing.append(term)
            left -= counts[term]
        return choosing, others

    def _passages_with(self, query: str, *, most: int) -> int:
        """Return how many passages match, counting no further than just above ``most``."""
        [(number,)] = self._all(
            "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
            query,
            most + 1,
        )
        return int(number)

    def _ranked(self, queries: Sequence[str], *, limit: int, selection: Selection) -> list[Scored]:
        """Return the best of what any of ``queries`` matches; no passage may match two."""
        where, values = where_of(selection)
        # Not "rowid IN": SQLite would ask the full-text index anew for every row of the list.
        filtered = ("", "")
        if where:
            filtered = (
                " JOIN passages p ON p.number = words.rowid",
                f" AND p.article_id IN (SELECT a.id FROM articles a WHERE true{where})",
            )
        # Only what is returned is looked up, which is why the ids come from outside.
        rows = [
            row
            for query in queries
            for row in self._all(
                "SELECT passages.id, score FROM passages JOIN (SELECT words.rowid AS number,"
                f" -{_BM25} AS score FROM words{filtered[0]} WHERE words MATCH ?{filtered[1]}"
                " ORDER BY score DESC LIMIT ?) USING (number)",
                query,
                *values,
                limit,
            )
        ]
        return sorted(rows, key=lambda row: (-row[1], row[0]))[:limit]


def _queries(choosing: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return queries for what has a choosing term: with some of the others, and with none."""
    any_chosen = " OR ".join(choosing)
    if not others:
        return [any_chosen]
    any_other = " OR ".join(others)
    return [f"({any_chosen}) AND ({any_other})", f"({any_chosen}) NOT ({any_other})"]
