"""A command measured as a whole: seconds, processor seconds, and the memory of all it starts."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.02
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run of a command took."""

    wall: float
    cpu: float
    """Seconds of all its processes."""
    peak_mb: float
    """Of all its processes together, as seen every 20 milliseconds."""
    output: str


def measured(command: Sequence[str], *, env: Mapping[str, str]) -> Run:
    """Run a command to its end; raise RuntimeError where it fails (3 is "not answered")."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started, peak = time.perf_counter(), 0.0
        process = subprocess.Popen(command, stdout=out, stderr=err, env={**os.environ, **env})
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            peak = max(peak, sum(resident_mb(pid) for pid in _tree(process.pid)))
            time.sleep(_PAUSE)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in (0, 3):
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {err.read()}")
        return Run(
            wall=wall,
            cpu=usage.ru_utime + usage.ru_stime,
            peak_mb=max(peak, usage.ru_maxrss / 1024),
            output=out.read(),
        )


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and all that descend from it (Linux; elsewhere only itself)."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds now (Linux; elsewhere 0)."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):  # it has just ended
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
