"""Which ending is read how, and the one place where drafts become articles of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from index.articles import Article
from index.errors import ReadingError
from index.reading.drafts import Draft, RefusedError
from index.reading.files import SourceFile, printable_path

if TYPE_CHECKING:
    from index.settings import IndexSettings

_TEXT = (".txt", ".text")
_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_JSON_LINES = (".jsonl", ".ndjson")
_JSON = (".json",)

SUFFIXES: tuple[str, ...] = (*_TEXT, *_MARKDOWN, *_HTML, *_JSON_LINES, *_JSON)
"""The endings of the files that are read, in lower case."""

_MAIN_SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".json")
_MEGABYTE = 1_000_000


def bytes_to_read(file: SourceFile, *, size: int, longest: int) -> int:
    """Return how many bytes of a file of ``size`` are read; 0 of one that is refused unread.

    ``longest`` is the setting ``max_file_bytes``.
    """
    suffix = _suffix(file)
    return size if suffix in SUFFIXES and (size <= longest or suffix in _JSON_LINES) else 0


def read(
    file: SourceFile, settings: IndexSettings, *, told: Callable[[float], None] = lambda _: None
) -> Iterator[Article | ReadingError]:
    """Yield the articles of ``file``, with an error in place of each that cannot be taken in.

    ``told`` is told what share of the file has been read, 0 to 1. Nothing in a file, and nothing
    about it, makes this raise.
    """
    taken: dict[str, int] = {}
    try:
        for found in _drafts(file, settings, told):
            if isinstance(found, RefusedError):
                yield ReadingError(file.shown, str(found))
            else:
                yield _article(found, file, _unique(found.key, taken))
    except RefusedError as refusal:
        yield ReadingError(file.shown, str(refusal))
    except OSError as error:
        yield ReadingError(file.shown, f"it cannot be read ({error.strerror or error})")
    told(1.0)


def _suffix(file: SourceFile) -> str:
    # The ending of the name in use: the target of a link may be called anything.
    return PurePath(file.shown).suffix.lower()


def _drafts(
    file: SourceFile, settings: IndexSettings, told: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    suffix = _suffix(file)
    if suffix not in SUFFIXES:
        raise RefusedError(
            f"{suffix!r} is not a format Dateline reads; it reads {' '.join(_MAIN_SUFFIXES)}"
            if suffix
            else f"its name has no ending to tell its format by ({' '.join(_MAIN_SUFFIXES)})"
        )
    if not file.path.stat().st_size:
        raise RefusedError("it is empty")
    if suffix in (*_JSON_LINES, *_JSON):
        yield from _records(file, suffix, settings.max_file_bytes, told)
    else:
        yield _parser(suffix)(_text(file, settings.max_file_bytes))


def _records(
    file: SourceFile, suffix: str, longest: int, told: Callable[[float], None]
) -> Iterator[Draft | RefusedError]:
    from index.reading import records

    if suffix in _JSON_LINES:
        return records.from_lines(file.path, longest, told)
    return records.from_document(_text(file, longest), told)


def _parser(suffix: str) -> Callable[[str], Draft]:
    """Return what reads files of this ending; nothing is imported for the other endings."""
    if suffix in _MARKDOWN:
        from index.reading import markdown

        return markdown.parse
    if suffix in _HTML:
        from index.reading import html

        return html.parse
    from index.reading import plain_text

    return plain_text.parse


def _text(file: SourceFile, limit: int) -> str:
    """Return the decoded text of a file of at most ``limit`` bytes."""
    from index.reading.decoding import decode

    size = file.path.stat().st_size
    if size > limit:
        raise RefusedError(
            f"it has {size / _MEGABYTE:,.1f} MB, more than the limit of"
            f" {limit / _MEGABYTE:,.1f} MB (max_file_bytes)"
        )
    text = decode(file.path.read_bytes())
    if not text.strip():
        raise RefusedError("it holds no text")
    return text


def _article(draft: Draft, file: SourceFile, key: str | None) -> Article:
    origin = printable_path(file.path.as_posix())
    return Article(
        origin=origin if key is None else f"{origin}#{key}",
        path=file.shown,
        title=draft.title,
        text=draft.text,
        source=draft.metadata.source,
        url=draft.metadata.url,
        authors=draft.metadata.authors,
        published=draft.metadata.published,
        first_line=draft.first_line,
    )


def _unique(key: str | None, taken: dict[str, int]) -> str | None:
    """Return ``key``, as ``key~2``, ``key~3`` ... where the file has used it before."""
    if key is None:
        return None
    candidate = key
    while candidate in taken:
        taken[key] += 1
        candidate = f"{key}~{taken[key]}"
    taken[candidate] = 1
    return candidate
