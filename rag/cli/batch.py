"""The file of ``rag ask --batch``: a question a line, JSON lines, a JSON array, or a table."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import QuestionError

_KEYS = ("id", "question", "history")
_TABLES = {".csv": ",", ".tsv": "\t"}
_LONGEST_NAME = 3
"""Words of a column's name; what has more is a question."""
_SEPARATOR = "|"
"""Between the questions of a history in one cell of a table."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question of a batch."""

    id: str | int
    """As it was given; else the number of the line or of the item, as text."""
    question: str
    earlier: tuple[str, ...] = ()
    """The questions before it."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What else the file says of it, which is given back with the answer."""


def read_batch(path: Path) -> list[Item]:
    """Return the questions of ``path``, or of stdin for ``-``.

    Raises QuestionError, naming file and line, before any question is answered.
    """
    text = _text(path)
    if path.suffix.lower() in _TABLES or (str(path) == "-" and _is_table(text)):
        records = _rows(text, path)
    elif text.lstrip().startswith("["):
        records = _array(text, path)
    elif (whole := _object(text)) is not None:
        records = iter([(whole, str(path), "1")])
    else:
        records = _lines(text, path)
    items = [_item(record, where, number) for record, where, number in records]
    if not items:
        raise QuestionError(f"the batch {str(path)!r} holds no question", hint="Write one a line.")
    return items


_Records = Iterator[tuple[dict[str, Any], str, str]]
"""What an item says, where it stands, and its number."""


def _lines(text: str, path: Path) -> _Records:
    # Split at line feeds alone: JSON allows U+2028 and its like inside of a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{path}:{number}"
            yield _record(line.strip(), where), where, str(number)


def _array(text: str, path: Path) -> _Records:
    try:
        values = json.loads(text)
    except ValueError as exc:
        raise QuestionError(f"{path} is not valid JSON: {exc}") from exc
    for number, value in enumerate(values, start=1):
        where = f"{path}, item {number}"
        if not isinstance(value, dict | str):
            raise QuestionError(f"{where} is neither a question nor an object: {value!r}")
        yield {"question": value} if isinstance(value, str) else value, where, str(number)


def _object(text: str) -> dict[str, Any] | None:
    """Return what the file holds where that is one JSON object, on however many lines."""
    try:
        value = json.loads(text) if text.lstrip().startswith("{") else None
    except ValueError:  # several, one a line; or none
        return None
    return value if isinstance(value, dict) else None


def _is_table(text: str) -> bool:
    """Whether the first line names columns, as a table's does; stdin has no ending to tell."""
    first = text.partition("\n")[0].lower()
    names = [name.strip(' "\r') for name in re.split(r"[,;\t]", first)]
    named = all(len(name.split()) <= _LONGEST_NAME for name in names)
    return "question" in names and len(names) > 1 and named


def _rows(text: str, path: Path) -> _Records:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text, path))
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    if "question" not in reader.fieldnames:
        raise QuestionError(
            f'{path} has no column "question"', hint="The first line names the columns."
        )
    for number, row in enumerate(reader, start=1):
        record: dict[str, Any] = {name: cell for name, cell in row.items() if name and cell}
        if "history" in record:
            record["history"] = [one.strip() for one in record["history"].split(_SEPARATOR)]
        if record:
            yield record, f"{path}:{reader.line_num}", str(number)


def _delimiter(text: str, path: Path) -> str:
    """Return what stands between the columns' names; spreadsheets write semicolons, too."""
    first = text.partition("\n")[0]
    return max(_TABLES.get(path.suffix.lower(), "") + ";\t,", key=first.count)


def _text(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as exc:
        raise QuestionError(f"the batch {str(path)!r} cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise QuestionError(
            f"the batch {str(path)!r} is not UTF-8 (byte {exc.start})", hint="Save it as UTF-8."
        ) from exc


def _item(record: dict[str, Any], where: str, number: str) -> Item:
    if "question" not in record:
        known = f", only {', '.join(map(repr, record))}" if record else ""
        raise QuestionError(f'{where} has no "question"{known}')
    item_id, earlier = record.get("id", number), record.get("history", [])
    if not isinstance(item_id, str | int) or isinstance(item_id, bool):
        raise QuestionError(f"{where} has an id that is neither text nor a number: {item_id!r}")
    if not isinstance(earlier, list):
        raise QuestionError(
            f"{where} has a history that is no list of questions: {earlier!r}",
            hint='Write "history": ["the question before"].',
        )
    return Item(
        id=item_id,
        question=_question(record["question"], where),
        earlier=tuple(_question(one, f"{where}, history:") for one in earlier),
        extra={key: value for key, value in record.items() if key not in _KEYS},
    )


def _record(line: str, where: str) -> dict[str, Any]:
    if not line.startswith("{"):
        return {"question": line}
    try:
        record: dict[str, Any] = json.loads(line)
    except ValueError as exc:
        raise QuestionError(f"{where} is not valid JSON: {exc}") from exc
    return record


def _question(value: object, where: str) -> str:
    from rag.pipeline import checked_question

    if not isinstance(value, str):
        raise QuestionError(f"{where} {value!r} is no question")
    try:
        checked_question(value)
    except QuestionError as exc:
        raise QuestionError(f"{where} {exc.message}", hint=exc.hint) from exc
    return value
