"""Reads the files of a test set as checked records; what is wrong is named by file and place."""

from __future__ import annotations

import codecs
import reprlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

from pydantic import BaseModel, StringConstraints, ValidationError

from rag.errors import TestSetError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Record = TypeVar("Record", bound=BaseModel)

NonBlank = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def reject(
    path: Path,
    reason: str,
    *,
    line: int | None = None,
    field: str | None = None,
    hint: str | None = None,
) -> NoReturn:
    """Raise the ``TestSetError`` that names the file and, where known, the line and the field."""
    place = str(path)
    if line is not None:
        place += f", line {line}"
    if field:
        place += f", field {field!r}"
    raise TestSetError(f"{place}: {reason}", hint=hint)


def read_bytes(path: Path) -> bytes:
    """Return the file's content without its byte order mark, or raise ``TestSetError``."""
    try:
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        reject(
            path,
            f"cannot be read ({error.strerror})",
            hint="Name a .jsonl or .csv test set, a SQuAD .json file or a BEIR folder.",
        )


def parse(path: Path, content: bytes, kind: type[Record], *, line: int | None = None) -> Record:
    """Return ``content``, one JSON object, as a ``kind``, or raise ``TestSetError``."""
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        _reject_record(path, error, kind, line=line)


def checked(
    path: Path, values: Mapping[str, object], kind: type[Record], *, line: int | None = None
) -> Record:
    """Return ``values`` as a ``kind``, or raise ``TestSetError``."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        _reject_record(path, error, kind, line=line)


def _reject_record(
    path: Path, error: ValidationError, kind: type[Record], *, line: int | None
) -> NoReturn:
    first = error.errors(include_url=False)[0]
    known = ", ".join(field.alias or name for name, field in kind.model_fields.items())
    hint = f"Known fields: {known}." if first["type"] == "extra_forbidden" else None
    reject(path, _reason(first), line=line, field=_field(first), hint=hint)


def read_lines(path: Path, kind: type[Record]) -> Iterator[tuple[int, Record]]:
    """Yield the records of a JSONL file with their 1-based lines; blank lines are passed over."""
    # Bytes are split at line ends alone, text also at U+2028 and its like, which JSON allows.
    for number, content in enumerate(read_bytes(path).splitlines(), start=1):
        if content.strip():
            yield number, parse(path, content, kind, line=number)


def _field(error: ErrorDetails) -> str:
    """Return the place of the error as one would write it: ``evidence[0].quote``."""
    place = ""
    for part in error["loc"]:
        place += f"[{part}]" if isinstance(part, int) else f".{part}"
    return place.removeprefix(".")


def _reason(error: ErrorDetails) -> str:
    match error["type"]:
        case "extra_forbidden":
            return "is not a field of a test set"
        case "missing":
            return "is missing"
        case "string_too_short":
            return "is empty"
        case "json_invalid":
            return error["msg"]
        case _:
            return f"{error['msg']}, not {reprlib.repr(error['input'])}"
