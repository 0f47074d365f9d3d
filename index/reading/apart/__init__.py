"""Reading in a process of its own: a file can have a parser take any time or memory, or crash.

``read`` asks ``python -m index.reading.apart``, which is started when it is needed, and again after
it had to be ended.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import index
from index.errors import InstallationError
from index.reading.formats import Draft, LeftOutError, RefusedError
from index.reading.metadata import Metadata

if TYPE_CHECKING:
    from index.settings import IndexSettings

_SILENCE = 20.0 if os.name == "nt" else 180.0
"""Seconds until the next page or article; then the process is ended.

Where a process can limit its own processor time it does, to a part of this: on a busy machine
much more time passes than a file takes.
"""


def read(
    path: Path, suffix: str, settings: IndexSettings, on_progress: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    """Yield what a file holds, as ``index.reading.parsers.drafts`` does.

    Raises RefusedError, also where the file takes too much, and InstallationError.
    """
    process = _idle.pop() if _idle else _Process()
    try:
        process.send(path=str(path), suffix=suffix, settings=settings.model_dump(mode="json"))
        while "end" not in (answer := process.next_answer()):
            if "read" in answer:
                on_progress(answer["read"])
            else:
                yield _draft(answer)
    except (_DiedError, BrokenPipeError):
        process.stop()
        raise RefusedError("it takes too long or too much memory, or is damaged") from None
    except BaseException:  # else the rest of this answer would be the next one
        process.stop()
        raise
    _idle.append(process)
    if "refused" in answer["end"]:
        raise RefusedError(answer["end"]["refused"])
    if "not_installed" in answer["end"]:
        raise InstallationError(answer["end"]["not_installed"], hint=answer["end"]["hint"])


def _draft(answer: dict[str, Any]) -> Draft | RefusedError:
    if "left_out" in answer:
        return LeftOutError(answer["left_out"])
    if "refused" in answer:
        return RefusedError(answer["refused"])
    told, known = answer["draft"], answer["draft"]["metadata"]
    published = known.pop("published")
    metadata = Metadata(
        **{**known, "authors": tuple(known["authors"])},
        published=date.fromisoformat(published) if published else None,
    )
    return Draft(**{**told, "metadata": metadata, "notes": tuple(told["notes"])})


class _DiedError(Exception):
    """The process ended, or was ended, before it had answered."""


class _Process:
    """One process, which reads one file after the other."""

    def __init__(self) -> None:
        here = str(Path(index.__file__).parents[1])
        path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
        self._running = subprocess.Popen(  # -P: the folder it runs in may hold modules too
            [sys.executable, "-P", "-m", "index.reading.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path},
        )

    def send(self, **request: Any) -> None:
        """Ask for a file. Raises BrokenPipeError where the process has ended meanwhile."""
        assert self._running.stdin
        self._running.stdin.write(json.dumps(request) + "\n")
        self._running.stdin.flush()

    def next_answer(self) -> dict[str, Any]:
        """Return the next line. Raises _DiedError."""
        assert self._running.stdout
        watchdog = threading.Timer(_SILENCE, self._running.kill)
        watchdog.start()
        try:
            line = self._running.stdout.readline()
        finally:
            watchdog.cancel()
        if not line.endswith("\n"):
            raise _DiedError
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        """End the process."""
        self._running.kill()
        self._running.communicate()  # closes the pipes


_idle: list[_Process] = []
"""Processes that wait for a file; as many as files were ever read at the same time."""


@atexit.register
def _stop_all() -> None:
    while _idle:
        _idle.pop().stop()
