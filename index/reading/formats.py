"""Which formats are read, and what a format's parser hands back.

Parsers know nothing of paths: they return a draft of an article, or refuse with the reason.
``index.reading.read`` makes articles of a file from drafts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Self

from index.articles import is_address
from index.reading.files import SourceFile

if TYPE_CHECKING:  # its patterns take some milliseconds to compile, in vain where nothing is read
    from index.reading.metadata import Metadata

TEXT = (".txt", ".text")
MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm", ".xhtml")
JSON_LINES = (".jsonl", ".ndjson")
JSON = (".json",)
PDF = (".pdf",)
WORD = (".docx", ".docm")
OPEN_DOCUMENT = (".odt",)
RICH_TEXT = (".rtf",)
EPUB = (".epub",)
MESSAGE = (".eml",)
MAILBOX = (".mbox",)
FEED = (".rss", ".atom", ".xml", ".opml")
MHTML = (".mhtml", ".mht")
WARC = (".warc", ".warc.gz")
DELIMITED = (".csv", ".tsv")
NEWSWIRE = (".sgm", ".sgml")

ATTACHED = frozenset(
    (*TEXT, *MARKDOWN, *HTML, *PDF, *WORD, *OPEN_DOCUMENT, *RICH_TEXT, *EPUB, *MESSAGE, *MHTML)
)
"""The formats of articles by themselves, as they come attached to mail."""
SUFFIXES: tuple[str, ...] = (
    *(*TEXT, *MARKDOWN, *HTML, *JSON_LINES, *JSON, *PDF, *WORD, *OPEN_DOCUMENT, *RICH_TEXT, *EPUB),
    *(*MESSAGE, *MAILBOX, *FEED, *MHTML, *WARC, *DELIMITED, *NEWSWIRE),
)
"""The endings of the files that are read, in lower case."""
MAIN_SUFFIXES = (".txt", ".md", ".html", ".pdf", ".docx", ".odt", ".eml", ".jsonl", ".csv")
"""The best known of them."""
STREAMED = (*JSON_LINES, *MAILBOX, *WARC)
"""Formats of which a file may have any size: each article of it counts for itself."""


class RefusedError(Exception):
    """These bytes, or this record, do not make an article; the message is the reason alone."""

    def at(self, place: str) -> Self:
        """Return the same refusal with a place within the file before its reason."""
        return type(self)(f"{place}: {self}")


class LeftOutError(RefusedError):
    """This record is no article, and nothing is wrong with that: a note says so."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An article without its place: text with Unix line ends and what is known about it."""

    text: str
    title: str
    metadata: Metadata
    first_line: int = 1
    """The line of the file on which ``text`` begins, 1 for formats that are not plain lines."""
    key: str | None = None
    """What tells this record from the others of its file."""
    notes: tuple[str, ...] = ()
    """What its reader should know about how it was read."""
    lacks: str = ""
    """The module that would have read more of it, where that is not installed."""

    def at(self, place: str) -> Self:
        """Return the same draft with a place within the file before its notes."""
        if not self.notes:
            return self
        return replace(self, notes=tuple(f"{place}: {note}" for note in self.notes))


@dataclass(frozen=True, kw_only=True)
class ReadingNote:
    """What the user should know about how a file, or an article of it, was read."""

    path: str
    text: str
    lacks: str = ""
    """The module that would have read more, where that is not installed."""


def suffix_of(file: SourceFile) -> str:
    """Return the ending that tells a file's format, in lower case."""
    # The ending of the name in use: the target of a link may be called anything.
    named = file.path.name if is_address(file.shown) else file.shown
    name = PurePath(named).name.lower()
    return next((one for one in WARC if name.endswith(one)), PurePath(name).suffix)


def is_table(file: SourceFile) -> bool:
    """Return whether the setting ``columns`` bears on a file."""
    return suffix_of(file) in DELIMITED


def bytes_to_read(file: SourceFile, *, size: int, longest: int) -> int:
    """Return how many bytes of a file of ``size`` are read; 0 of one that is refused unread.

    ``longest`` is the setting ``max_file_bytes``.
    """
    suffix = suffix_of(file)
    return size if suffix in SUFFIXES and (size <= longest or suffix in STREAMED) else 0
