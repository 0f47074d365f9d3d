"""Postings: which passages of a large library hold a stem, in a form that numpy scores at once.

FTS5 takes some microseconds to score a passage, and half of a large library holds some word of
almost any question. So what FTS5 would look up passage by passage is kept stem by stem, for blocks
of passages with consecutive numbers. A block is made from the passages' own words by FTS5's
tokenizer. A library of less than a block has none, and passages after the last block are left to
FTS5.

What it pays: of 10,000 passages a search by words takes 1.1 ms of processor time, without postings
12 (and more in proportion); they take 4.5 MB and 0.2 ms a passage to make.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from index.catalog.database import Database
from index.catalog.passages import Passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOKENIZER = "porter unicode61 remove_diacritics 2"
WEIGHTS = {"title": 1.0, "heading": 0.5, "text": 1.0}
"""What an occurrence counts in each of the columns."""

_TOKENS = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS temp.tokens USING fts5 (
    title, heading, text, content='', tokenize='{TOKENIZER}'
);
CREATE VIRTUAL TABLE IF NOT EXISTS temp.tokens_seen USING fts5vocab (temp, tokens, instance);
INSERT INTO temp.tokens (tokens) VALUES ('delete-all');
"""

_SHRUNK = 0.7
"""A block that has fewer than this share of its passages left is made again."""

_ROWS = 50_000
"""Occurrences of stems that are fetched at once."""
_LONGEST = 0xFFFF
"""Tokens of a passage; longer passages count as this long."""
_DOUBLED = {column: int(2 * weight) for column, weight in WEIGHTS.items()}
"""Counts are kept doubled, so that a heading's half is a whole number."""

_K1, _B = 1.2, 0.75
_LEAST_IDF = 1e-6
"""The constants of FTS5's bm25(), so that both give a passage the same score."""


@dataclass(frozen=True, kw_only=True)
class BlockSizes:
    """When postings are made."""

    passages: int = 4_096
    """Passage numbers of a block, 65,536 at most: a place in it takes two bytes."""
    late: int = 512
    """Passages after the last block that are worth a block, or making the last one again."""


@dataclass(frozen=True, kw_only=True)
class _Block:
    number: int
    last: int
    """The last passage number that it covers."""
    held: int
    """Its passages, when it was made."""


class Postings:
    """The tables of blocks and of the postings in each; they score stems."""

    SCHEMA = """
    CREATE TABLE IF NOT EXISTS blocks (
        block INTEGER PRIMARY KEY, upto INTEGER NOT NULL, held INTEGER NOT NULL,
        lengths BLOB NOT NULL
    );
    CREATE TABLE IF NOT EXISTS postings (
        block INTEGER NOT NULL, stem TEXT NOT NULL, places BLOB NOT NULL, counts BLOB NOT NULL,
        PRIMARY KEY (block, stem)
    ) WITHOUT ROWID;
    """

    def __init__(self, database: Database, passages: Passages, sizes: BlockSizes) -> None:
        self._database = database
        self._passages = passages
        self._late = sizes.late
        self._size = sizes.passages

    def make(self) -> None:
        """Make the blocks that are missing, or that too much has been added to or removed from."""
        for number, last in list(self._due()):
            with self._database.transaction():
                self._make_block(number, last)

    def compact(self) -> None:
        """Make every block anew that has words of passages that are gone."""
        for block in self._blocks():
            [(held,)] = self._database.rows(
                "SELECT count(*) FROM passages WHERE number BETWEEN ? AND ?",
                block.number * self._size,
                block.last,
            )
            if held != block.held:
                with self._database.transaction():
                    self._make_block(block.number, block.last)

    def clear(self) -> None:
        """Leave all passages to FTS5, inside a transaction."""
        self._database.run("DELETE FROM postings")
        self._database.run("DELETE FROM blocks")

    def covered(self) -> int:
        """Return the last passage number that has postings, 0 where none has.

        Numbers up to it are never given to other passages.
        """
        return self._blocks()[-1].last if self._has_blocks() else 0

    def stems_of(self, terms: Sequence[str]) -> list[list[str]]:
        """Return the stems of each of some texts, in order, as the full-text index has them."""
        self._tokenise(
            "INSERT INTO temp.tokens (rowid, text) VALUES (?, ?)", enumerate(terms, start=1)
        )
        stems: list[list[str]] = [[] for _ in terms]
        rows = self._database.rows("SELECT doc, term FROM temp.tokens_seen ORDER BY doc, offset")
        for number, stem in rows:
            stems[number - 1].append(stem)
        return stems

    def stem_scores(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 of every passage, ``(covered() + 1,)`` by number; 0 without any stem."""
        import numpy as np

        with self._database.decoding("the postings"):
            held, lengths = self._lengths()
            fullness = _K1 * (1 - _B + _B * lengths * (held / max(1.0, float(lengths.sum()))))
            scores = np.zeros(len(lengths), dtype=np.float32)
            times = Counter(stems)
            for stem, numbers, counts in self._postings_of(list(times)):
                idf = math.log((held - len(numbers) + 0.5) / (len(numbers) + 0.5))
                saturated = counts * (_K1 + 1) / (counts + fullness[numbers])
                scores[numbers] += times[stem] * max(idf, _LEAST_IDF) * saturated
            return scores

    def problems(self) -> list[str]:
        """Return what is wrong with the postings, as far as their sizes tell."""
        [(unlike,)] = self._database.rows(
            "SELECT (SELECT count(*) FROM postings WHERE length(places) != 2 * length(counts)"
            " OR block NOT IN (SELECT block FROM blocks))"
            " + (SELECT count(*) FROM blocks WHERE length(lengths) != 2 * (upto - block * ? + 1))",
            self._size,
        )
        return [f"{unlike} postings are damaged"] if unlike else []

    def _has_blocks(self) -> bool:
        # A library that no writer has opened since postings exist lacks the table.
        [(tables,)] = self._database.rows(
            "SELECT count(*) FROM sqlite_master WHERE name = 'blocks'"
        )
        return bool(tables) and self._database.row("SELECT 1 FROM blocks LIMIT 1") is not None

    def _blocks(self) -> list[_Block]:
        rows = self._database.rows("SELECT block, upto, held FROM blocks ORDER BY block")
        return [_Block(number=number, last=last, held=held) for number, last, held in rows]

    def _due(self) -> Iterator[tuple[int, int]]:
        """Yield the blocks to make, in order, each with the last number that it is to cover."""
        last, size = self._passages.last_number(), self._size
        if last < size:
            return
        blocks = {block.number: block for block in self._blocks()}
        rows = self._database.rows("SELECT number / ?, count(*) FROM passages GROUP BY 1", size)
        held: dict[int, int] = dict(rows)
        for number in range(last // size + 1):
            end = min(last, (number + 1) * size - 1)
            block = blocks.get(number)
            if block is None:
                due = end < last or end - number * size >= self._late
            elif block.last < end:
                due = end < last or end - block.last >= self._late
            else:
                due = held.get(number, 0) < _SHRUNK * block.held
            if due:
                yield number, end

    def _make_block(self, number: int, last: int) -> None:
        import numpy as np

        first = number * self._size
        self._tokenise(
            "INSERT INTO temp.tokens (rowid, title, heading, text)"
            " SELECT number, title, coalesce(heading, ''), substr(text, start + 1, stop - start)"
            " FROM passages p JOIN articles a ON a.id = p.article_id WHERE number BETWEEN ? AND ?",
            [(first, last)],
        )
        stems, owners, weights = self._occurrences()
        lengths = np.bincount(owners % self._size, minlength=last - first + 1)
        pairs, pair_of = np.unique(owners, return_inverse=True)
        places = (pairs % self._size).astype(np.uint16)
        counts = np.minimum(np.bincount(pair_of, weights), 255).astype(np.uint8)
        ends = np.searchsorted(pairs, np.arange(1, len(stems) + 1) * self._size)
        self._database.run("DELETE FROM postings WHERE block = ?", number)
        self._database.run_many(
            "INSERT INTO postings VALUES (?, ?, ?, ?)",
            (
                (number, stem, places[start:end].tobytes(), counts[start:end].tobytes())
                for stem, start, end in zip(stems, [0, *ends], ends, strict=False)
            ),
        )
        self._database.run(
            "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)",
            number,
            last,
            int(np.count_nonzero(lengths)),
            np.minimum(lengths, _LONGEST).astype(np.uint16).tobytes(),
        )

    def _occurrences(self) -> tuple[list[str], NDArray[np.int64], NDArray[np.uint8]]:
        """Return the stems of what was tokenised, and each occurrence's owner and doubled weight.

        An owner is the stem ``owner // size`` in the passage at the place ``owner % size``, where
        ``size`` is that of a block.
        """
        import numpy as np

        numbers: dict[str, int] = {}
        owners, weights = [np.empty(0, np.int64)], [np.empty(0, np.uint8)]
        for chunk in self._database.chunks(
            "SELECT term, doc, col FROM temp.tokens_seen", size=_ROWS
        ):
            stems, passages, columns = zip(*chunk, strict=True)
            of_stems = np.array([numbers.setdefault(stem, len(numbers)) for stem in stems])
            owners.append(of_stems * self._size + np.array(passages) % self._size)
            weights.append(np.array([_DOUBLED[column] for column in columns], dtype=np.uint8))
        return list(numbers), np.concatenate(owners), np.concatenate(weights)

    def _lengths(self) -> tuple[int, NDArray[np.float32]]:
        """Return how many passages the blocks hold, and the tokens of each number's passage."""
        import numpy as np

        rows = self._database.rows("SELECT held, lengths FROM blocks ORDER BY block")
        joined = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.uint16)
        return sum(row[0] for row in rows), joined.astype(np.float32)

    def _postings_of(self, stems: list[str]) -> Iterator[tuple[str, NDArray[Any], NDArray[Any]]]:
        """Yield each stem with the numbers that hold it and its weighted count in each."""
        import numpy as np

        rows = self._database.rows_in(
            # CROSS JOIN is SQLite's way to have a few look-ups in each block, not a scan.
            "SELECT stem, block, places, counts FROM blocks CROSS JOIN postings USING (block)"
            " WHERE stem IN",
            stems,
        )
        for stem, group in groupby(sorted(rows), key=itemgetter(0)):
            parts = list(group)
            blocks = np.repeat([row[1] for row in parts], [len(row[3]) for row in parts])
            places = np.frombuffer(b"".join(row[2] for row in parts), dtype=np.uint16)
            counts = np.frombuffer(b"".join(row[3] for row in parts), dtype=np.uint8)
            yield stem, blocks * self._size + places, counts / np.float32(2)

    def _tokenise(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Empty the table of tokens and fill it."""
        for statement in filter(None, map(str.strip, _TOKENS.split(";"))):
            self._database.run(statement)
        self._database.run_many(sql, rows)
