"""Which ending is read how, and the one place where drafts become articles of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

from index.articles import Article
from index.errors import ReadingError
from index.reading import html, markdown, plain_text, records
from index.reading.decoding import decode
from index.reading.drafts import Draft, RefusedError
from index.reading.files import SourceFile, printable_path
from index.settings import IndexSettings

_PARSERS: dict[str, Callable[[str], Draft]] = {
    **dict.fromkeys((".txt", ".text"), plain_text.parse),
    **dict.fromkeys((".md", ".markdown"), markdown.parse),
    **dict.fromkeys((".html", ".htm", ".xhtml"), html.parse),
}
_JSON_LINES = (".jsonl", ".ndjson")
_JSON = (".json",)

SUFFIXES: tuple[str, ...] = (*_PARSERS, *_JSON_LINES, *_JSON)
"""The endings of the files that are read, in lower case."""

_MAIN_SUFFIXES = (".txt", ".md", ".html", ".jsonl", ".json")
_MEGABYTE = 1_000_000


def read(file: SourceFile, settings: IndexSettings) -> Iterator[Article | ReadingError]:
    """Yield the articles of ``file``, with an error in place of each that cannot be taken in.

    Nothing in a file, and nothing about it, makes this raise.
    """
    taken: dict[str, int] = {}
    try:
        for found in _drafts(file, settings):
            if isinstance(found, RefusedError):
                yield ReadingError(file.shown, str(found))
            else:
                yield _article(found, file, _unique(found.key, taken))
    except RefusedError as refusal:
        yield ReadingError(file.shown, str(refusal))
    except OSError as error:
        yield ReadingError(file.shown, f"it cannot be read ({error.strerror or error})")


def _drafts(file: SourceFile, settings: IndexSettings) -> Iterator[Draft | RefusedError]:
    # The ending of the name in use: the target of a link may be called anything.
    suffix = PurePath(file.shown).suffix.lower()
    if suffix not in SUFFIXES:
        raise RefusedError(
            f"{suffix!r} is not a format Dateline reads; it reads {' '.join(_MAIN_SUFFIXES)}"
            if suffix
            else f"its name has no ending to tell its format by ({' '.join(_MAIN_SUFFIXES)})"
        )
    if not file.path.stat().st_size:
        raise RefusedError("it is empty")
    if suffix in _JSON_LINES:
        yield from records.from_lines(file.path, settings.max_file_bytes)
    elif suffix in _JSON:
        yield from records.from_document(_text(file, settings.max_file_bytes))
    else:
        yield _PARSERS[suffix](_text(file, settings.max_file_bytes))


def _text(file: SourceFile, limit: int) -> str:
    """Return the decoded text of a file of at most ``limit`` bytes."""
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
