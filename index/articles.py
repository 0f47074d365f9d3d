"""An article as the library knows it: its text, who published it, when, and where it came from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

ID_LENGTH = 12

PAGE_END = "\f"
"""Stands in the text of an article that has pages at the end of each, of the last one too."""


def is_address(path: str) -> bool:
    """Return whether what the user named is a page of the web, not a file."""
    return path.lower().startswith(("http://", "https://"))


def path_or_address(typed: str) -> Path | str:
    """Return the file or folder that is meant, or the address of a page, which stays text."""
    return typed if is_address(typed) else Path(typed)


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article.

    ``text`` is the whole text with line feeds for line ends; every offset in Dateline is a
    character offset into it. Where the article has pages, each ends with ``PAGE_END``.
    """

    origin: str
    """What identifies the article over time: the file's absolute path (of a page of the web, the
    file that it is kept in), with ``#key`` behind it
    for one record of a file of many."""
    path: str
    """The file's path, or the address of the page, as the user named it."""
    title: str
    text: str
    source: str | None = None
    """The publisher."""
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    first_line: int = 1
    """The line of the file on which ``text`` begins, 1 for formats that are not plain lines."""
    stated: str | None = field(default=None, compare=False)
    """What the file says of the fields that a person has edited, as a JSON object by their names;
    ``None`` where that was not looked up."""

    @cached_property
    def id(self) -> str:
        """Twelve hexadecimal digits derived from ``origin`` alone."""
        return hashlib.sha256(self.origin.encode()).hexdigest()[:ID_LENGTH]

    @cached_property
    def content_hash(self) -> str:
        """Sixteen hexadecimal digits that change when anything an answer shows changes."""
        content = json.dumps(
            [
                self.title,
                self.text,
                self.source,
                self.url,
                self.authors,
                self.published and self.published.isoformat(),
                self.first_line,
            ],
            ensure_ascii=False,
        )
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def line_of(self, offset: int) -> int:
        """Return the 1-based line of the file (see ``first_line``) that holds ``text[offset]``."""
        return self.first_line + self.text.count("\n", 0, offset)

    def page_of(self, offset: int) -> int | None:
        """Return the 1-based page that holds ``text[offset]``; ``None`` without pages."""
        if not self.text.endswith(PAGE_END):
            return None
        return 1 + self.text.count(PAGE_END, 0, offset)

    def place_of(self, offset: int) -> str:
        """Return where to look ``text[offset]`` up: ``FILE:7``, or ``FILE, p. 3`` with pages.

        A page of the web has no lines.
        """
        if page := self.page_of(offset):
            return f"{self.path}, p. {page}"
        return self.path if is_address(self.path) else f"{self.path}:{self.line_of(offset)}"
