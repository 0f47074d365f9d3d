"""From files and folders to articles, one module a format.

Nothing here imports a parser, a date library or an encoding detector before a file needs it, so
that a program which only answers questions, or finds every file unchanged, never pays for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from index.articles import Article, is_address
from index.errors import ReadingError
from index.reading.files import Named, SourceFile, discover
from index.reading.formats import (
    MARKDOWN,
    SUFFIXES,
    Draft,
    LeftOutError,
    ReadingNote,
    RefusedError,
    bytes_to_read,
    is_table,
    suffix_of,
)
from index.reading.parsers import OnProgress, drafts
from index.text.characters import as_typed

if TYPE_CHECKING:
    from datetime import date

    from index.settings import IndexSettings

__all__ = [
    "SUFFIXES",
    "Named",
    "ReadingNote",
    "SourceFile",
    "bytes_to_read",
    "discover",
    "is_table",
    "read",
]

_DATED_NAME = re.compile(r"((?:19|20)\d\d)([-_]?)(\d\d)\2(\d\d)(?=[-_ .])")


def read(
    file: SourceFile, settings: IndexSettings, *, on_progress: OnProgress = lambda _: None
) -> Iterator[Article | ReadingError | ReadingNote]:
    """Yield the articles of ``file``, with an error in place of each that cannot be taken in.

    Notes on how an article was read come before it.

    Nothing in a file, and nothing about it, makes this raise. Raises InstallationError where a
    package that reads this format cannot be imported.
    """
    taken: dict[str, int] = {}
    try:
        for draft in drafts(file.path, suffix_of(file), settings, on_progress):
            if isinstance(draft, LeftOutError):
                yield ReadingNote(path=file.shown, text=str(draft))
            elif isinstance(draft, RefusedError):
                yield ReadingError(file.shown, str(draft))
            elif not _says_anything(as_typed(draft.text)):
                yield ReadingError(file.shown, "it holds no text")
            elif (length := len(draft.text)) > settings.max_text_chars:
                yield ReadingError(
                    file.shown,
                    f"an article of it has {length:,} characters, more than the"
                    f" {settings.max_text_chars:,} that are taken (max_text_chars)",
                )
            else:
                yield from (
                    ReadingNote(path=file.shown, text=note, lacks=draft.lacks)
                    for note in draft.notes
                )
                yield _article(draft, file, _unique(draft.key, taken))
    except RefusedError as refusal:
        yield ReadingError(file.shown, str(refusal))
    except OSError as error:
        yield ReadingError(file.shown, f"it cannot be read ({error.strerror or error})")
    on_progress(1.0)


def _says_anything(text: str) -> bool:
    """Whether there is anything in a text that can be seen; control characters cannot."""
    return any(char.isprintable() and not char.isspace() for char in text)


def _article(draft: Draft, file: SourceFile, key: str | None) -> Article:
    address, publisher = _web_place(file)
    return Article(
        origin=file.catalog_path if key is None else f"{file.catalog_path}#{key}",
        path=file.shown,
        title=as_typed(draft.title).strip() or file.path.stem,
        text=as_typed(draft.text),
        source=draft.metadata.source or publisher,
        url=draft.metadata.url or address,
        authors=draft.metadata.authors,
        published=draft.metadata.published or _date_in_name(file),
        first_line=draft.first_line,
    )


def _web_place(file: SourceFile) -> tuple[str | None, str | None]:
    """Return the address of a page that was fetched, and whose it is."""
    if not is_address(file.shown):
        return None, None
    from index.reading.metadata.publishers import domain_of, publisher_of

    return file.shown, publisher_of(file.shown) or domain_of(file.shown)


def _date_in_name(file: SourceFile) -> date | None:
    """Return the day in a name such as ``2023-02-17-school-roof.md``, as blogs and notes do it."""
    match = _DATED_NAME.match(PurePath(file.shown).name)
    if not match or suffix_of(file) not in MARKDOWN:
        return None
    from index.reading.metadata.dates import parse_date

    return parse_date(f"{match[1]}-{match[3]}-{match[4]}")


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
