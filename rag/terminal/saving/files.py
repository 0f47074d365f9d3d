"""Writing a conversation to a file whose ending says in which format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from index.durable import replace_file
from rag.errors import SaveError
from rag.terminal.saving.documents import Document
from rag.terminal.saving.html import html
from rag.terminal.saving.markdown import markdown


def _json(document: Document) -> str:
    value = {"title": document.title, "turns": document.turns}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_FORMATS: dict[str, Callable[[Document], str]] = {
    ".md": markdown,
    ".markdown": markdown,
    ".html": html,
    ".htm": html,
    ".json": _json,
}
ENDINGS = (".md", ".html", ".json")
"""The endings as they are told; some have another spelling."""


def check(path: Path, *, force: bool) -> None:
    """Raise SaveError unless a conversation can be saved so."""
    told = str(path)
    if path.suffix.lower() not in _FORMATS:
        raise SaveError(
            f"{told!r} does not say in which format to save",
            hint=f"Let the name end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.",
        )
    if path.is_dir():
        raise SaveError(f"{told!r} is a folder", hint="Name a file in it.")
    if not path.parent.is_dir():
        raise SaveError(f"there is no folder {str(path.parent)!r}", hint="Make it first.")
    if path.exists() and not force:
        raise SaveError(
            f"there is a file {told!r} already", hint="Choose another name, or add --force."
        )


def save(document: Document, path: Path, *, force: bool = False) -> None:
    """Write a document to ``path``, whole or not at all.

    Raises SaveError where the ending is unknown, the place cannot be written to or, without
    ``force``, the file is there already.
    """
    check(path, force=force)
    text = _FORMATS[path.suffix.lower()](document)
    try:
        replace_file(path, text)
    except OSError as exc:
        raise SaveError(
            f"{str(path)!r} cannot be written: {exc.strerror or exc}",
            hint="Save it in another folder.",
        ) from exc
