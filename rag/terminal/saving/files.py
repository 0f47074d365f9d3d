"""Writing what was found to a file whose ending says in which format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from index.durable import replace_file
from index.text.visible import json_text
from rag.errors import SaveError
from rag.terminal.saving.bibliography import bibtex, csl_json
from rag.terminal.saving.documents import Document
from rag.terminal.saving.html import html
from rag.terminal.saving.markdown import markdown

ENDINGS = (".md", ".html", ".docx", ".json", ".bib", ".csl.json")
"""Those of a conversation."""
_OTHER_SPELLINGS = {".markdown": ".md", ".htm": ".html"}


def ending(path: Path) -> str:
    """Return the ending of a name in its usual spelling."""
    if path.name.lower().endswith(".csl.json"):
        return ".csl.json"
    suffix = path.suffix.lower()
    return _OTHER_SPELLINGS.get(suffix, suffix)


def check(path: Path, *, force: bool, endings: Sequence[str] = ENDINGS) -> None:
    """Raise SaveError unless something can be saved so, in one of the formats of ``endings``."""
    name = str(path)
    if ending(path) not in endings:
        raise SaveError(
            f"{name!r} does not say in which format to save",
            hint=f"Let the name end in {', '.join(endings[:-1])} or {endings[-1]}.",
        )
    if path.is_dir():
        raise SaveError(f"{name!r} is a folder", hint="Name a file in it.")
    if not path.parent.is_dir():
        raise SaveError(f"there is no folder {str(path.parent)!r}", hint="Make it first.")
    if path.exists() and not force:
        raise SaveError(
            f"there is a file {name!r} already", hint="Choose another name, or add --force."
        )


def write(path: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all. Raises SaveError."""
    try:
        replace_file(path, content)
    except OSError as exc:
        raise SaveError(
            f"{str(path)!r} cannot be written: {exc.strerror or exc}",
            hint="Save it in another folder.",
        ) from exc


def save(document: Document, path: Path, *, force: bool = False) -> None:
    """Write a conversation to ``path``.

    Raises SaveError where the ending is unknown, the place cannot be written to or, without
    ``force``, the file is there already.
    """
    check(path, force=force)
    formats: dict[str, Callable[[Document], str | bytes]] = {
        ".md": markdown,
        ".html": html,
        ".docx": _word,
        ".json": _json,
        ".bib": lambda one: bibtex(one.articles),
        ".csl.json": lambda one: csl_json(one.articles),
    }
    write(path, formats[ending(path)](document))


def _word(document: Document) -> bytes:
    from rag.terminal.saving.word import word  # python-docx takes 0.1 s to import

    return word(document)


def _json(document: Document) -> str:
    value = {"title": document.title, "made": document.made, "turns": document.turns}
    return json_text(value) + "\n"
