"""What a format's parser hands back: a draft of an article, or the reason there is none.

Parsers know nothing of paths; ``formats`` turns drafts into articles of a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.reading.metadata import Metadata


class RefusedError(Exception):
    """These bytes, or this record, do not make an article; the message is the reason alone."""


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
