"""The file of ``rag ask --batch``: a question a line, or JSON lines."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rag.errors import QuestionError

Item = tuple[str, str, tuple[str, ...]]
"""Id, question and the questions before it."""

_KEYS = {"id", "question", "history"}


def read_batch(path: Path) -> list[Item]:
    """Return the questions of ``path``, or of stdin for ``-``.

    Raises QuestionError, naming file and line, before any question is answered.
    """
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as exc:
        raise QuestionError(f"the batch {str(path)!r} cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise QuestionError(
            f"the batch {str(path)!r} is not UTF-8 (byte {exc.start})", hint="Save it as UTF-8."
        ) from exc
    items = [
        _item(line.strip(), f"{path}:{number}", str(number))
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    if not items:
        raise QuestionError(f"the batch {str(path)!r} holds no question", hint="One a line.")
    return items


def _item(line: str, where: str, number: str) -> Item:
    if not line.startswith("{"):
        return number, line, ()
    try:
        record = json.loads(line)
    except ValueError as exc:
        raise QuestionError(f"{where} is not valid JSON: {exc}") from exc
    unknown = sorted(set(record) - _KEYS)
    if unknown:
        raise QuestionError(
            f"{where} has the unknown key {unknown[0]!r}",
            hint=f"The keys are {', '.join(sorted(_KEYS))}.",
        )
    question, history = record.get("question"), record.get("history", [])
    if not isinstance(question, str) or not any(char.isalnum() for char in question):
        raise QuestionError(f"{where} has no question: {question!r}")
    if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
        raise QuestionError(
            f"{where} has a history that is no list of questions: {history!r}",
            hint='Write "history": ["the question before"].',
        )
    return str(record.get("id", number)), question, tuple(history)
