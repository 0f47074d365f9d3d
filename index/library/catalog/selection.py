"""Which articles and passages of the catalog pass the filters of a question."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.filters import Selection
from index.library.catalog.database import Database
from index.library.catalog.rows import where_of

_WIDE = 0.2
"""Of a larger share of the articles fewer are looked up one by one than would be listed."""

_EACH = "FROM articles a CROSS JOIN passages p ON p.article_id = a.id WHERE true"
"""CROSS JOIN keeps the order: from the articles that pass to their passages."""

Numbered = tuple[str, int]
"""A passage id and the passage's number."""


class Selecting(Database):
    """The part of the catalog that knows what passes."""

    def share(self, selection: Selection) -> float:
        """Return the share of the articles that pass, 1 in an empty catalog."""
        where, values = where_of(selection)
        if not where:
            return 1.0
        [(passing, articles)] = self._all(
            f"SELECT (SELECT count(*) FROM articles a WHERE true{where}),"
            " (SELECT count(*) FROM articles)",
            *values,
        )
        return passing / articles if articles else 1.0

    def passes_at_most(self, most: int, selection: Selection) -> bool:
        """Return whether no more than ``most`` passages pass, without counting further."""
        where, values = where_of(selection)
        [(counted,)] = self._all(
            f"SELECT count(*) FROM (SELECT 1 {_EACH}{where} LIMIT ?)", *values, most + 1
        )
        return bool(counted <= most)

    def passing(self, ids: Sequence[str], selection: Selection) -> set[str]:
        """Return those of some passages that are there and pass, by id."""
        return {passage_id for passage_id, _ in self._among("id", ids, selection)}

    def passing_numbers(self, numbers: Sequence[int], selection: Selection) -> list[Numbered]:
        """Return those of some passages that are there and pass, given by number."""
        return self._among("number", numbers, selection)

    def all_numbers(self, selection: Selection) -> list[int]:
        """Return the number of every passage that passes."""
        where, values = where_of(selection)
        return [row[0] for row in self._all(f"SELECT p.number {_EACH}{where}", *values)]

    def numbered(self, numbers: Sequence[int]) -> list[tuple[int, str]]:
        """Return those of some passages that are there, given by number: number and id."""
        return [(number, one) for one, number in self._among("number", numbers, Selection())]

    def _among(
        self, column: str, given: Sequence[str | int], selection: Selection
    ) -> list[Numbered]:
        where, values = where_of(selection)
        condition = ""
        if where and self.share(selection) > _WIDE:
            condition = f" AND EXISTS (SELECT 1 FROM articles a WHERE a.id = article_id{where})"
        elif where:
            condition = f" AND article_id IN (SELECT a.id FROM articles a WHERE true{where})"
        return self._all(
            f"SELECT id, number FROM passages WHERE {column} IN (SELECT value FROM json_each(?))"
            f"{condition}",
            json.dumps(given),
            *values,
        )
