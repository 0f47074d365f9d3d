"""Tables of articles (.csv, .tsv): a row each; the first row names the fields."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.reading.decoding import decode
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import normalised, one_line
from index.reading.records.fields import TEXT, draft_of

_SAMPLE = 8_000
"""Characters from which it is told what separates the fields."""
_SEPARATORS = ",;\t|"
_MOST_SHOWN = 12


def read(
    path: Path,
    columns: str,
    longest: int,
    on_progress: Callable[[float], None],
) -> Iterator[Draft | RefusedError]:
    """Yield a draft, or the reason there is none, for each row.

    ``columns`` is the setting of that name; other columns are known by their usual names. Raises
    RefusedError.
    """
    text = decode(path.read_bytes())
    before = csv.field_size_limit(longest)
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text))
        names = [name.strip() for name in rows.fieldnames or ()]
        rows.fieldnames = names
        fields = _fields_of(names, columns)
        total = text.count("\n") + 1
        for number, row in enumerate(rows, start=1):
            record = {fields.get(name, name): value for name, value in row.items() if name}
            on_progress(min(1.0, rows.line_num / total))
            try:
                yield draft_of(record, default_key=str(number)).at(f"row {number}")
            except RefusedError as refusal:
                yield refusal.at(f"row {number}")
    except csv.Error as error:
        raise RefusedError(f"it is not a table that can be read ({error})") from error
    finally:
        csv.field_size_limit(before)


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:_SAMPLE], delimiters=_SEPARATORS)
    except csv.Error:
        return csv.excel


def _fields_of(names: Sequence[str], columns: str) -> dict[str, str]:
    """Return the fields that the named columns hold, by column. Raises RefusedError."""
    pairs = (pair.partition("=") for pair in columns.split(",") if pair.strip())
    chosen = {column.strip(): field.strip().lower() for field, _, column in pairs}
    shown = ", ".join(repr(one_line(name) or "") for name in names[:_MOST_SHOWN])
    for column in chosen:
        if column not in names:
            raise RefusedError(f"it has no column {column!r}, only {shown}")
    known = normalised(dict.fromkeys(names))
    if "text" not in chosen.values() and not any(field in known for field in TEXT):
        raise RefusedError(
            f"none of its columns is known to hold the text ({shown});"
            " name it (--columns text=NAME)"
        )
    return chosen
