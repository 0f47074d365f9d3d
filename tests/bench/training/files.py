"""The sets' files: JSON, and JSON a line, packed or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any


def read_json(path: Path) -> Any:
    """Return what a JSON file holds."""
    with opened(path) as file:
        return json.load(file)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file that has one a line."""
    with opened(path) as lines:
        yield from map(json.loads, lines)


def opened(path: Path) -> IO[str]:
    """Open a text file; the end of its name says whether it is packed."""
    if path.suffix in {".gz", ".gzip"}:
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")
