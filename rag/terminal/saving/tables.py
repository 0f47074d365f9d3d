"""Tables as CSV that a spreadsheet only shows: no cell of them is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from rag.terminal.text import plain

_FORMULA = tuple("=+-@＝＋－＠|%")
"""In a spreadsheet of East Asia the wide signs count too."""


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table with line feeds for line ends; ``None`` is an empty cell.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
