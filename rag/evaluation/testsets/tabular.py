"""CSV and TSV test sets: a header with our fields' names, and ``|`` between several values.

Other columns are kept as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rag.evaluation.testsets.records import read_bytes, reject

_SEPARATOR = "|"
"""Between several values in one cell of a CSV file."""
_COLUMNS = frozenset(
    ("id", "question", "answers", "answerable", "article", "quote", "history", "standalone", "tags")
)
_AS_IT_IS = ("id", "question", "standalone")
_TRUTH = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
}


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each row, as the fields of our own format, with the line on which it begins.

    Empty rows are passed over. Raises TestSetError.
    """
    try:
        text = read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as exc:
        reject(path, f"is not UTF-8 (byte {exc.start})", hint="Save it as UTF-8.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header: list[str] | None = None
    begun = 1
    try:
        for row in reader:
            line, begun = begun, reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if header is None:
                header = _header(path, row, line)
                continue
            yield line, _fields(path, header, row, line)
    except csv.Error as exc:
        reject(path, str(exc), line=begun)


def _delimiter(text: str) -> str:
    """Return what stands between the header's names: a comma, a semicolon or a tab."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header(path: Path, row: Sequence[str], line: int) -> list[str]:
    names = [cell.strip().lower() for cell in row]
    for name in names:
        if name and names.count(name) > 1:
            reject(path, "stands twice", line=line, field=name, hint="Name each column once.")
    if "question" not in names:
        reject(path, "the header lacks it", line=line, field="question")
    return names


def _fields(path: Path, header: Sequence[str], row: Sequence[str], line: int) -> dict[str, Any]:
    if len(row) > len(header):
        reject(path, f"has {len(row)} cells, the header {len(header)}", line=line)
    cells = zip(header, row, strict=False)  # cells may be left out at the end
    values = {name: cell.strip() for name, cell in cells if cell.strip()}
    record: dict[str, Any] = {
        name: value
        for name, value in values.items()
        if name and (name in _AS_IT_IS or name not in _COLUMNS)
    }
    for name in ("answers", "history", "tags"):
        record[name] = _several(values.get(name, ""))
    if "answerable" in values:
        record["answerable"] = _TRUTH.get(values["answerable"].lower(), values["answerable"])
    record["evidence"] = _evidence(path, values, line)
    return record


def _evidence(path: Path, values: dict[str, str], line: int) -> tuple[dict[str, str], ...]:
    """Pair articles and quotes; one article may have several quotes."""
    articles, quotes = _several(values.get("article", "")), _several(values.get("quote", ""))
    if len(articles) == 1:
        articles *= max(1, len(quotes))
    if quotes and len(quotes) != len(articles):
        reject(
            path,
            f"has {len(quotes)} quotes for {len(articles)} articles",
            line=line,
            field="quote",
            hint=f"Give each article its quote, with {_SEPARATOR} between them.",
        )
    if not quotes:
        return tuple({"article": article} for article in articles)
    return tuple(
        {"article": article, "quote": quote}
        for article, quote in zip(articles, quotes, strict=True)
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(_SEPARATOR) if part.strip())
