"""Record files: one article an object, in JSON Lines or in one JSON document."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.reading import html
from index.reading.bylines import stated
from index.reading.decoding import decode, encoding_of, with_unix_lines
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import from_fields, normalised, one_line, printable, values
from index.reading.plain_text import title_of

TEXT = ("text", "body", "content", "article", "articlebody", "fulltext", "maintext")
_LISTS = ("articles", "data", "items")
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
            yield _draft(_parsed(line), default_key=str(number))
        except RefusedError as refusal:
            yield RefusedError(f"line {number}: {refusal}")
    if blank:
        raise RefusedError(_NO_RECORDS)


def from_document(
    text: str, on_progress: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    """Yield the drafts of a JSON document: an object, a list, or an object around one list.

    ``on_progress`` is called with the share of the list that has been read.
    """
    document = _parsed(text)
    records = _inner_list(document) if isinstance(document, dict) else document
    if not isinstance(records, list):
        yield _draft(document)
        return
    if not records:
        raise RefusedError(_NO_RECORDS)
    for position, record in enumerate(records, 1):
        on_progress(position / len(records))
        try:
            yield _draft(record, default_key=str(position))
        except RefusedError as refusal:
            yield RefusedError(f"record {position}: {refusal}")


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
        reason = f"not valid JSON ({error.msg} at {where}column {error.colno})"
        raise RefusedError(reason) from error
    except ValueError as error:
        raise RefusedError(f"not valid JSON ({error})") from error
    except RecursionError as error:
        raise RefusedError("not readable as JSON (nested too deeply)") from error


def _inner_list(document: Mapping[str, object]) -> object:
    """Return the list in an object that has one list and no text of its own."""
    fields = normalised(document)
    lists = [value for value in values(fields, _LISTS) if isinstance(value, list)]
    return lists[0] if len(lists) == 1 and not _text(fields) else None


def _draft(record: object, *, default_key: str | None = None) -> Draft:
    if not isinstance(record, dict):
        raise RefusedError("it is not an object with an article's fields")
    fields = normalised(record)
    text = _text(fields)
    if not text:
        raise RefusedError(f"it has no text (none of {', '.join(TEXT[:4])} holds any)")
    if html.has_markup(text):
        text = html.text_of_fragment(text)
    metadata = from_fields(record).or_else(stated(text))
    key = default_key and (one_line(fields.get("id")) or metadata.url or default_key)
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata, key=key)


def _text(fields: Mapping[str, object]) -> str | None:
    """Return the first text there is; a list of strings is one text, a paragraph each."""
    for value in values(fields, TEXT):
        paragraphs = value if isinstance(value, list) else [value]
        text = "\n\n".join(part for part in paragraphs if isinstance(part, str))
        if text.strip():
            return with_unix_lines(printable(text)).removeprefix("\ufeff")
    return None
