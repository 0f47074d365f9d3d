"""Markdown: front matter gives the metadata; the body below it is the unchanged text."""

from __future__ import annotations

import re

from index.reading.formats import Draft, RefusedError
from index.reading.metadata import from_fields
from index.reading.metadata.bylines import stated
from index.reading.text_files.front_matter import front_matter
from index.reading.text_files.plain_text import title_of

_CODE_FENCE = re.compile(r" {0,3}(```|~~~)")
_TITLE = re.compile(r" {0,3}#[ \t]+(?P<title>\S.*)")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\([^()\s]*\)")
_BLOCK_MARKS = re.compile(r"(?:#{1,6}\s+|>\s*|[-*+]\s+)+")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?P<text>[^*_`]+)\1")


def parse(text: str) -> Draft:
    """Return the draft of a Markdown text; raise RefusedError where it is only front matter."""
    lines = text.split("\n")
    front = front_matter(lines)
    body = front.body
    while body < len(lines) and not lines[body].strip():
        body += 1
    content = "\n".join(lines[body:])
    if not content:
        raise RefusedError("it holds no text below its front matter")
    metadata = from_fields(front.fields).or_else(stated(content))
    return Draft(
        text=content,
        title=metadata.title
        or _first_heading(lines[body:])
        or title_of(content, without_markup=without_markup),
        metadata=metadata,
        first_line=body + 1,
        notes=front.notes,
    )


def without_markup(line: str) -> str:
    """Return a line without heading, quotation and list marks, links and emphasis."""
    line = _BLOCK_MARKS.sub("", line, count=1) if _BLOCK_MARKS.match(line) else line
    return _EMPHASIS.sub(r"\g<text>", _LINK.sub(r"\g<text>", line)).strip()


def _first_heading(lines: list[str]) -> str | None:
    in_code = False
    for line in lines:
        if _CODE_FENCE.match(line):
            in_code = not in_code
        elif not in_code and (match := _TITLE.fullmatch(line)):
            return without_markup(match["title"].rstrip("# \t")) or None
    return None
