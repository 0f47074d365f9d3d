"""The file of ``rag ask --batch``: a question a line, or JSON lines."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import QuestionError

_KEYS = ("id", "question", "history")


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question of a batch."""

    id: str | int
    """As it was given; else the number of the line, as text."""
    question: str
    earlier: tuple[str, ...] = ()
    """The questions before it."""


def read_batch(path: Path) -> list[Item]:
    """Return the questions of ``path``, or of stdin for ``-``.

    Raises QuestionError, naming file and line, before any question is answered.
    """
    # Split at line feeds alone: JSON allows U+2028 and its like inside of a string.
    items = [
        _item(line.strip(), f"{path}:{number}", str(number))
        for number, line in enumerate(_text(path).split("\n"), start=1)
        if line.strip()
    ]
    if not items:
        raise QuestionError(f"the batch {str(path)!r} holds no question", hint="Write one a line.")
    return items


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


def _item(line: str, where: str, number: str) -> Item:
    record = _record(line, where)
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
        question=_question(record.get("question"), where),
        earlier=tuple(_question(one, f"{where}, history:") for one in earlier),
    )


def _record(line: str, where: str) -> dict[str, Any]:
    if not line.startswith("{"):
        return {"question": line}
    try:
        record: dict[str, Any] = json.loads(line)
    except ValueError as exc:
        raise QuestionError(f"{where} is not valid JSON: {exc}") from exc
    if unknown := sorted(set(record) - set(_KEYS)):
        raise QuestionError(
            f"{where} has the unknown key {unknown[0]!r}", hint=f"The keys are {', '.join(_KEYS)}."
        )
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
