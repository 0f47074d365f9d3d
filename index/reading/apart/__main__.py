"""Reads the files that are named on stdin, one JSON object a line; answers on stdout.

The lines for a file are ``{"read": share}`` as it goes on, for each article ``{"draft": ...}``,
``{"refused": reason}`` or ``{"left_out": reason}``, and last ``{"end": {}}``, in which
``refused``, or ``not_installed`` and ``hint``, say why no more is read.
"""

from __future__ import annotations

import dataclasses
import json
import math
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.errors import InstallationError
from index.reading.formats import Draft, LeftOutError, RefusedError
from index.reading.parsers import drafts_here
from index.settings import IndexSettings

_MEMORY = 2_000_000_000
"""Bytes of address space. A page of a usual file takes less than a tenth."""
_TIME = 20
"""Seconds of processor time for one page or article; then the system ends this process."""


def main() -> None:
    """Serve until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _limit_memory()
    for line in sys.stdin:
        _limit_time()
        for answer in _answers(**json.loads(line)):
            _say(answer)


def _answers(path: str, suffix: str, settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    def on_progress(share: float) -> None:
        _say({"read": share})

    end: dict[str, str | None] = {}
    try:
        found = drafts_here(Path(path), suffix, IndexSettings(**settings), on_progress)
        yield from map(_as_json, found)
    except RefusedError as refusal:
        end = {"refused": str(refusal)}
    except InstallationError as error:
        end = {"not_installed": error.message, "hint": error.hint}
    except MemoryError:
        end = {"refused": "it takes too much memory to read"}
    except OSError as error:
        end = {"refused": f"it cannot be read ({error.strerror or error})"}
    except Exception as error:  # noqa: BLE001 - one file must not keep the others from being read
        end = {"refused": f"it cannot be read ({type(error).__name__}: {error})"}
    yield {"end": end}


def _as_json(found: Draft | RefusedError) -> dict[str, Any]:
    if isinstance(found, RefusedError):
        return {"left_out" if isinstance(found, LeftOutError) else "refused": str(found)}
    draft, published = dataclasses.asdict(found), found.metadata.published
    draft["metadata"]["published"] = published.isoformat() if published else None
    return {"draft": draft}


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    _limit_time()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _limit_time() -> None:
    """Begin to count the processor time anew."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(time.process_time()) + _TIME
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    main()
