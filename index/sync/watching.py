"""Following files and folders: what has changed, told once it has come to rest."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from index.errors import importing
from index.reading import SUFFIXES

_REST = 0.5
"""Seconds without a change after which changes are told together."""
_LONGEST_WAIT = 10.0
"""Seconds after which they are told even where they go on."""
_CHECK_EVERY = 2.0
"""Seconds without a change after which an empty list comes, for what has to be tried again."""


def changes_in(paths: Sequence[Path], *, apart_from: Path) -> Iterator[list[Path]]:
    """Yield the files and folders that changed in ``paths``, sorted, without end.

    What is hidden, of a format that is not read, or in the folder ``apart_from`` does not count. An
    empty list comes where nothing has changed for some seconds: what changed before the first one
    may have been missed. Ctrl-C raises KeyboardInterrupt.
    """
    with importing("watchfiles"):
        import watchfiles

    roots = [Path(os.path.realpath(path)) for path in paths]
    files = {root for root in roots if not root.is_dir()}
    # Many programs save a file by putting another in its place: only its folder sees that.
    watched = {root.parent if root in files else root for root in roots}
    own = Path(os.path.realpath(apart_from))

    def counts(_: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        if path.is_relative_to(own):
            return False
        return path in files or any(
            path.is_relative_to(root) and _is_read(path.relative_to(root), path)
            for root in roots
            if root not in files
        )

    for changed in watchfiles.watch(
        *watched,
        watch_filter=counts,
        debounce=int(_LONGEST_WAIT * 1000),
        step=int(_REST * 1000),
        rust_timeout=int(_CHECK_EVERY * 1000),
        yield_on_timeout=True,
        recursive=len(files) < len(roots),
    ):
        yield sorted({Path(name) for _, name in changed})


def _is_read(inside: PurePath, path: Path) -> bool:
    if any(part.startswith(".") for part in inside.parts):
        return False
    name = path.name.lower()
    # Without an ending it may be a folder that came or went, with files in it.
    return name.endswith(SUFFIXES) or (not PurePath(name).suffix and not path.is_file())
