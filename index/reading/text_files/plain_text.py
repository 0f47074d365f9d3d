"""Plain text: the file's unchanged text below its header, where it was exported with one.

Title and notes are recognised in their place.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

from index.reading.boilerplate import is_boilerplate, is_consent
from index.reading.formats import Draft
from index.reading.metadata.bylines import after_dateline, note, stated, top_lines
from index.reading.text_files.text_headers import exported

LONGEST_HEADLINE = 200
LONGEST_DERIVED_TITLE = 90
_SHORTEST_SENTENCE = 20
"""Characters; an earlier full stop probably ends an abbreviation ("U.S. officials said")."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
_QUOTES = "\"'“”‘’«»"


def parse(text: str) -> Draft:
    """Return the draft of a plain text."""
    header = exported(text)
    if header:
        text = header.text
    metadata = stated(text)
    if header:
        metadata = header.metadata.or_else(metadata)
    return Draft(
        text=text,
        title=metadata.title or title_of(text),
        metadata=metadata,
        first_line=header.first_line if header else 1,
    )


def title_of(text: str, *, without_markup: Callable[[str], str] = str) -> str:
    """Return the headline of ``text``, or the beginning of its first sentence where it has none.

    ``text`` holds at least one character that is not blank.
    """
    lines = list(top_lines(text))
    content = [
        said
        for line in lines
        if not (note(line) or is_boilerplate(line) or is_consent(line))
        and (said := after_dateline(line))
    ] or lines
    first, following = without_markup(content[0]) or content[0], content[1:]
    if following and _is_headline(first, following[0]):
        return " ".join(first.split())
    return _beginning(first)


def _is_headline(line: str, following: str) -> bool:
    # Where the next line begins in lower case, this is prose wrapped at a margin.
    return (
        len(line) <= LONGEST_HEADLINE
        and not line.rstrip(_QUOTES + ")]").endswith((".", ",", ";", ":", "…"))
        and not following[0].islower()
    )


def _beginning(line: str) -> str:
    line = line[:1000]
    ends = (match.end() for match in _SENTENCE_END.finditer(line))
    sentence = line[: next((end for end in ends if end >= _SHORTEST_SENTENCE), len(line))]
    if len(sentence) <= LONGEST_DERIVED_TITLE:
        title = " ".join(sentence.split())
        return title.removesuffix(".") or title
    cut = textwrap.shorten(sentence, LONGEST_DERIVED_TITLE, placeholder="…")
    # Of one unbroken run of letters only the placeholder is left.
    return cut if len(cut) > 1 else sentence[: LONGEST_DERIVED_TITLE - 1] + "…"
