"""Search by words: BM25, over postings in a large library and by FTS5 in any other.

BM25 adds up what each term of a query is worth. So the terms may be scored in different places,
stems by their postings and quoted phrases by FTS5, and so may the passages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.articles import Article
from index.catalog.database import REPAIR, Database
from index.catalog.postings import TOKENIZER, WEIGHTS, Postings
from index.catalog.selection import Numbered, Selector, where_of
from index.errors import LibraryDamagedError
from index.filters import Selection
from index.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Scored = tuple[str, float]
"""A passage id and its BM25, higher is better."""

_BM25 = f"bm25(words, {', '.join(map(str, WEIGHTS.values()))})"

_TERM = r'"[^"]*"'
_ANY_OF = re.compile(f"{_TERM}(?: OR {_TERM})*")

_OF_QUERIES = ("fts5: ", "unterminated string", "no such column", "unknown special query")
"""How SQLite's errors about a query begin."""

_SPARE = 2
"""This many times the passages that are wanted are looked at first: some have been removed."""
_NARROW = 0.1
"""Below this share of passing articles, the passing passages are listed; above it, the best
passages are checked."""
_WIDEN = 8
"""This many times as many are looked at next, where too few of them passed."""

_WORDS = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    title, heading, text, content='', tokenize='{TOKENIZER}'
);
"""


class FullText:
    """The full-text index of the passages; it keeps no copy of their words."""

    SCHEMA = f"""
    {_WORDS}
    CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, row);
    """

    def __init__(self, database: Database, selector: Selector, postings: Postings) -> None:
        self._database = database
        self._selector = selector
        self.postings = postings

    def search(self, query: str, *, limit: int, selection: Selection) -> list[Scored]:
        """Return the best passages for an FTS5 query, the best first.

        Raises ValueError for what FTS5 cannot read as a query.
        """
        covered = self.postings.covered() if _ANY_OF.fullmatch(query) else 0
        try:
            hits = self._by_fts5(query, limit=limit, selection=selection, after=covered)
        except LibraryDamagedError as exc:
            if not str(exc.__cause__).startswith(_OF_QUERIES):
                raise
            raise ValueError(f"{query!r} is not a full-text query: {exc.__cause__}") from exc
        if covered:
            scores = self._scores(re.findall(_TERM, query), covered=covered)
            hits += self._best(scores, limit=limit, selection=selection)
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def frequency(self, stem: str) -> int:
        """Return the number of passages that hold a word with this stem (Porter's)."""
        row = self._database.row("SELECT doc FROM vocabulary WHERE term = ?", stem)
        return row[0] if row else 0

    def vocabulary(self, beginning: str) -> dict[str, int]:
        """Return the stems that begin so, each with the number of passages that hold it."""
        return dict(
            self._database.rows(
                "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?",
                beginning,
                beginning + chr(sys.maxunicode),
            )
        )

    def finds(self, query: str, passage_id: str) -> bool:
        """Return whether a passage is among the hits of an FTS5 query."""
        hits = self._database.rows(
            "SELECT 1 FROM words JOIN passages p ON p.number = words.rowid"
            " WHERE words MATCH ? AND p.id = ?",
            query,
            passage_id,
        )
        return bool(hits)

    def problems(self) -> list[str]:
        """Return what is wrong with the full-text index."""
        try:
            self._database.run("INSERT INTO words (words) VALUES ('integrity-check')")
            [(missing, unknown)] = self._database.rows(
                "SELECT"
                " (SELECT count(*) FROM passages WHERE number NOT IN (SELECT rowid FROM words)),"
                " (SELECT count(*) FROM words WHERE rowid NOT IN (SELECT number FROM passages))"
            )
        except LibraryDamagedError as exc:
            if exc.hint != REPAIR:  # it cannot be looked at: its disk is full or read-only
                raise
            return [f"the full-text index is damaged ({exc.__cause__})"]
        if missing or unknown:
            return [f"the full-text index lacks {missing} passages and has {unknown} too many"]
        return self.postings.problems()

    # Writing, inside a transaction.

    def add(self, article: Article, passage: Passage) -> None:
        """Index the words of a passage that is in the catalog."""
        self._database.run(
            "INSERT INTO words (rowid, title, heading, text)"
            " SELECT number, ?, ?, ? FROM passages WHERE id = ?",
            *_words_of(article, passage),
            passage.id,
        )

    def drop(self, article: Article, passage: Passage) -> None:
        """Remove the words of a passage that is still in the catalog."""
        # A full-text table without content forgets a row only when told what stood in it.
        self._database.run(
            "INSERT INTO words (words, rowid, title, heading, text)"
            " SELECT 'delete', number, ?, ?, ? FROM passages WHERE id = ?",
            *_words_of(article, passage),
            passage.id,
        )

    def compact(self) -> None:
        """Write the words of the passages that are left anew, in transactions of its own."""
        self._database.run("INSERT INTO words (words) VALUES ('optimize')")
        self.postings.compact()

    def clear(self) -> None:
        """Make the index anew, without any words."""
        self._database.run("DROP TABLE words")
        self._database.run(_WORDS)
        self.postings.clear()

    def _by_fts5(self, query: str, *, limit: int, selection: Selection, after: int) -> list[Scored]:
        """Return the best of what FTS5 finds among the passages with a number above ``after``."""
        if after and not self._database.row(
            "SELECT 1 FROM passages WHERE number > ? LIMIT 1", after
        ):
            return []
        where, values = where_of(selection)
        # Not "rowid IN": SQLite would ask the full-text index anew for every row of the list.
        join, condition = "", ""
        if where:
            join = " JOIN passages p ON p.number = words.rowid"
            condition = f" AND p.article_id IN (SELECT a.id FROM articles a WHERE true{where})"
        # The ids are joined outside, so that they are looked up only for what is returned.
        return self._database.rows(
            "SELECT passages.id, score FROM passages JOIN (SELECT words.rowid AS number,"
            f" -{_BM25} AS score FROM words{join} WHERE words MATCH ? AND words.rowid > ?"
            f"{condition} ORDER BY score DESC LIMIT ?) USING (number)",
            query,
            after,
            *values,
            limit,
        )

    def _scores(self, terms: Sequence[str], *, covered: int) -> NDArray[np.float32]:
        """Return what terms in quotation marks are worth to each passage up to ``covered``."""
        stems_of_terms = self.postings.stems_of(terms)
        scores = self.postings.stem_scores([s[0] for s in stems_of_terms if len(s) == 1])
        for term, stems in zip(terms, stems_of_terms, strict=True):
            if len(stems) > 1:
                for number, score in self._database.rows(
                    f"SELECT rowid, -{_BM25} FROM words WHERE words MATCH ? AND rowid <= ?",
                    term,
                    covered,
                ):
                    scores[number] += score
        return scores

    def _best(
        self, scores: NDArray[np.float32], *, limit: int, selection: Selection
    ) -> list[Scored]:
        """Return the best of the passages that have a score and pass."""
        import numpy as np

        matching = np.flatnonzero(scores)
        share = self._selector.share(selection)
        if share < _NARROW:
            passing = np.array(self._selector.all_numbers(selection), dtype=np.int64)
            matching = np.intersect1d(matching, passing, assume_unique=True)
            share = 1.0
        most, passages = limit * _SPARE / max(share, _NARROW), list[Numbered]()
        looked_at = matching[:0]
        while len(passages) < limit and len(looked_at) < len(matching):
            looked_at = _strongest(matching, scores, most=int(most))
            passages = self._selector.passing_numbers(looked_at.tolist(), selection)
            most *= _WIDEN
        ranked = sorted(passages, key=lambda each: (-scores[each[1]], each[0]))
        return [(passage_id, float(scores[number])) for passage_id, number in ranked[:limit]]


def _words_of(article: Article, passage: Passage) -> tuple[str, str, str]:
    """Return what the columns of the index hold of a passage: title, heading, text."""
    return article.title, passage.heading or "", passage.text


def _strongest(
    numbers: NDArray[np.int64], scores: NDArray[np.float32], *, most: int
) -> NDArray[np.int64]:
    """Return the numbers with the highest scores, in no order."""
    import numpy as np

    if len(numbers) <= most:
        return numbers
    chosen: NDArray[np.int64] = numbers[np.argpartition(-scores[numbers], most)[:most]]
    return chosen
