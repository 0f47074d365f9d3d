"""Which parser reads which file.

A parser is imported when a file of its format is read, for some take as long as reading does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from index.reading.formats import (
    HTML,
    JSON,
    JSON_LINES,
    MAIN_SUFFIXES,
    MARKDOWN,
    PDF,
    STREAMED,
    SUFFIXES,
    Draft,
    RefusedError,
)

_MEGABYTE = 1_000_000

OnProgress = Callable[[float], None]
"""Called with the share of a file that has been read, 0 to 1."""
Drafts = Iterator[Draft | RefusedError]


def drafts(path: Path, suffix: str, longest: int, on_progress: OnProgress) -> Drafts:
    """Yield what a file holds, with the reason in place of each article that cannot be taken in.

    ``suffix`` tells the format; ``longest`` is the setting ``max_file_bytes``. Raises RefusedError
    for a file of which nothing is taken in, and OSError.
    """
    if suffix not in SUFFIXES:
        raise RefusedError(
            f"{suffix!r} is not a format Dateline reads; it reads {' '.join(MAIN_SUFFIXES)}"
            if suffix
            else f"its name has no ending to tell its format by ({' '.join(MAIN_SUFFIXES)})"
        )
    size = path.stat().st_size
    if not size:
        raise RefusedError("it is empty")
    if size > longest and suffix not in STREAMED:
        raise RefusedError(
            f"it has {size / _MEGABYTE:,.1f} MB, more than the limit of"
            f" {longest / _MEGABYTE:,.1f} MB (max_file_bytes)"
        )
    yield from _reader(suffix)(path, longest, on_progress)


def _reader(suffix: str) -> Callable[[Path, int, OnProgress], Drafts]:
    """Return what reads files of a format."""
    if suffix in JSON_LINES:
        from index.reading import records

        return records.from_lines
    if suffix in JSON:
        from index.reading import records

        return lambda path, _, on_progress: records.from_document(_text(path), on_progress)
    if suffix in PDF:
        from index.reading import pdf

        return lambda path, _, on_progress: iter([pdf.parse(path, on_progress)])
    parse = _text_parser(suffix)
    return lambda path, _, __: iter([parse(_text(path))])


def _text_parser(suffix: str) -> Callable[[str], Draft]:
    if suffix in MARKDOWN:
        from index.reading import markdown

        return markdown.parse
    if suffix in HTML:
        from index.reading import html

        return html.parse
    from index.reading import plain_text

    return plain_text.parse


def _text(path: Path) -> str:
    """Return the decoded text of a file."""
    from index.reading.decoding import decode

    text = decode(path.read_bytes())
    if not text.strip():
        raise RefusedError("it holds no text")
    return text
