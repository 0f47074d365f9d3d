"""Plain text: the file's unchanged text; title and notes are recognised in their place."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

from index.reading.boilerplate import is_boilerplate
from index.reading.bylines import note, stated, top_lines
from index.reading.formats import Draft

LONGEST_HEADLINE = 200
LONGEST_DERIVED_TITLE = 90
_SHORTEST_SENTENCE = 20
"""Characters; an earlier full stop probably ends an abbreviation ("U.S. officials said")."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
_QUOTES = "\"'“”‘’«»"


def parse(text: str) -> Draft:
    """Return the draft of a plain text."""
    metadata = stated(text)
    return Draft(text=text, title=metadata.title or title_of(text), metadata=metadata)


def title_of(text: str, *, without_markup: Callable[[str], str] = str) -> str:
    """Return the headline of ``text``, or the beginning of its first sentence where it has none.

    ``text`` holds at least one character that is not blank.
    """
    lines = list(top_lines(text))
    content = [line for line in lines if not note(line) and not is_boilerplate(line)] or lines
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
