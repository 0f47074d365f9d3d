"""Record files: one article an object, in JSON Lines or in one JSON document."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from index.reading.decoding import decode, encoding_of
from index.reading.formats import Draft, RefusedError
from index.reading.records.fields import draft_of, records_in

_NO_RECORDS = "it holds no records"
_HEAD = 65_536
"""Bytes from which the encoding of a stream is detected."""


def from_lines(
    path: Path, longest: int, on_progress: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    """Yield a draft, or the reason there is none, for each line of a JSON Lines file.

    The file is streamed; a line of more than ``longest`` characters is refused unread.
    ``on_progress`` is called with the share of the file that has been read.
    """
    blank = True
    for number, line in enumerate(_lines(path, longest, on_progress), 1):
        if isinstance(line, str) and not line.strip():
            continue
        blank = False
        try:
            yield draft_of(_parsed(line), default_key=str(number)).at(f"line {number}")
        except RefusedError as refusal:
            yield refusal.at(f"line {number}")
    if blank:
        raise RefusedError(_NO_RECORDS)


def from_document(
    text: str, on_progress: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    """Yield the drafts of a JSON document: an object, a list, or an object around one list.

    ``on_progress`` is called with the share of the list that has been read.
    """
    document, about = _parsed(text), None
    if isinstance(document, dict) and (inner := records_in(document)):
        records, about = inner
    elif isinstance(document, list):
        records = document
    else:
        yield draft_of(document)
        return
    if not records:
        raise RefusedError(_NO_RECORDS)
    for position, record in enumerate(records, 1):
        on_progress(position / len(records))
        try:
            draft = draft_of(record, default_key=str(position), about=about)
            yield draft.at(f"record {position}")
        except RefusedError as refusal:
            yield refusal.at(f"record {position}")


def _lines(
    path: Path, longest: int, on_progress: Callable[[float], None]
) -> Iterator[str | RefusedError]:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if len(head) == _HEAD and b"\0" not in head:  # the sample must not end within a character
        head = head[: head.rfind(b"\n") + 1] or head
    decode(head)
    encoding = encoding_of(head)
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    size = path.stat().st_size
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, errors=errors) as stream:
        while line := stream.readline(longest + 1):
            # Buffered bytes count as read. The text stream's own tell() takes as long as parsing.
            on_progress(min(1.0, raw.tell() / size))
            if len(line) > longest and not line.endswith("\n"):
                while (rest := stream.readline(_HEAD)) and not rest.endswith("\n"):
                    pass
                yield RefusedError(f"it is longer than {longest:,} characters")
            else:
                yield _repaired(line.removeprefix("\ufeff"))


def _repaired(line: str) -> str | RefusedError:
    """Return ``line``, decoded on its own where it is not UTF-8 like the other lines."""
    try:
        line.encode()
    except UnicodeEncodeError:
        try:
            return decode(line.encode(errors="surrogateescape"))
        except RefusedError as refusal:
            return refusal
    return line


def _parsed(text: str | RefusedError) -> object:
    if isinstance(text, RefusedError):
        raise text
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, " if error.lineno > 1 else ""
        reason = f"not valid JSON ({error.msg.removesuffix(' at')} at {where}column {error.colno})"
        raise RefusedError(reason) from error
    except ValueError as error:
        raise RefusedError(f"not valid JSON ({error})") from error
    except RecursionError as error:
        raise RefusedError("not readable as JSON (nested too deeply)") from error
