"""Postings: which passages of a large library hold a stem, in a form that is scored at once.

To score a passage takes FTS5 some microseconds, and half of a large library holds some word of
almost any question. So what FTS5 would look up passage by passage is kept stem by stem, for blocks
of passages whose numbers follow one another, and numpy scores it: some milliseconds for 100,000
passages. A block is made from the passages' own words by FTS5's tokenizer. A library of less than a
block has none, and the passages that came after the last one are left to FTS5.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from index.library.catalog.database import Database

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOKENIZER = "porter unicode61 remove_diacritics 2"
WEIGHTS = {"title": 1.0, "heading": 0.5, "text": 1.0}
"""What an occurrence counts in each of the columns."""

POSTINGS_SCHEMA = """
CREATE TABLE IF NOT EXISTS blocks (
    block INTEGER PRIMARY KEY, upto INTEGER NOT NULL, held INTEGER NOT NULL, lengths BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS postings (
    block INTEGER NOT NULL, stem TEXT NOT NULL, places BLOB NOT NULL, counts BLOB NOT NULL,
    PRIMARY KEY (block, stem)
) WITHOUT ROWID;
"""
_TOKENS = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS temp.tokens USING fts5 (
    title, heading, text, content='', tokenize='{TOKENIZER}'
);
CREATE VIRTUAL TABLE IF NOT EXISTS temp.tokens_seen USING fts5vocab (temp, tokens, instance);
INSERT INTO temp.tokens (tokens) VALUES ('delete-all');
"""

_BLOCK = 4_096
"""Passage numbers of a block; a place in it takes two bytes."""
_LATE = 512
"""Passages after the last block that are worth a block, or making the last one again."""
_SHRUNK = 0.7
"""A block that has lost more of its passages than this leaves is made again."""

_ROWS = 50_000
"""Occurrences of stems that are fetched at once."""
_LONGEST = 0xFFFF
"""Tokens of a passage, and more is not told apart."""
_HALVES = {column: int(2 * weight) for column, weight in WEIGHTS.items()}

_K1, _B = 1.2, 0.75
_LEAST_IDF = 1e-6
"""The constants of FTS5's bm25(), so that both give a passage the same score."""


@dataclass(frozen=True, kw_only=True)
class _Block:
    number: int
    upto: int
    """The last passage number that it covers."""
    held: int
    """Its passages, when it was made."""


class Postings(Database):
    """The part of the catalog that scores stems."""

    def make_postings(self) -> None:
        """Make the blocks that are missing, or that too much has been added to or removed from."""
        for number, upto in list(self._due()):
            with self.transaction():
                self._make(number, upto)

    def forget_postings(self) -> None:
        """Leave all passages to FTS5, inside ``transaction``."""
        self._run("DELETE FROM postings")
        self._run("DELETE FROM blocks")

    def covered(self) -> int:
        """Return the last passage number that has postings, 0 where none has.

        Numbers up to it are never given to other passages.
        """
        return self._blocks()[-1].upto if self._has_blocks() else 0

    def stems_of(self, terms: Sequence[str]) -> list[list[str]]:
        """Return the stems of each of some texts, in order, as the full-text index has them."""
        self._tokenise(
            "INSERT INTO temp.tokens (rowid, text) VALUES (?, ?)", enumerate(terms, start=1)
        )
        found: list[list[str]] = [[] for _ in terms]
        seen = self._all("SELECT doc, term FROM temp.tokens_seen ORDER BY doc, offset")
        for number, stem in seen:
            found[number - 1].append(stem)
        return found

    def stem_scores(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 of every passage up to ``covered()``, by number, 0 where no stem is."""
        import numpy as np

        held, lengths = self._lengths()
        fullness = _K1 * (1 - _B + _B * lengths * (held / max(1.0, float(lengths.sum()))))
        scores = np.zeros(len(lengths), dtype=np.float32)
        times = Counter(stems)
        for stem, numbers, counts in self._postings(list(times)):
            idf = math.log((held - len(numbers) + 0.5) / (len(numbers) + 0.5))
            saturated = counts * (_K1 + 1) / (counts + fullness[numbers])
            scores[numbers] += times[stem] * max(idf, _LEAST_IDF) * saturated
        return scores

    def _has_blocks(self) -> bool:
        # A library that no writer has opened since there are postings lacks the table.
        [(tables,)] = self._all("SELECT count(*) FROM sqlite_master WHERE name = 'blocks'")
        return bool(tables) and self._one("SELECT 1 FROM blocks LIMIT 1") is not None

    def _blocks(self) -> list[_Block]:
        rows = self._all("SELECT block, upto, held FROM blocks ORDER BY block")
        return [_Block(number=number, upto=upto, held=held) for number, upto, held in rows]

    def _due(self) -> Iterator[tuple[int, int]]:
        """Yield the blocks to make, in order, each with the last number that it is to cover."""
        [(last,)] = self._all("SELECT coalesce(max(number), 0) FROM passages")
        if last < _BLOCK:
            return
        made = {block.number: block for block in self._blocks()}
        held = dict(self._all("SELECT number / ?, count(*) FROM passages GROUP BY 1", _BLOCK))
        for number in range(last // _BLOCK + 1):
            end = min(last, (number + 1) * _BLOCK - 1)
            block = made.get(number)
            if block is None:
                due = end < last or end - number * _BLOCK >= _LATE
            elif block.upto < end:
                due = end < last or end - block.upto >= _LATE
            else:
                due = held.get(number, 0) < _SHRUNK * block.held
            if due:
                yield number, end

    def _make(self, number: int, upto: int) -> None:
        import numpy as np

        first = number * _BLOCK
        self._tokenise(
            "INSERT INTO temp.tokens (rowid, title, heading, text)"
            " SELECT number, title, coalesce(heading, ''), substr(text, start + 1, stop - start)"
            " FROM passages p JOIN articles a ON a.id = p.article_id WHERE number BETWEEN ? AND ?",
            [(first, upto)],
        )
        stems, owners, weights = self._occurrences()
        lengths = np.bincount(owners % _BLOCK, minlength=upto - first + 1)
        pairs, where = np.unique(owners, return_inverse=True)
        places = (pairs % _BLOCK).astype(np.uint16)
        counts = np.minimum(np.bincount(where, weights), 255).astype(np.uint8)
        ends = np.searchsorted(pairs, np.arange(1, len(stems) + 1) * _BLOCK)
        self._run("DELETE FROM postings WHERE block = ?", number)
        with self._translated():
            self._db.executemany(
                "INSERT INTO postings VALUES (?, ?, ?, ?)",
                (
                    (number, stem, places[start:end].tobytes(), counts[start:end].tobytes())
                    for stem, start, end in zip(stems, [0, *ends], ends, strict=False)
                ),
            )
        self._run(
            "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)",
            number,
            upto,
            int(np.count_nonzero(lengths)),
            np.minimum(lengths, _LONGEST).astype(np.uint16).tobytes(),
        )

    def _occurrences(self) -> tuple[list[str], NDArray[np.int64], NDArray[np.uint8]]:
        """Return the stems of what was tokenised, and what each occurrence is of and counts.

        It is of the stem ``owner // _BLOCK`` in the passage at the place ``owner % _BLOCK``.
        """
        import numpy as np

        numbers: dict[str, int] = {}
        owners, weights = [np.empty(0, np.int64)], [np.empty(0, np.uint8)]
        with self._translated():
            rows = self._db.execute("SELECT term, doc, col FROM temp.tokens_seen")
            while chunk := rows.fetchmany(_ROWS):
                stems, passages, columns = zip(*chunk, strict=True)
                of_stems = np.array([numbers.setdefault(one, len(numbers)) for one in stems])
                owners.append(of_stems * _BLOCK + np.array(passages) % _BLOCK)
                weights.append(np.array([_HALVES[one] for one in columns], dtype=np.uint8))
        return list(numbers), np.concatenate(owners), np.concatenate(weights)

    def _lengths(self) -> tuple[int, NDArray[np.float32]]:
        """Return how many passages the blocks hold, and the tokens of each number's passage."""
        import numpy as np

        rows = self._all("SELECT held, lengths FROM blocks ORDER BY block")
        joined = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.uint16)
        return sum(row[0] for row in rows), joined.astype(np.float32)

    def _postings(self, stems: list[str]) -> Iterator[tuple[str, NDArray[Any], NDArray[Any]]]:
        """Yield each stem with the numbers that hold it and its weighted count in each."""
        import numpy as np

        rows = self._in(
            # CROSS JOIN is SQLite's way to have a few look-ups in each block, not a scan.
            "SELECT stem, block, places, counts FROM blocks CROSS JOIN postings USING (block)"
            " WHERE stem IN",
            stems,
        )
        for stem, group in groupby(sorted(rows), key=itemgetter(0)):
            found = list(group)
            blocks = np.repeat([row[1] for row in found], [len(row[3]) for row in found])
            places = np.frombuffer(b"".join(row[2] for row in found), dtype=np.uint16)
            counts = np.frombuffer(b"".join(row[3] for row in found), dtype=np.uint8)
            yield stem, blocks * _BLOCK + places, counts / np.float32(2)

    def _tokenise(self, sql: str, values: Iterable[tuple[object, ...]]) -> None:
        """Fill the emptied table of tokens."""
        with self._translated():
            for statement in filter(None, map(str.strip, _TOKENS.split(";"))):
                self._db.execute(statement)
            self._db.executemany(sql, values)
