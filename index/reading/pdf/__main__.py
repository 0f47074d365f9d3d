"""Reads the PDFs whose paths come on stdin, one JSON string a line; answers on stdout.

The lines for a file are ``{"read": share}`` after each page, and last ``{"draft": ...}``,
``{"refused": reason}`` or ``{"not_installed": message, "hint": hint}``.
"""

from __future__ import annotations

import dataclasses
import json
import signal
import sys
from pathlib import Path
from typing import Any

from index.errors import InstallationError
from index.reading.formats import Draft, RefusedError
from index.reading.pdf.document import parse

_MEMORY = 2_000_000_000
"""Bytes of address space. A page of a usual file takes less than a tenth."""


def main() -> None:
    """Serve until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _limit_memory()
    for line in sys.stdin:
        _say(_answer(Path(json.loads(line))))


def _answer(path: Path) -> dict[str, Any]:
    try:
        return {"draft": _as_json(parse(path, lambda share: _say({"read": share})))}
    except RefusedError as refusal:
        return {"refused": str(refusal)}
    except InstallationError as error:
        return {"not_installed": error.message, "hint": error.hint}
    except MemoryError:
        return {"refused": "it takes too much memory to read"}
    except Exception as error:  # noqa: BLE001 - one file must not keep the others from being read
        return {"refused": f"it cannot be read ({type(error).__name__}: {error})"}


def _as_json(draft: Draft) -> dict[str, Any]:
    metadata = dataclasses.asdict(draft.metadata)
    published = draft.metadata.published
    metadata["published"] = published.isoformat() if published else None
    return {"text": draft.text, "title": draft.title, "metadata": metadata}


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
