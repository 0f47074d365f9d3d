"""How much memory a process has, as the system counts it."""

from __future__ import annotations

from pathlib import Path


def resident_mb(pid: int | str = "self", *, peak: bool = False) -> int:
    """Return a process's resident memory in megabytes: now, or at most since it started.

    Not ``getrusage``: its peak begins with that of the process which started this one.
    """
    field = "VmHWM:" if peak else "VmRSS:"
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) // 1024
    return 0
