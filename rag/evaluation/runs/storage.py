"""Reads and writes the folder of a run (see ``run`` for what lies in it)."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, Self, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from index import durable
from rag.errors import RunError
from rag.evaluation.metrics.measures import Summary
from rag.evaluation.results import CaseResult, CaseTimes
from rag.evaluation.runs.run import CASE_TIMES, RESULTS, RUN, RUN_TIMES, SCHEMA, Run, RunTimes

Value = TypeVar("Value")

_SYNC_EVERY = 2.0
"""Seconds: what a power cut may cost. What a kill may cost is the case being asked."""
_AGAIN = "run it again with rag eval TESTSET --out, or name another folder"


@dataclass(frozen=True, kw_only=True)
class FinishedRun:
    """A run that is finished."""

    folder: Path
    run: Run
    results: tuple[CaseResult, ...]

    @property
    def summary(self) -> Summary:
        """What the run comes to."""
        if self.run.summary is None:
            raise TypeError("a finished run has a summary")
        return self.run.summary


def load_run(folder: Path) -> Run:
    """Return the run in ``folder``, with its times where they are there.

    Raises RunError for a folder that is missing, damaged or of another version.
    """
    content = _read(folder / RUN)
    _check_schema(folder, content)
    run = _parsed(folder / RUN, content, Run)
    if not (folder / RUN_TIMES).is_file():
        return run
    return replace(run, times=_parsed(folder / RUN_TIMES, _read(folder / RUN_TIMES), RunTimes))


def load_results(folder: Path) -> list[CaseResult]:
    """Return what became of the cases, with their times, in the order of the file.

    A last line that a kill cut off is passed over. Raises RunError as ``load_run`` does.
    """
    times = {one.pop("id"): one for one in _lines(folder / CASE_TIMES, missing_ok=True)}
    results = []
    for number, line in enumerate(_whole_lines(folder / RESULTS), start=1):
        result = _parsed(folder / RESULTS, line, CaseResult, line=number)
        took = times.get(result.id)
        results.append(replace(result, times=CaseTimes(**took)) if took else result)
    return results


def save_run(folder: Path, run: Run) -> None:
    """Write ``run.json`` and, where the times are known, ``times.json``; each whole or not at all.

    Raises RunError where the folder cannot be written to.
    """
    if run.times:
        replace_file(folder / RUN_TIMES, _json(run.times, indent=2) + "\n")
    replace_file(folder / RUN, _json(replace(run, times=None), indent=2, without="times") + "\n")


def save_results(folder: Path, results: Sequence[CaseResult]) -> None:
    """Write all results anew, in this order. Raises RunError as ``save_run`` does."""
    replace_file(folder / CASE_TIMES, "".join(_times_line(one) for one in results))
    replace_file(folder / RESULTS, "".join(_result_line(one) for one in results))


class ResultsFile:
    """Appends results to a run's folder as they come. A context manager."""

    def __init__(self, folder: Path) -> None:
        """Go on where the files end, without a half line that a kill left. Raises RunError."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._files = [_opened(folder / name) for name in (CASE_TIMES, RESULTS)]
        except OSError as exc:
            raise _unwritable(folder, exc) from exc
        self._folder = folder
        self._synced = time.monotonic()

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write everything to the disk and close."""
        self._sync()
        for file in self._files:
            file.close()

    def append(self, result: CaseResult) -> None:
        """Write a result so that a kill of this process cannot take it away again.

        Its times go first: a result that is there is complete. Raises RunError.
        """
        try:
            for file, line in zip(
                self._files, (_times_line(result), _result_line(result)), strict=True
            ):
                file.write(line.encode())
                file.flush()
            if time.monotonic() - self._synced > _SYNC_EVERY:
                self._sync()
        except OSError as exc:
            raise _unwritable(self._folder, exc) from exc

    def _sync(self) -> None:
        for file in self._files:
            os.fsync(file.fileno())
        self._synced = time.monotonic()


def replace_file(path: Path, text: str) -> None:
    """Put ``text`` in the place of ``path``, and make its folder. Raises RunError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.replace_file(path, text)
    except OSError as exc:
        raise _unwritable(path.parent, exc) from exc


def _opened(path: Path) -> Any:
    """Open for appending, cut off behind the last whole line."""
    file = path.open("ab+")
    file.seek(0)
    file.truncate(file.read().rfind(b"\n") + 1)
    return file


def _result_line(result: CaseResult) -> str:
    return _json(result, without="times") + "\n"


def _times_line(result: CaseResult) -> str:
    times = result.times or CaseTimes(seconds=0.0)
    return json.dumps({"id": result.id, "seconds": times.seconds, "stages": dict(times.stages)}) + (
        "\n"
    )


def _json(value: object, *, indent: int | None = None, without: str | None = None) -> str:
    """Return JSON; characters that UTF-8 refuses, or that break lines, are escaped."""
    made: dict[str, Any] = _adapter(_hashable(type(value))).dump_python(value)
    if without:
        del made[without]
    return json.dumps(made, ensure_ascii=True, indent=indent)


def _parsed(path: Path, content: bytes, kind: type[Value], *, line: int | None = None) -> Value:
    try:
        parsed: Value = _adapter(_hashable(kind)).validate_python(json.loads(content))
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        _damaged(path, f"{place}: {first['msg']}", line=line)
    except ValueError as exc:
        _damaged(path, str(exc), line=line)
    return parsed


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    adapter: TypeAdapter[Any] = TypeAdapter(cast(Any, kind))
    return adapter


def _hashable(kind: type[Any]) -> Hashable:
    return cast(Hashable, kind)  # mypy asks whether the class's instances are


def _check_schema(folder: Path, content: bytes) -> None:
    try:
        found: Mapping[str, Any] = json.loads(content)
        schema = found.get("schema", found.get("format"))
    except (ValueError, AttributeError) as exc:
        _damaged(folder / RUN, str(exc))
    if schema != SCHEMA:
        raise RunError(
            f"the run {str(folder)!r} has format {schema!r}, this version reads format {SCHEMA}",
            hint=_AGAIN,
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as exc:
        what = "file" if path.parent.is_dir() else "folder"
        raise RunError(
            f"{str(path.parent)!r} is no run of rag eval: there is no {what}"
            f" {str(path if what == 'file' else path.parent)!r}",
            hint="name the folder that rag eval wrote, such as runs/first",
        ) from exc
    except OSError as exc:
        raise RunError(f"{str(path)!r} cannot be read: {exc.strerror}") from exc


def _whole_lines(path: Path) -> Iterable[bytes]:
    """Return the lines that end; ``bytes`` splits at line feeds alone, unlike text."""
    return _read(path).split(b"\n")[:-1]


def _lines(path: Path, *, missing_ok: bool) -> list[dict[str, Any]]:
    if missing_ok and not path.is_file():
        return []
    found = []
    for number, line in enumerate(_whole_lines(path), start=1):
        try:
            found.append(dict(json.loads(line)))
        except (ValueError, TypeError) as exc:
            _damaged(path, str(exc), line=number)
    return found


def _damaged(path: Path, reason: str, *, line: int | None = None) -> NoReturn:
    place = f"{str(path)!r}" + (f", line {line}," if line else "")
    raise RunError(f"{place} is damaged: {reason}", hint=_AGAIN)


def _unwritable(folder: Path, exc: OSError) -> RunError:
    return RunError(
        f"the results cannot be written to {str(folder)!r} ({exc.strerror})",
        hint="name a folder that can be written to with --out DIR",
    )
