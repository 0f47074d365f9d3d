"""The process that reads PDFs, as it is asked from here."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import index
from index.errors import InstallationError
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import Metadata

_SILENCE = 20.0
"""Seconds for one page; then the process is ended."""


def parse(path: Path, on_progress: Callable[[float], None]) -> Draft:
    """Return the draft of a PDF; each of its pages ends with ``index.articles.PAGE_END``.

    ``on_progress`` is called with the share of the pages that have been read. Raises RefusedError,
    and InstallationError where PDFium's package cannot be imported.
    """
    answer = _process().ask(path, on_progress)
    if "refused" in answer:
        raise RefusedError(answer["refused"])
    if "not_installed" in answer:
        raise InstallationError(answer["not_installed"], hint=answer["hint"])
    draft = answer["draft"]
    known = draft["metadata"]
    published = known.pop("published")
    metadata = Metadata(
        **{**known, "authors": tuple(known["authors"])},
        published=date.fromisoformat(published) if published else None,
    )
    return Draft(text=draft["text"], title=draft["title"], metadata=metadata)


class _DiedError(Exception):
    """The process ended, or was ended, before it had answered."""


class _Process:
    """One process for all files, started when it is needed, and again after it had to be ended."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._running: subprocess.Popen[str] | None = None

    def ask(self, path: Path, on_progress: Callable[[float], None]) -> dict[str, Any]:
        """Return the last answer for a file."""
        with self._turn:
            try:
                self._send(path)
                while "read" in (answer := self._next_answer()):
                    on_progress(answer["read"])
            except BaseException as error:  # else the rest of this answer would be the next one
                self._stop()
                if isinstance(error, (_DiedError, BrokenPipeError)):
                    return {"refused": "it takes too long or too much memory, or is damaged"}
                raise
            return answer

    def stop(self) -> None:
        """End the process, if it runs."""
        with self._turn:
            self._stop()

    def _send(self, path: Path) -> None:
        if self._running is None or self._running.poll() is not None:
            self._stop()
            self._start()
        assert self._running
        assert self._running.stdin
        self._running.stdin.write(json.dumps(os.fspath(path)) + "\n")
        self._running.stdin.flush()

    def _next_answer(self) -> dict[str, Any]:
        """Return the next line. Raises _DiedError."""
        assert self._running
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

    def _start(self) -> None:
        here = str(Path(index.__file__).parents[1])
        path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
        self._running = subprocess.Popen(
            [sys.executable, "-m", "index.reading.pdf"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path},
        )

    def _stop(self) -> None:
        process, self._running = self._running, None
        if process:
            process.kill()
            process.communicate()  # closes the pipes


@cache
def _process() -> _Process:
    process = _Process()
    atexit.register(process.stop)
    return process
