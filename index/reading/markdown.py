"""Markdown: YAML front matter gives the metadata; the body below it is the unchanged text."""

from __future__ import annotations

import re

from index.errors import importing
from index.reading.bylines import stated
from index.reading.formats import Draft, RefusedError
from index.reading.metadata import from_fields
from index.reading.plain_text import title_of

_FENCE = "---"
_FENCE_ENDS = (_FENCE, "...")
_CODE_FENCE = re.compile(r" {0,3}(```|~~~)")
_TITLE = re.compile(r" {0,3}#[ \t]+(?P<title>\S.*)")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\([^()\s]*\)")
_BLOCK_MARKS = re.compile(r"(?:#{1,6}\s+|>\s*|[-*+]\s+)+")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?P<text>[^*_`]+)\1")


def parse(text: str) -> Draft:
    """Return the draft of a Markdown text; raise RefusedError for broken front matter."""
    lines = text.split("\n")
    fields, body = _front_matter(lines)
    while body < len(lines) and not lines[body].strip():
        body += 1
    content = "\n".join(lines[body:])
    if not content:
        raise RefusedError("it holds no text below its front matter")
    metadata = from_fields(fields).or_else(stated(content))
    return Draft(
        text=content,
        title=metadata.title
        or _first_heading(lines[body:])
        or title_of(content, without_markup=without_markup),
        metadata=metadata,
        first_line=body + 1,
    )


def without_markup(line: str) -> str:
    """Return a line without heading, quotation and list marks, links and emphasis."""
    line = _BLOCK_MARKS.sub("", line, count=1) if _BLOCK_MARKS.match(line) else line
    return _EMPHASIS.sub(r"\g<text>", _LINK.sub(r"\g<text>", line)).strip()


def _front_matter(lines: list[str]) -> tuple[dict[str, object], int]:
    """Return the fields above the text and the index of the first line below them."""
    if lines[0].rstrip() != _FENCE:
        return {}, 0
    ends = (n for n, line in enumerate(lines[1:], 1) if line.rstrip() in _FENCE_ENDS)
    end = next(ends, None)
    if end is None:  # a thematic break
        return {}, 0
    fields = _fields("\n".join(lines[1:end]))
    return ({}, 0) if fields is None else (fields, end + 1)


def _fields(source: str) -> dict[str, object] | None:
    """Return the mapping in ``source``, ``None`` where it is prose between two breaks."""
    with importing("pyyaml"):
        import yaml

    try:
        # BaseLoader makes every scalar a string, so that the title "No" stays one and an
        # impossible date is a date to ignore, not an exception.
        fields = yaml.load(source, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 2}: " if mark else ""
        raise RefusedError(
            f"{where}its front matter is not valid YAML ({error.problem or error.context})"
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise RefusedError(f"its front matter is not valid YAML ({problem})") from error
    if fields is None or fields == "":
        return {}
    return fields if isinstance(fields, dict) else None


def _first_heading(lines: list[str]) -> str | None:
    in_code = False
    for line in lines:
        if _CODE_FENCE.match(line):
            in_code = not in_code
        elif not in_code and (match := _TITLE.fullmatch(line)):
            return without_markup(match["title"].rstrip("# \t")) or None
    return None
