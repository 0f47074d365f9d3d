"""Reading a draft: plain text, Markdown, a Word document, or what stands in a pipe."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from index.reading.decoding import decode
from index.reading.formats import RefusedError
from index.text.sentences import paragraph_spans
from rag.drafts.draft import Block, BlockKind, Draft, Format
from rag.errors import DraftError, DraftUnreadableError

_FORMATS = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".docx": Format.WORD,
}
STDIN = Path("-")
"""The name that stands for what is piped in, which is read as Markdown."""
_ITEM = re.compile(r"[ \t]*(?:[-*•–]|\d{1,3}[.)])[ \t]+(?=\S)")
_LONGEST = 50_000_000
"""Bytes; more is no draft."""


def read_draft(path: Path) -> Draft:
    """Return the draft in a file; ``-`` is standard input.

    Raises DraftError where there is none, DraftUnreadableError where its format is not read.
    """
    if path == STDIN:
        raw, kind = sys.stdin.buffer.read(_LONGEST + 1), Format.MARKDOWN
    else:
        raw = _bytes_of(path)
        kind = _format_of(path)
    if len(raw) > _LONGEST:
        raise DraftUnreadableError(f"the draft {str(path)!r} is larger than 50 MB")
    try:
        draft = draft_of(raw, kind)
    except RefusedError as exc:
        raise DraftUnreadableError(f"the draft {str(path)!r} cannot be read: {exc}") from exc
    if not draft.sentences:
        raise DraftError(f"the draft {str(path)!r} has no sentence in it")
    return draft


def draft_of(raw: bytes, kind: Format) -> Draft:
    """Return the draft that ``raw`` is. Raises RefusedError with the reason."""
    if kind is Format.WORD:
        from rag.drafts.formats.word import parse as parse_word  # python-docx takes 0.1 s to import

        return parse_word(io.BytesIO(raw))
    text = decode(raw)
    if kind is Format.MARKDOWN:
        from rag.drafts.formats.markdown import parse as parse_markdown

        return parse_markdown(text)
    return Draft(text=text, format=kind, blocks=tuple(_plain_blocks(text)))


def _format_of(path: Path) -> Format:
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise DraftUnreadableError(
            f"the draft {str(path)!r} is in a format that is not read",
            hint="Save it as .txt, .md or .docx, or pipe its text in: rag check -",
        )
    return kind


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST + 1)
    except FileNotFoundError:
        raise DraftError(
            f"there is no draft {str(path)!r}", hint="rag check DRAFT takes a file, or - for stdin."
        ) from None
    except IsADirectoryError:
        raise DraftError(f"{str(path)!r} is a folder", hint="Name a file in it.") from None
    except OSError as exc:
        raise DraftUnreadableError(
            f"the draft {str(path)!r} cannot be read: {exc.strerror or exc}"
        ) from exc


def _plain_blocks(text: str) -> Iterator[Block]:
    for start, end in paragraph_spans(text):
        item = _ITEM.match(text, start, end)
        first = item.end() if item else start
        if text[first:end].strip():
            kind = BlockKind.ITEM if item else BlockKind.PARAGRAPH
            yield Block(kind=kind, text=text[first:end], origins=range(first, end))
