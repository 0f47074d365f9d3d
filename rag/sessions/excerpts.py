"""Articles of which only the shown parts are kept, with every offset and line where it was.

A session must show its sources years later, when the article has been changed, moved or removed,
so it keeps the passages and quotes themselves. What lay between them is blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A part of an article's text."""

    start: int
    """Characters into the article's text."""
    line: int
    """The line of the file on which it begins."""
    text: str


def text_of(excerpts: Iterable[Excerpt], *, first_line: int) -> str:
    """Return a text in which every excerpt stands at its offset and on its line.

    ``first_line`` is the line of the file on which the text begins.
    """
    text = ""
    for excerpt in sorted(excerpts, key=lambda one: (one.start, -len(one.text))):
        gap = excerpt.start - len(text)
        if gap > 0:
            line_ends = excerpt.line - first_line - text.count("\n")
            # The line ends come last, so that an excerpt that begins a line still does.
            line_ends = min(max(line_ends, 0), gap)
            text += " " * (gap - line_ends) + "\n" * line_ends
        text += excerpt.text[max(0, -gap) :]
    return text
