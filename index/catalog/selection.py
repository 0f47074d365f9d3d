"""Which articles and passages of the catalog pass the filters of a question."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.catalog.database import Database
from index.filters import Selection

_WIDE = 0.2
"""Share of the articles that pass, above which passages are checked one by one rather than the
passing articles listed."""

_PASSAGES = "FROM articles a CROSS JOIN passages p ON p.article_id = a.id WHERE true"
"""CROSS JOIN keeps the order: from the articles that pass to their passages."""

Numbered = tuple[str, int]
"""A passage id and the passage's number."""


class Selector:
    """Applies a selection to the articles and passages of a catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def share(self, selection: Selection) -> float:
        """Return the share of the articles that pass, 1 in an empty catalog."""
        where, values = where_of(selection)
        if not where:
            return 1.0
        [(passing, articles)] = self._database.rows(
            f"SELECT (SELECT count(*) FROM articles a WHERE true{where}),"
            " (SELECT count(*) FROM articles)",
            *values,
        )
        return passing / articles if articles else 1.0

    def passes_at_most(self, most: int, selection: Selection) -> bool:
        """Return whether no more than ``most`` passages pass, without counting further."""
        where, values = where_of(selection)
        [(count,)] = self._database.rows(
            f"SELECT count(*) FROM (SELECT 1 {_PASSAGES}{where} LIMIT ?)", *values, most + 1
        )
        return bool(count <= most)

    def passing(self, ids: Sequence[str], selection: Selection) -> set[str]:
        """Return those of some passages that are in the catalog and pass, by id."""
        return {passage_id for passage_id, _ in self._among("id", ids, selection)}

    def passing_numbers(self, numbers: Sequence[int], selection: Selection) -> list[Numbered]:
        """Return those of some passages that are in the catalog and pass, given by number."""
        return self._among("number", numbers, selection)

    def all_numbers(self, selection: Selection) -> list[int]:
        """Return the number of every passage that passes."""
        where, values = where_of(selection)
        rows = self._database.rows(f"SELECT p.number {_PASSAGES}{where}", *values)
        return [row[0] for row in rows]

    def ids_by_number(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the ids of those of some passages that are in the catalog, by number."""
        return {number: each for each, number in self._among("number", numbers, Selection())}

    def _among(
        self, column: str, given: Sequence[str | int], selection: Selection
    ) -> list[Numbered]:
        where, values = where_of(selection)
        condition = ""
        if where and self.share(selection) > _WIDE:
            condition = f" AND EXISTS (SELECT 1 FROM articles a WHERE a.id = article_id{where})"
        elif where:
            condition = f" AND article_id IN (SELECT a.id FROM articles a WHERE true{where})"
        return self._database.rows(
            f"SELECT id, number FROM passages WHERE {column} IN (SELECT value FROM json_each(?))"
            f"{condition}",
            json.dumps(given),
            *values,
        )


def where_of(selection: Selection) -> tuple[str, list[object]]:
    """Return the conditions on ``articles a`` that follow others in a query, and their values."""
    conditions: list[str] = []
    values: list[object] = []
    if selection.sources is not None:
        conditions.append("a.source IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(selection.sources))
    if selection.since is not None:
        conditions.append("a.published >= ?")
        values.append(selection.since)
    if selection.until is not None:
        conditions.append("a.published <= ?")
        values.append(selection.until)
    return "".join(f" AND {condition}" for condition in conditions), values
