"""The lines of a session's file: a head, and for each question two, when it is asked and answered.

The head names the version of the layout. A line of another version's, or one that is damaged, is
never guessed at.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rag.answers import Answer
from rag.sessions.exchanges import Exchange, Kind
from rag.sessions.stored_answers import from_record, to_record

Json = dict[str, Any]

VERSION = 1
_HEAD, _ASKED, _ANSWERED = "dateline_session", "asked", "answered"
ANSWERED_START = f'{{"{_ANSWERED}": '.encode()
"""How the line of an answer begins, so that answers can be counted without being read."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a session's first line says."""

    kind: Kind
    title: str
    library: str
    started: datetime


def head_line(head: Head) -> Json:
    """Return the first line."""
    return {
        _HEAD: VERSION,
        "kind": str(head.kind),
        "title": head.title,
        "library": head.library,
        "started": head.started.isoformat(),
    }


def head_of(line: Json | None) -> Head | None:
    """Return what a first line says; ``None`` where it is damaged."""
    try:
        return (
            Head(
                kind=Kind(line["kind"]),
                title=str(line["title"]),
                library=str(line["library"]),
                started=datetime.fromisoformat(line["started"]),
            )
            if line
            else None
        )
    except (KeyError, TypeError, ValueError):
        return None


def version_of(line: Json | None) -> int | None:
    """Return the version of the layout that a first line names."""
    version = (line or {}).get(_HEAD)
    return version if isinstance(version, int) else None


def asked_line(question: str) -> tuple[str, Json]:
    """Return a key for the exchange and the line to write when the question is asked."""
    key = secrets.token_hex(4)
    return key, {_ASKED: key, "at": _now(), "question": question}


def answered_line(key: str, answer: Answer, *, stopped: bool) -> Json:
    """Return the line to write when the question with this key is answered."""
    return {_ANSWERED: key, "at": _now(), "stopped": stopped, **to_record(answer)}


def exchanges_of(lines: Iterable[Json]) -> tuple[list[Exchange], list[Json]]:
    """Return the exchanges, in the order of the questions, and the lines that are damaged.

    Two chats may go on with one session, so an answer need not follow on its question.
    """
    exchanges: dict[str, Exchange] = {}
    damaged = []
    for line in lines:
        try:
            if _ASKED in line:
                exchanges[line[_ASKED]] = _asked(line)
            else:
                key = line[_ANSWERED]
                exchanges[key] = _answered(line, exchanges.get(key))
        except (KeyError, TypeError, ValueError):
            damaged.append(line)
    return list(exchanges.values()), damaged


def _asked(line: Json) -> Exchange:
    return Exchange(question=str(line["question"]), asked=datetime.fromisoformat(line["at"]))


def _answered(line: Json, asked: Exchange | None) -> Exchange:
    answer = from_record(line)
    at = datetime.fromisoformat(line["at"])
    return Exchange(
        question=asked.question if asked else answer.question,
        asked=asked.asked if asked else at,
        answer=answer,
        stopped=bool(line["stopped"]),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
