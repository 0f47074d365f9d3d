"""What the programs that write documents note in them: titles and authors, often of no use."""

from __future__ import annotations

import re

from index.reading.metadata import Metadata, one_line, parse_authors

_LONGEST_TITLE = 300
_FILE_NAME = re.compile(r".*\.(?:pdf|docx?|odt|rtf|indd|qxd|pages|tex|dvi|ps|html?)", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel) - .*|untitled.*|document ?\d*"
    r"|(?:layout|slide|page) ?\d+|(?:word|pdf)[ -]document",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"[\d@\\_]|microsoft|office|adobe|user|python-docx|unknown|admin", re.IGNORECASE
)


def noted(*, title: object, author: object) -> Metadata:
    """Return the metadata, without names of files, accounts and programs."""
    return Metadata(
        title=_title(title),
        authors=tuple(
            name for name in parse_authors(author) if " " in name and not _NO_PERSON.search(name)
        ),
    )


def _title(value: object) -> str | None:
    title = one_line(value)
    if not title or len(title) > _LONGEST_TITLE or " " not in title:
        return None
    return None if _FILE_NAME.fullmatch(title) or _NO_TITLE.fullmatch(title) else title
