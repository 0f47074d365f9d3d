"""Which parser reads which file.

A parser is imported when a file of its format is read, for some take as long as reading does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.reading.formats import (
    DELIMITED,
    EPUB,
    FEED,
    HTML,
    JSON,
    JSON_LINES,
    MAILBOX,
    MAIN_SUFFIXES,
    MARKDOWN,
    MESSAGE,
    MHTML,
    NEWSWIRE,
    OPEN_DOCUMENT,
    PDF,
    RICH_TEXT,
    STREAMED,
    SUFFIXES,
    WARC,
    WORD,
    Draft,
    RefusedError,
)

if TYPE_CHECKING:
    from index.settings import IndexSettings

_MEGABYTE = 1_000_000
_SAVE_AS = {
    **dict.fromkeys((".doc", ".dot", ".pages", ".wpd", ".wps"), ".docx"),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".numbers"), ".csv"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key", ".djvu", ".xps", ".ps"), ".pdf"),
    **dict.fromkeys((".msg", ".pst"), ".eml"),
    **dict.fromkeys((".mobi", ".azw3"), ".epub"),
}
"""Formats that are not read, with one that their programs can write."""

_ALWAYS_APART = frozenset((*PDF, *WORD, *OPEN_DOCUMENT, *EPUB, *RICH_TEXT, *WARC))
"""Formats whose parsers are other people's, and whose files are packed, or whose parser (warcio)
writes what it cannot read to stderr, which is the user's terminal here."""
_APART_IF_LARGE = frozenset((*HTML, *MHTML, *FEED, *MESSAGE, *MAILBOX, *DELIMITED))
_LARGE = 100_000
"""Bytes. Larger than most pages and messages; any format of these is then read apart."""
_MANY_TAGS = 5_000
"""trafilatura takes time by the square of a paragraph's elements: 6,000 take seconds."""

OnProgress = Callable[[float], None]
"""Called with the share of a file that has been read, 0 to 1."""
Drafts = Iterator[Draft | RefusedError]
Reader = Callable[[Path, "IndexSettings", OnProgress], Drafts]


def drafts(path: Path, suffix: str, settings: IndexSettings, on_progress: OnProgress) -> Drafts:
    """Yield what a file holds, with the reason in place of each article that cannot be taken in.

    ``suffix`` tells the format. Raises RefusedError for a file of which nothing is taken in, and
    OSError.
    """
    if suffix in _SAVE_AS:
        raise RefusedError(f"{suffix!r} files are not read; save it as {_SAVE_AS[suffix]}")
    if suffix not in SUFFIXES:
        raise RefusedError(
            f"{suffix!r} is not a format Dateline reads; it reads {' '.join(MAIN_SUFFIXES)}"
            " and others (see docs/reference/formats.md)"
            if suffix
            else f"its name has no ending to tell its format by ({' '.join(MAIN_SUFFIXES)})"
        )
    size, longest = path.stat().st_size, settings.max_file_bytes
    if not size:
        raise RefusedError("it is empty")
    if size > longest and suffix not in STREAMED:
        raise RefusedError(
            f"it has {size / _MEGABYTE:,.1f} MB, more than the limit of"
            f" {longest / _MEGABYTE:,.1f} MB (max_file_bytes)"
        )
    if _is_read_apart(path, suffix, size):
        from index.reading import apart

        yield from apart.read(path, suffix, settings, on_progress)
    else:
        yield from drafts_here(path, suffix, settings, on_progress)


def drafts_here(
    path: Path, suffix: str, settings: IndexSettings, on_progress: OnProgress
) -> Drafts:
    """Yield the same of a file that is fit to be read, in this process whatever it takes."""
    return _reader(suffix)(path, settings, on_progress)


def _is_read_apart(path: Path, suffix: str, size: int) -> bool:
    """Return whether a file may take its parser more time or memory than its size tells."""
    if suffix in _ALWAYS_APART:
        return True
    if suffix not in _APART_IF_LARGE:
        return False
    return size > _LARGE or path.read_bytes().count(b"<") > _MANY_TAGS


def _reader(suffix: str) -> Reader:
    """Return what reads files of a format."""
    for suffixes, reader in _READERS.items():
        if suffix in suffixes:
            return reader
    return _plain_text


def _decoded(path: Path) -> str:
    from index.reading.decoding import decode

    text = decode(path.read_bytes())
    if not text.strip():
        raise RefusedError("it holds no text")
    return text


def _plain_text(path: Path, _: IndexSettings, __: OnProgress) -> Drafts:
    from index.reading.text_files import databases, plain_text

    text = _decoded(path)
    yield from list(databases.drafts_of(text)) or [plain_text.parse(text)]


def _exported(draft: Draft) -> Drafts:
    """Yield the articles of a document that a news database has made, or else the document."""
    from index.reading.text_files import databases

    found = list(databases.drafts_of(draft.text))
    yield from (replace(each, first_line=1) for each in found or [draft])


def _markdown(path: Path, _: IndexSettings, __: OnProgress) -> Drafts:
    from index.reading.text_files import markdown

    yield markdown.parse(_decoded(path))


def _html(path: Path, _: IndexSettings, __: OnProgress) -> Drafts:
    from index.reading.web import html

    yield from html.drafts(_decoded(path))


def _json_lines(path: Path, settings: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading import records

    return records.from_lines(path, settings.max_file_bytes, on_progress)


def _json(path: Path, _: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading import records

    return records.from_document(_decoded(path), on_progress)


def _pdf(path: Path, settings: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading.pdf import document

    yield document.parse(path, settings, on_progress)


def _word(path: Path, settings: IndexSettings, _: OnProgress) -> Drafts:
    from index.reading.documents import word

    yield from _exported(word.parse(path, settings.max_file_bytes))


def _open_document(path: Path, settings: IndexSettings, _: OnProgress) -> Drafts:
    from index.reading.documents import open_document

    yield from _exported(open_document.parse(path, settings.max_file_bytes))


def _rich_text(path: Path, _: IndexSettings, __: OnProgress) -> Drafts:
    from index.reading.documents import rich_text

    yield from _exported(rich_text.parse(path))


def _epub(path: Path, settings: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading.documents import epub

    return epub.read(path, settings.max_file_bytes, on_progress)


def _message(path: Path, settings: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading.text_files import mail

    return mail.from_message(path, settings, on_progress)


def _mailbox(path: Path, settings: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading.text_files import mail

    return mail.from_mailbox(path, settings, on_progress)


def _feed(path: Path, _: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading.records import newswire, xml_records
    from index.reading.web import feeds

    content = path.read_bytes()
    if xml_records.is_one(content):
        return xml_records.read(content, on_progress)
    if newswire.is_one(content):
        return newswire.read(_decoded(path), on_progress)
    return feeds.read(content, on_progress)


def _mhtml(path: Path, _: IndexSettings, __: OnProgress) -> Drafts:
    from index.reading.web import web_archives

    yield web_archives.from_mhtml(path)


def _warc(path: Path, settings: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading.web import web_archives

    return web_archives.from_warc(path, settings.max_file_bytes, on_progress)


def _delimited(path: Path, settings: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading.records import delimited

    return delimited.read(path, settings.columns, settings.max_file_bytes, on_progress)


def _newswire(path: Path, _: IndexSettings, on_progress: OnProgress) -> Drafts:
    from index.reading.records import newswire

    return newswire.read(_decoded(path), on_progress)


_READERS: dict[tuple[str, ...], Reader] = {
    MARKDOWN: _markdown,
    HTML: _html,
    JSON_LINES: _json_lines,
    JSON: _json,
    PDF: _pdf,
    WORD: _word,
    OPEN_DOCUMENT: _open_document,
    RICH_TEXT: _rich_text,
    EPUB: _epub,
    MESSAGE: _message,
    MAILBOX: _mailbox,
    FEED: _feed,
    MHTML: _mhtml,
    WARC: _warc,
    DELIMITED: _delimited,
    NEWSWIRE: _newswire,
}
